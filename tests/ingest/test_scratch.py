from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ingest.scratch import scratch_folder, sweep


def test_a_scratch_folder_is_gone_afterwards_whatever_happens(tmp_path: Path) -> None:
    def fail() -> None:
        with scratch_folder(tmp_path / "new") as folder:
            (folder / "file").write_text("x")
            raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        fail()
    assert list((tmp_path / "new").iterdir()) == []


def test_folders_of_dead_processes_are_swept_up_and_others_left(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / f"shaffaf-{ended.pid}-abc/deep").mkdir(parents=True)
    (tmp_path / "somebody-else").mkdir()
    with scratch_folder(tmp_path) as mine:
        assert sweep(tmp_path) == 1
        assert mine.is_dir()
        assert {folder.name for folder in tmp_path.iterdir()} == {mine.name, "somebody-else"}


def test_nothing_to_sweep_is_no_error(tmp_path: Path) -> None:
    assert sweep(tmp_path / "missing") == 0
