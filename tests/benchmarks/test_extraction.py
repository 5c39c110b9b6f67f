"""The benchmark of extraction, on two pages: one with a text layer, one that is only a picture."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.extraction import Reading, main, report, transcripts
from benchmarks.word_scores import WordScores
from domain.documents import Page, TextSource
from tests.ingest import scanned
from tests.ingest.conftest import typeset


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "layer.pdf").write_bytes(typeset("Le conseil communal approuve la convention", "pdf", "Noto Serif"))
    (folder / "layer.md").write_text("# Le conseil communal approuve la **convention**\n", encoding="utf-8")
    scanned.page().save(folder / "scan.pdf", resolution=300)
    (folder / "scan.txt").write_text("\n".join([*scanned.LINES, scanned.FRENCH_LINE]), encoding="utf-8")
    (folder / "untold.pdf").write_bytes(b"%PDF-")
    return folder


def test_it_prints_one_line_of_json(
    documents: Path, test_state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["extraction", str(documents), "--state", str(test_state)])
    main()
    (line,) = capsys.readouterr().out.splitlines()
    printed = json.loads(line)
    assert (printed["files"], printed["pages"], printed["ocr_pages"]) == (2, 2, 1)
    assert printed["recall"] > 0.9
    assert printed["precision"] > 0.9
    assert printed["pdftotext"] == {"recall": 0.5, "precision": 0.5}
    assert printed["tesseract"]["recall"] > 0.8
    assert printed["worst"]["layer.pdf"] == {"recall": 1.0, "precision": 1.0}
    assert printed["behind"] == {}


def test_only_files_with_a_transcript_count(documents: Path) -> None:
    assert [path.name for path in transcripts(documents)] == ["layer.pdf", "scan.pdf"]


def test_a_file_on_which_a_plain_tool_finds_clearly_more_is_named() -> None:
    near, far = Path("near.pdf"), Path("far.pdf")
    pages = {path: [Page(1, "x", TextSource.LAYER, "test")] for path in (near, far)}
    ours = {near: WordScores(0.8, 0.9), far: WordScores(0.8, 0.9)}
    plain = {
        "a": {near: WordScores(0.82, 0.1), far: WordScores(0.1, 0.1)},
        "b": dict.fromkeys((near, far), WordScores(0.84, 0)),
    }
    plain["b"][near] = WordScores(0.5, 0.5)
    assert report(Reading(pages, 1.0), ours, plain)["behind"] == {"far.pdf": {"recall": 0.8, "plain": 0.84}}
