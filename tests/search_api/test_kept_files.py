"""Files that are made on demand, on a disk that is full: what is kept makes way, and nothing half made stays."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import IO

import pytest
from fastapi import FastAPI

from domain.failures import Failure, RefusedFileError
from domain.translation import LANGUAGES, messages
from search_api.kept_files import KeepingLimits, KeptFiles, NoRoomError
from search_api.problems import ProblemWriter
from tests.visitor import Visitor


@pytest.fixture
def kept(tmp_path: Path) -> KeptFiles:
    return KeptFiles(tmp_path / "kept", ".made", KeepingLimits())


def names(folder: Path) -> set[str]:
    return {path.name for path in (folder / "kept").iterdir()}


def put(kept: KeptFiles, name: str) -> None:
    kept.open(name, lambda target: write(target, name)).close()


def write(target: IO[bytes], text: str) -> None:
    target.write(text.encode())


class CrowdedDisk:
    """Has room for one more file only when the files before it are gone."""

    def __init__(self, folder: Path, error: Exception) -> None:
        self._folder = folder / "kept"
        self._error = error

    def write(self, target: IO[bytes]) -> None:
        target.write(b"ha")
        if list(self._folder.glob("*.made")):
            raise self._error
        target.write(b"lf")


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, ""), RefusedFileError(Failure.DISK_FULL, "in a child")])
def test_what_is_kept_makes_way_for_what_is_asked_for(tmp_path: Path, kept: KeptFiles, error: Exception) -> None:
    put(kept, "first")
    put(kept, "second")
    with kept.open("third", CrowdedDisk(tmp_path, error).write) as made:
        assert made.read() == b"half"
    assert names(tmp_path) == {"third.made"}


def test_on_a_full_disk_nothing_is_made_and_nothing_half_made_stays(tmp_path: Path, kept: KeptFiles) -> None:
    def fail(target: IO[bytes]) -> None:
        target.write(b"half")
        raise OSError(errno.ENOSPC, "")

    with pytest.raises(NoRoomError):
        kept.open("one", fail)
    assert names(tmp_path) == set()


def test_other_failures_cost_nothing_that_is_kept(tmp_path: Path, kept: KeptFiles) -> None:
    def fail(_target: IO[bytes]) -> None:
        raise RefusedFileError(Failure.BROKEN)

    put(kept, "first")
    with pytest.raises(RefusedFileError):
        kept.open("one", fail)
    assert names(tmp_path) == {"first.made"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_disk_is_told_to_whoever_asks(language: str) -> None:
    def ask() -> None:
        raise NoRoomError("one")

    application = FastAPI()
    ProblemWriter().install(application)
    application.add_api_route("/api/image", ask)
    with Visitor(application) as visitor:
        answer = visitor.get("/api/image", headers={"Accept-Language": language})
    assert answer.status_code == 503
    assert answer.json()["title"] == messages(language)["problem.no_room.title"]
    assert int(answer.headers["retry-after"]) > 0
