"""What only the store of a directory promises."""

from __future__ import annotations

import hashlib
import io
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.blobs.directory import DirectoryBlobStore

PUT_SLOWLY = """
import sys, time
from archive.blobs.directory import DirectoryBlobStore

class Slow:
    def __init__(self, chunks):
        self.chunks = chunks
    def read(self, size):
        if not self.chunks:
            print("halfway", flush=True)
            time.sleep(600)
        self.chunks -= 1
        return b"x" * size

DirectoryBlobStore(sys.argv[1]).put(Slow(int(sys.argv[2])))
"""

PUT_FOR_EVER = """
import io, os, sys
from archive.blobs.directory import DirectoryBlobStore

store = DirectoryBlobStore(sys.argv[1])
while True:
    store.put(io.BytesIO(os.urandom(200_000)))
    print("put", flush=True)
"""


def start(program: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kill_after(process: subprocess.Popen[str], lines: int) -> None:
    assert process.stdout is not None
    for _ in range(lines):
        assert process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def broken(store: DirectoryBlobStore) -> list[str]:
    """The hashes under which other bytes lie."""
    found = []
    for sha256 in store.hashes():
        with store.open(sha256) as kept:
            if hashlib.sha256(kept.read()).hexdigest() != sha256:
                found.append(sha256)
    return found


@pytest.mark.parametrize("chunks", [0, 1, 3])
def test_a_writer_killed_halfway_leaves_no_blob(tmp_path: Path, chunks: int) -> None:
    kill_after(start(PUT_SLOWLY, tmp_path, chunks), 1)
    assert list(DirectoryBlobStore(tmp_path).hashes()) == []


def test_a_writer_killed_at_any_moment_leaves_whole_blobs_only(tmp_path: Path) -> None:
    for seed in range(4):
        kill_after(start(PUT_FOR_EVER, tmp_path), random.Random(seed).randint(1, 40))
    store = DirectoryBlobStore(tmp_path)
    assert list(store.hashes())
    assert broken(store) == []


def test_what_a_dead_writer_left_is_cleared_after_a_day_and_not_before(tmp_path: Path) -> None:
    kill_after(start(PUT_SLOWLY, tmp_path, 1), 1)
    (left,) = (tmp_path / "incoming").iterdir()
    DirectoryBlobStore(tmp_path)
    assert left.exists()
    a_day_ago = left.stat().st_mtime - 25 * 3600
    os.utime(left, (a_day_ago, a_day_ago))
    DirectoryBlobStore(tmp_path)
    assert not left.exists()


def test_nothing_is_left_beside_the_blobs(tmp_path: Path) -> None:
    store = DirectoryBlobStore(tmp_path)
    for number in range(3):
        store.put(io.BytesIO(str(number).encode()))
    assert list((tmp_path / "incoming").iterdir()) == []


def test_a_blob_lies_two_folders_deep_and_nobody_may_write_it(tmp_path: Path) -> None:
    sha256 = DirectoryBlobStore(tmp_path).put(io.BytesIO(b"content")).sha256
    file = tmp_path / sha256[:2] / sha256[2:4] / sha256
    assert file.read_bytes() == b"content"
    assert file.stat().st_mode & 0o777 == 0o440


def test_bytes_put_again_are_whole_again_where_the_disk_had_lost_them(tmp_path: Path) -> None:
    store = DirectoryBlobStore(tmp_path)
    sha256 = store.put(io.BytesIO(b"content")).sha256
    file = tmp_path / sha256[:2] / sha256[2:4] / sha256
    file.chmod(0o600)
    file.write_bytes(b"")
    store.put(io.BytesIO(b"content"))
    assert broken(store) == []


def test_a_blob_that_is_being_read_stays_readable_when_it_is_deleted(tmp_path: Path) -> None:
    store = DirectoryBlobStore(tmp_path)
    sha256 = store.put(io.BytesIO(b"content")).sha256
    with store.open(sha256) as kept:
        store.delete(sha256)
        assert kept.read() == b"content"
