"""A worker on a disk that is really full, small and mounted for the test only: it waits, and then goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app import wiring
from app.settings import Settings
from archive.store import Archive
from domain.documents import ReadingState
from ingest.intake import Sender

PATIENCE = 120.0
MEBIBYTE = 1024**2
DRIVE = "import sys; from pathlib import Path; from tests.app.test_full_disk import drive; drive(*map(Path, sys.argv[1:]))"


def drive(disk: Path, lexicon: Path) -> None:
    """Take a file in, fill the disk, see the worker wait, make room, see it end."""
    settings = Settings(state=disk / "state", lexicon=lexicon, disk_reserve=8 * MEBIBYTE)
    paper = disk / "paper.txt"
    paper.write_text("مقرر رقم 3/2021\nيتعلق بصيانة المدارس", encoding="utf-8")
    archive = wiring.open_archive(settings)
    task = wiring.open_front_door(settings, archive).take(paper, "paper.txt", Sender("system:test", "full"))
    ballast = disk / "ballast"
    fill(ballast, leaving=2 * MEBIBYTE)
    command = [sys.executable, "-m", "app.command_line", "worker", "--until-idle"]
    worker = subprocess.Popen(command, env=environment(settings))
    await_line(settings.state / "logs" / "worker.log", "paused: the disk is too full", worker)
    assert state_of(archive, task.version_id) is ReadingState.WAITING
    ballast.unlink()
    assert worker.wait(PATIENCE) == 0
    assert "the disk has room again" in (settings.state / "logs" / "worker.log").read_text(encoding="utf-8")
    assert state_of(archive, task.version_id) is ReadingState.DONE
    archive.close()
    print("read")


def state_of(archive: Archive, version_id: str) -> ReadingState:
    version = archive.version(version_id)
    assert version is not None
    return version.state


def environment(settings: Settings) -> dict[str, str]:
    said = settings.model_dump(include={"state", "lexicon", "disk_reserve"})
    return os.environ | {f"SHAFFAF_{name.upper()}": str(value) for name, value in said.items()}


def fill(ballast: Path, leaving: int) -> None:
    """Write until so many bytes are free."""
    status = os.statvfs(ballast.parent)
    ballast.write_bytes(bytes(status.f_bavail * status.f_frsize - leaving))


def await_line(log: Path, line: str, worker: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not log.is_file() or line not in log.read_text(encoding="utf-8"):
        assert worker.poll() is None, "the worker ended"
        assert time.monotonic() < deadline, f"never said: {line}"
        time.sleep(0.05)


def test_a_worker_waits_for_room_and_then_goes_on(tmp_path: Path, lexicon_path: Path) -> None:
    inside = 'mount -t tmpfs -o size=64m none "$1" && exec "$2" -c "$3" "$1" "$4"'
    arguments = ["sh", str(tmp_path), sys.executable, DRIVE, str(lexicon_path)]
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", inside, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if "unshare:" in ran.stderr or "mount:" in ran.stderr:
        pytest.skip("this machine lets nobody mount")
    assert ran.returncode == 0, ran.stderr
    assert "read" in ran.stdout
