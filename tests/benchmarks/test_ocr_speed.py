from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.ocr_speed import Timing, main, report
from tests.ingest import scanned


def test_it_prints_one_line_of_json(
    tmp_path: Path, test_state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    scanned.page().save(folder / "page.png", dpi=(300, 300))
    scanned.page().save(folder / "page.pdf", resolution=300)
    (folder / "notes.txt").write_text("no page", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["ocr_speed", str(folder), "--state", str(test_state)])
    main()
    (line,) = capsys.readouterr().out.splitlines()
    printed = json.loads(line)
    assert (printed["pages"], printed["read_once"]) == (2, 2)
    assert min(printed["ours"], printed["bare"], printed["ratio"]) > 0


def test_only_pages_that_were_read_once_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.ocr_speed.CORES", 2)
    timings = [Timing(bare=4, ours=5, readings=1), Timing(bare=4, ours=5, readings=1), Timing(bare=4, ours=50, readings=3)]
    assert report(timings) == {"pages": 3, "read_once": 2, "ours": 24.0, "bare": 30.0, "ratio": 0.8}


def test_no_page_is_no_ratio() -> None:
    assert report([]) == {"pages": 0, "read_once": 0, "ours": 0.0, "bare": 0.0, "ratio": 0.0}
