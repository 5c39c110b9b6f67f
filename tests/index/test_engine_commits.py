"""What every engine keeps, and when it shows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from domain.searching import Sort, Space, Window
from index.engine import IndexBusyError, IndexReader, SearchEngine
from index.plan import Every, Excluded, Plan
from tests.engines import engine_at
from tests.index.archives import document, word
from tests.index.conftest import written

ALL = Plan(Every(()))


def found(reader: IndexReader, plan: Plan = ALL) -> set[str]:
    return {hit.document_id for hit in reader.search(plan, {}, Sort.NEWEST, Window(100)).hits}


def test_a_new_space_is_empty(search_engine: SearchEngine) -> None:
    reader = search_engine.reader(Space.PUBLIC)
    assert (found(reader), reader.document_ids(), reader.committed_change()) == (set(), frozenset(), 0)


def test_nothing_shows_before_its_commit(search_engine: SearchEngine) -> None:
    reader = search_engine.reader(Space.PUBLIC)
    writer = search_engine.writer(Space.PUBLIC)
    writer.upsert([document(1, "", "abi")])
    assert (found(reader), writer.committed_change()) == (set(), 0)
    writer.commit(7)
    assert (found(reader), reader.committed_change(), writer.committed_change()) == ({"d1"}, 7, 7)
    writer.close()


def test_what_is_closed_without_a_commit_is_dropped(search_engine: SearchEngine) -> None:
    with written(search_engine, [document(1)], change=3) as reader:
        writer = search_engine.writer(Space.PUBLIC)
        writer.upsert([document(2)])
        writer.close()
        search_engine.writer(Space.PUBLIC).close()
        assert (reader.document_ids(), reader.committed_change()) == ({"d1"}, 3)


def test_the_commits_own_mark_is_never_found_or_counted(search_engine: SearchEngine) -> None:
    with written(search_engine, [document(1, "", "abi", type=["decision"])]) as reader:
        for plan in (ALL, Plan(Every((Excluded(word("zz")),)))):
            answer = reader.search(plan, {}, Sort.RELEVANCE, Window())
            assert (answer.total, answer.facets["type"]) == (1, {"decision": 1})
        assert reader.document_ids() == {"d1"}


def test_a_document_put_in_again_replaces_itself_and_its_pages(search_engine: SearchEngine) -> None:
    with written(search_engine, [document(1, "", "abi", "abi"), document(1, "", "abi", "abi")]):
        pass
    with written(search_engine, [document(1, "", "bd", "acin")], change=2) as reader:
        assert found(reader, Plan(Every((word("abi"),)))) == set()
        assert [page.number for page in reader.locate(Plan(Every((word("ac"),))), ["d1"])["d1"]] == [2]
        assert reader.locate(Plan(Every((word("abi"),))), ["d1"])["d1"] == ()


def test_a_deleted_document_leaves_with_its_pages(search_engine: SearchEngine) -> None:
    with written(search_engine, [document(1, "", "abi"), document(2, "", "abi")]) as reader:
        writer = search_engine.writer(Space.PUBLIC)
        writer.delete(["d1", "never there"])
        writer.commit(2)
        writer.close()
        assert reader.document_ids() == {"d2"}
        assert reader.locate(Plan(Every((word("abi"),))), ["d1"])["d1"] == ()


def test_spaces_never_mix(search_engine: SearchEngine) -> None:
    drafts = search_engine.writer(Space.DRAFTS)
    with written(search_engine, [document(1)], change=4) as public:
        drafts.upsert([document(2)])
        drafts.commit(9)
        drafts.close()
        assert (public.document_ids(), public.committed_change()) == ({"d1"}, 4)
        assert search_engine.reader(Space.DRAFTS).document_ids() == {"d2"}


def test_a_space_has_one_writer(search_engine: SearchEngine) -> None:
    writer = search_engine.writer(Space.PUBLIC)
    with pytest.raises(IndexBusyError):
        search_engine.writer(Space.PUBLIC)
    writer.close()
    search_engine.writer(Space.PUBLIC).close()


def test_threads_share_a_reader_while_another_writes(search_engine: SearchEngine) -> None:
    reader = search_engine.reader(Space.PUBLIC)
    writer = search_engine.writer(Space.PUBLIC)
    with ThreadPoolExecutor(4) as threads:
        searches = []
        for change in range(1, 9):
            writer.upsert([document(change, "", "abi")])
            searches += [threads.submit(found, reader) for _ in range(10)]
            writer.commit(change)
        results = [search.result() for search in searches]
    writer.close()
    prefixes = [{f"d{number}" for number in range(1, last + 1)} for last in range(9)]
    assert all(result in prefixes for result in results)
    assert found(reader) == prefixes[8]


def test_a_generation_that_is_not_there_is_an_error(search_engine: SearchEngine) -> None:
    with pytest.raises(FileNotFoundError):
        search_engine.activate(Space.PUBLIC, "000099")
    with pytest.raises(FileNotFoundError):
        search_engine.writer(Space.PUBLIC, "000099")


WRITES_FOREVER = """
import sys
from pathlib import Path
from domain.searching import Space
from tests.index.archives import document
from tests.engines import engine_at

writer = engine_at(sys.argv[1], Path(sys.argv[2])).writer(Space.PUBLIC)
for change in range(writer.committed_change() + 1, 10_000):
    writer.upsert([document(change, "abi", *["bd acin"] * 20)])
    writer.commit(change)
    print(change, flush=True)
"""


def test_after_a_kill_the_index_holds_what_its_number_says(engine_name: str, tmp_path: Path) -> None:
    for commits in (1, 4, 2):
        before = engine_at(engine_name, tmp_path).reader(Space.PUBLIC).committed_change()
        command = [sys.executable, "-c", WRITES_FOREVER, engine_name, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
            assert process.stdout is not None
            printed = [int(process.stdout.readline()) for _ in range(commits)]
            process.send_signal(signal.SIGKILL)
        reader = engine_at(engine_name, tmp_path).reader(Space.PUBLIC)
        change = reader.committed_change()
        assert change >= printed[-1] == before + commits
        assert {f"d{n}" for n in range(1, change + 1)} <= reader.document_ids()
        assert len(reader.document_ids()) <= change + 1
