"""The index is built anew while the old one answers, and nothing that happens meanwhile is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzers.pipeline import Analyzer
from domain.searching import Space
from index.engine import IndexBusyError
from ingest import indexing
from ingest.rebuilding import RebuildNote, Unfinished
from tests.engines import EngineAt, remove
from tests.search_api.library import Library, Paper


@pytest.fixture
def library(tmp_path: Path, analyzer: Analyzer, engine_in: EngineAt) -> Iterator[Library]:
    search_engine = engine_in(tmp_path / "index")
    opened = Library(tmp_path, analyzer, search_engine=search_engine)
    yield opened
    opened.close()
    remove(search_engine)


def test_until_the_new_index_is_whole_the_old_one_answers_and_is_kept_up(library: Library) -> None:
    first, second = (library.put(Paper(title)).document for title in ("أول", "ثان"))
    meanwhile: list[frozenset[str]] = []
    added: list[str] = []

    def progress(_done: int, _total: int) -> None:
        added.append(library.put(Paper("ثالث"), index=False).document)
        library.indexer.catch_up()
        meanwhile.append(library.reader.document_ids())

    library.indexer.rebuild(progress)
    assert meanwhile == [{first, second, *added}]
    assert library.reader.document_ids() == {first, second, *added}
    assert library.reader.committed_change() == library.archive.last_change()


def test_what_was_withdrawn_while_it_was_built_is_not_in_the_new_index(library: Library) -> None:
    kept, gone = library.put(Paper("باق")), library.put(Paper("زائل"))
    library.indexer.rebuild(lambda _done, _total: library.withdraw(gone, index=False))
    assert library.reader.document_ids() == {kept.document}


def test_a_rebuild_that_fails_leaves_the_old_index_and_can_be_tried_again(library: Library) -> None:
    document = library.put(Paper("باق")).document

    def fail(_done: int, _total: int) -> None:
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        library.indexer.rebuild(fail)
    assert library.reader.document_ids() == {document}
    another = library.put(Paper("جديد")).document
    library.indexer.rebuild()
    assert library.reader.document_ids() == {document, another}


def test_drafts_and_published_documents_stay_in_indexes_of_their_own(library: Library) -> None:
    published, draft = library.put(Paper("منشور")), library.put(Paper("مسودة"), publish=False)
    library.indexer.rebuild()
    drafts = library.engine.reader(Space.DRAFTS)
    assert (library.reader.document_ids(), drafts.document_ids()) == ({published.document}, {draft.document})
    drafts.close()


def test_reading_a_file_again_changes_the_index_once_it_is_read(library: Library) -> None:
    put = library.put(Paper("مقرر", ("قديم",)))
    library.read_again(put, "جديد", finish=False)
    assert library.found("قديم") == [put.document]
    library.read_again(put, "جديد", finish=True)
    assert (library.found("قديم"), library.found("جديد")) == ([], [put.document])


def test_a_rebuild_that_was_cut_off_goes_on_where_it_was(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "BATCH", 1)
    kept, gone, changed = (
        library.put(Paper(title, (text,))) for title, text in (("أ", "باق"), ("ب", "زائل"), ("ج", "قديم"))
    )

    def die(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.indexer.rebuild(die)
    generations = library.engine.generations(Space.PUBLIC)
    library.indexer.close()
    library.indexer = library.new_indexer()
    library.withdraw(gone)
    library.read_again(changed, "جديد", finish=True)
    late = library.put(Paper("متأخر"))

    seen: list[tuple[int, int]] = []
    library.indexer.rebuild(lambda done, total: seen.append((done, total)))
    assert seen == [(3, 4), (4, 4)]  # the first two were in
    assert library.engine.generations(Space.PUBLIC) == generations[1:]
    assert library.reader.document_ids() == {kept.document, changed.document, late.document}
    assert library.found("جديد") == [changed.document]
    assert library.reader.committed_change() == library.archive.last_change()


def test_a_rebuild_of_which_nothing_is_left_begins_anew(library: Library, tmp_path: Path) -> None:
    put = library.put(Paper("باق"))
    note = RebuildNote(tmp_path / "rebuild.json")
    engine = type(library.engine).__name__
    for kind, name in ((engine, "000099"), ("another", "000002")):
        note.write(Unfinished(kind, dict.fromkeys(Space, name), start=0, last=put.document))
        library.indexer.rebuild()
        assert library.reader.document_ids() == {put.document}
        assert note.read() is None


def test_while_another_process_writes_the_index_this_one_waits_and_then_goes_on(library: Library) -> None:
    library.put(Paper("أول"))
    library.indexer.close()
    other = library.new_indexer()
    second = library.put(Paper("ثان"), index=False)
    assert other.catch_up() == 1
    third = library.put(Paper("ثالث"), index=False)
    assert library.indexer.behind()
    with pytest.raises(IndexBusyError):
        library.indexer.catch_up()
    other.close()
    assert library.indexer.catch_up() == 1
    assert {second.document, third.document} < library.reader.document_ids()
    assert not library.indexer.behind()
