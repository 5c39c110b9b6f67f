"""A full disk: seen before it is full, known in every disguise, and never the fault of a file."""

from __future__ import annotations

import errno
import io
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from archive.blobs.directory import DirectoryBlobStore
from archive.store import Archive
from domain.failures import Failure, FullDiskError, RefusedFileError
from domain.records import StoredBlob
from ingest.disk import DiskReserve, is_want_of_room
from ingest.intake import FrontDoor, Sender
from ingest.limits import Limits
from ingest.sandbox import Sandbox
from tests.databases import SqliteDatabases

SENDER = Sender("system:test", "batch")
MEBIBYTE = 1024**2


def sqlite_full(folder: Path) -> sqlite3.OperationalError:
    """The error of a database that may not grow."""
    database = sqlite3.connect(folder / "small.sqlite")
    database.execute("CREATE TABLE t (x)")
    database.execute("PRAGMA max_page_count = 2")
    try:
        with pytest.raises(sqlite3.OperationalError) as raised:
            database.execute("INSERT INTO t VALUES (zeroblob(100000))")
    finally:
        database.close()
    return raised.value


def test_want_of_room_is_known_in_every_disguise(tmp_path: Path) -> None:
    full = sqlite_full(tmp_path)
    wrapped = OperationalError("INSERT", None, full)
    wrapped.__cause__ = full
    disguises = [
        OSError(errno.ENOSPC, ""),
        OSError(errno.EDQUOT, ""),
        FullDiskError(),
        RefusedFileError(Failure.DISK_FULL, "said by a child"),
        full,
        wrapped,
        psycopg.errors.DiskFull(),
    ]
    assert [is_want_of_room(error) for error in disguises] == [True] * len(disguises)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EACCES, ""),
        OSError("without a number"),
        RefusedFileError(Failure.BROKEN),
        sqlite3.OperationalError("database is locked"),
        psycopg.errors.UniqueViolation(),
        ValueError("No space left on device"),
    ],
)
def test_other_trouble_is_not_taken_for_it(error: Exception) -> None:
    assert not is_want_of_room(error)


def test_a_disk_is_short_when_less_than_the_reserve_would_stay(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    half = DiskReserve(tmp_path, free // 2)
    assert not half.is_short()
    assert half.is_short(needed=free)
    assert DiskReserve(tmp_path, free * 2).is_short()


class Shelf:
    """A front door, and what is behind it."""

    def __init__(self, folder: Path, url: str, reserve: int) -> None:
        self.folder = folder
        self.archive = Archive(url)
        self.blobs = DirectoryBlobStore(folder / "blobs")
        sandbox = Sandbox(Limits(), folder / "scratch")
        disk = DiskReserve(folder, reserve)
        self.door = FrontDoor(self.archive, self.blobs, sandbox, MEBIBYTE, disk)

    def paper(self) -> Path:
        path = self.folder / "paper.txt"
        path.write_text("مقرر رقم 1/2021", encoding="utf-8")
        return path

    def is_empty(self) -> bool:
        return not (list(self.blobs.hashes()) or list(self.archive.all_document_ids()))


@pytest.fixture
def url(sqlite_databases: SqliteDatabases) -> Iterator[str]:
    with sqlite_databases.migrated() as made:
        yield made


def test_no_file_is_taken_that_would_leave_less_than_the_reserve(tmp_path: Path, url: str) -> None:
    shelf = Shelf(tmp_path, url, reserve=shutil.disk_usage(tmp_path).total * 2)
    with pytest.raises(FullDiskError):
        shelf.door.take(shelf.paper(), "paper.txt", SENDER)
    assert shelf.is_empty()


def test_with_room_a_file_is_taken(tmp_path: Path, url: str) -> None:
    shelf = Shelf(tmp_path, url, reserve=0)
    assert shelf.door.take(shelf.paper(), "paper.txt", SENDER).task_id
    assert not shelf.is_empty()


@pytest.mark.parametrize(
    ("error", "failure"),
    [(errno.ENOSPC, Failure.DISK_FULL), (errno.EDQUOT, Failure.DISK_FULL), (errno.EIO, Failure.UNREADABLE)],
)
def test_a_disk_that_fills_up_under_a_file_is_said_so(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch, error: int, failure: Failure
) -> None:
    def refuse(_store: DirectoryBlobStore, _stream: BinaryIO, limit: int | None = None) -> StoredBlob:
        raise OSError(error, "")

    monkeypatch.setattr(DirectoryBlobStore, "put", refuse)
    shelf = Shelf(tmp_path, url, reserve=0)
    with pytest.raises(RefusedFileError) as raised:
        shelf.door.take(shelf.paper(), "paper.txt", SENDER)
    assert raised.value.failure is failure
    assert shelf.is_empty()


FILL = """
import sys
from pathlib import Path
from tests.ingest.test_disk import fill
fill(Path(sys.argv[1]))
"""


def fill(disk: Path) -> None:
    """Take files in until the disk is full, then look at what is there; the reserve is off, so it really fills."""
    archive = Archive(f"sqlite:///{disk}/archive.sqlite")
    archive.migrate()
    blobs = DirectoryBlobStore(disk / "blobs")
    door = FrontDoor(archive, blobs, Sandbox(Limits(), disk / "scratch"), MEBIBYTE)
    taken, refused = [], []
    for number in range(80):
        source = io.BytesIO(f"{number:03}".encode() * 80_000)
        paper = disk.parent / "paper.txt"
        paper.write_bytes(source.getvalue())
        try:
            taken.append(door.take(paper, "paper.txt", SENDER).version_id)
        except FullDiskError:
            refused.append(number)
    assert taken
    assert refused
    archive.close()
    check_sound(disk, taken)
    print(len(taken), "taken,", len(refused), "refused")


def check_sound(disk: Path, taken: list[str]) -> None:
    """Every file that was said to be taken is there whole, and nothing half of one is."""
    database = sqlite3.connect(disk / "archive.sqlite")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    kept = dict(database.execute("SELECT id, sha256 FROM versions"))
    database.close()
    blobs = DirectoryBlobStore(disk / "blobs")
    assert set(taken) == set(kept)
    for sha256 in kept.values():
        again = DirectoryBlobStore(disk.parent / "again")
        with blobs.open(sha256) as stream:
            assert again.put(stream).sha256 == sha256
    assert not list((disk / "blobs" / "incoming").iterdir())


def test_a_disk_that_is_really_full_damages_nothing(tmp_path: Path) -> None:
    """In a mount of its own, 8 MiB large, that ends with the process."""
    disk = tmp_path / "disk"
    disk.mkdir()
    inside = 'mount -t tmpfs -o size=8m none "$1" && exec "$2" -c "$3" "$1"'
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", inside, "sh", str(disk), sys.executable, FILL]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if "unshare:" in ran.stderr or "mount:" in ran.stderr:
        pytest.skip("this machine lets nobody mount")
    assert ran.returncode == 0, ran.stderr
    assert "refused" in ran.stdout
