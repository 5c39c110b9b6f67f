from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.layer_speed import layered, main
from ingest.limits import Limits
from ingest.sandbox import Sandbox
from tests.ingest.drawn_pdf import DrawnPdf


@pytest.fixture
def test_set(tmp_path: Path) -> Path:
    layer, scan = DrawnPdf(), DrawnPdf()
    layer.line("conseil communal", 50, 700)
    layer.new_page()
    layer.line("deuxieme page", 50, 700)
    scan.image(600, 800)
    for name, content in (("a.pdf", layer.to_bytes()), ("b.pdf", scan.to_bytes()), ("c.pdf", b"%PDF-broken")):
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_scans_and_broken_files_are_left_out(test_set: Path, tmp_path: Path) -> None:
    found = layered(test_set, Sandbox(Limits(), tmp_path / "scratch"))
    assert [(path.name, len(pages)) for path, pages in found.items()] == [("a.pdf", 2)]


def test_it_prints_one_line_of_json(
    test_set: Path, test_state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["layer_speed", str(test_set), "--state", str(test_state)])
    main()
    printed = json.loads(capsys.readouterr().out)
    assert (printed["files"], printed["pages"]) == (1, 2)
    assert all(printed[name] > 0 for name in ("pages_per_second", "pdf2txt_pages_per_second", "ratio", "words_per_second"))


def test_a_folder_without_text_layers_is_refused(tmp_path: Path, test_state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["layer_speed", str(tmp_path), "--state", str(test_state)])
    with pytest.raises(ValueError, match="no PDF"):
        main()
