"""The benchmark of hostile files, on one file of each outcome."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.settings import Settings
from benchmarks.hostile import Measured, main, measure
from domain.failures import RefusedFileError
from ingest.limits import Limits
from ingest.steps import Steps
from tests.ingest.office_samples import locked_pdf, message, pdf_bytes


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text("Le conseil communal approuve la convention")
    held = {"c.pdf": pdf_bytes("Le conseil communal"), "d.pdf": locked_pdf("y", "sirr")}
    (folder / "b.eml").write_bytes(message("x", "y", held).as_bytes())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (folder / "empty.pdf").touch()
    (folder / "locked.pdf").write_bytes(locked_pdf("x", "sirr"))
    return folder


def test_every_file_is_counted_once_and_every_refusal_by_its_reason(
    files: Path, lexicon_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["hostile", str(files), "--lexicon", str(lexicon_path)])
    with pytest.raises(SystemExit) as ended:
        main()
    found = json.loads(capsys.readouterr().out)
    assert ended.value.code == 0
    assert (found["files"], found["indexed"], found["refused"], found["crashed"], found["hung"]) == (5, 2, 3, 0, 0)
    assert found["reasons"] == {"broken": 1, "empty": 1, "encrypted": 1}
    assert found["contained_refused"] == {"encrypted": 1}
    assert 0 < found["peak_memory_mb"] < found["limit_memory_mb"]


def test_what_is_no_refusal_or_has_no_words_counts_as_a_crash(
    files: Path, tmp_path: Path, lexicon_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(steps: Steps, task_id: str) -> list[int]:
        task = steps.archive.task(task_id)
        assert task is not None
        if steps.archive.document_of_version(task.version_id).files[0].name == "a.txt":
            raise KeyError(task_id)
        raise RefusedFileError("no_such_reason")  # type: ignore[arg-type]

    monkeypatch.setattr(Steps, "extract", fail)
    measured = measure([files / "a.txt", files / "locked.pdf"], Settings(state=tmp_path / "state", lexicon=lexicon_path))
    assert measured.crashed == ["a.txt", "locked.pdf"]


def test_a_step_that_outlives_its_limit_hangs() -> None:
    measured = Measured(Limits(seconds=-10))
    with measured.step("slow.pdf"):
        pass
    with measured.step("long.pdf") as step:
        step.pages = 100
    assert measured.hung == ["slow.pdf"]
