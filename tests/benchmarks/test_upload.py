"""A command that is killed again and again brings every file in once."""

from __future__ import annotations

from pathlib import Path

from benchmarks.upload import measure


def test_files_arrive_once_though_the_command_is_killed_twice(tmp_path: Path, lexicon_path: Path) -> None:
    found = measure(150, 2, tmp_path, lexicon_path)
    assert (found["documents"], found["uploads"], found["twice"]) == (150, 150, 0)
    assert found["files_per_second"] > 0
    assert found["copy_files_per_second"] > 0
    # A command that held what it sends would hold more at its end.
    assert found["memory_end"] < 300 * 1024**2
