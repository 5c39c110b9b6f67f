"""The suggestion benchmark types what people would, into a server of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzers.pipeline import Analyzer
from archive.store import Archive
from benchmarks import suggest
from benchmarks.bilingual import topics
from domain.searching import Space
from index.open import engine


def test_topics_are_typed_letter_by_letter_from_the_second_on() -> None:
    typed = suggest.keystrokes()
    first = topics()[0]["ar"]
    assert typed[: len(first) - 1] == [first[:end] for end in range(2, len(first) + 1)]
    assert all(len(text) >= 2 for text in typed)


def test_the_index_holds_as_many_documents_as_asked_for(
    tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggest, "_DRAFTS", 4)
    suggest.fill(tmp_path, [], 10, analyzer)
    reader = engine("tantivy", tmp_path / "index").reader(Space.PUBLIC)
    assert len(reader.document_ids()) == 10
    archive = Archive(f"sqlite:///{tmp_path}/archive.sqlite")
    assert archive.bodies()
    assert archive.last_change() <= reader.committed_change()
    archive.close()


def test_the_help_says_what_is_measured(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["benchmarks.suggest", "--help"])
    with pytest.raises(SystemExit):
        suggest.main()
    assert "suggestions" in capsys.readouterr().out
