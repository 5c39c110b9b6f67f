"""What every blob store promises, whatever it keeps the bytes in."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.blob_store import PART_BYTES, BlobNotFoundError, BlobStore, BlobTooLargeError, open_blob_store
from domain.failures import Failure
from domain.plugins import discover
from domain.records import StoredBlob

ABSENT = hashlib.sha256(b"never put").hexdigest()
NO_HASHES = ["", "../../etc/passwd", ABSENT.upper(), ABSENT[:-1], f"{ABSENT}\n", f"../{ABSENT[3:]}", "g" * 64]

Call = Callable[[BlobStore, str], object]
CALLS: dict[str, Call] = {
    "open": lambda store, sha256: store.open(sha256),
    "path": lambda store, sha256: store.path(sha256).__enter__(),
    "size": lambda store, sha256: store.size(sha256),
    "stream": lambda store, sha256: next(store.stream(sha256)),
    "contains": lambda store, sha256: store.contains(sha256),
    "delete": lambda store, sha256: store.delete(sha256),
}


@pytest.fixture(params=sorted(discover("archive.blobs")))
def adapter(request: pytest.FixtureRequest) -> str:
    """The name of each adapter in turn."""
    found: str = request.param
    return found


@pytest.fixture
def location(adapter: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place of the adapter's where nothing is."""
    places: dict[str, Callable[[], str]] = {
        "directory": lambda: str(tmp_path / "blobs"),
        "s3": lambda: request.getfixturevalue("s3_server").bucket(),
    }
    return places[adapter]()


@pytest.fixture
def store(adapter: str, location: str, tmp_path: Path) -> BlobStore:
    return open_blob_store(adapter, location, tmp_path / "cache")


def put(store: BlobStore, content: bytes) -> str:
    return store.put(io.BytesIO(content)).sha256


class BreakingStream(io.BytesIO):
    """A connection that breaks after some bytes."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise ConnectionResetError
        return super().read(7)


@given(content=st.binary(max_size=5_000))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_come_back_as_they_were_put(store: BlobStore, content: bytes) -> None:
    blob = store.put(io.BytesIO(content))
    assert blob == StoredBlob(hashlib.sha256(content).hexdigest(), len(content))
    with store.open(blob.sha256) as kept:
        assert kept.read() == content
    assert store.size(blob.sha256) == len(content)


def test_bytes_longer_than_any_buffer_come_back(store: BlobStore) -> None:
    content = bytes(range(256)) * 20_000
    with store.open(put(store, content)) as kept:
        assert kept.read() == content


def test_a_blob_can_be_read_from_anywhere(store: BlobStore) -> None:
    with store.open(put(store, b"0123456789")) as kept:
        assert kept.seek(4) == 4
        assert kept.read(3) == b"456"
        assert kept.seek(-2, io.SEEK_END) == 8
        assert kept.read() == b"89"


def test_a_stream_is_kept_from_where_it_stands(store: BlobStore) -> None:
    stream = io.BytesIO(b"headbody")
    stream.seek(4)
    assert store.put(stream).sha256 == hashlib.sha256(b"body").hexdigest()


def test_a_local_file_has_the_bytes(store: BlobStore) -> None:
    with store.path(put(store, b"content")) as path:
        assert path.read_bytes() == b"content"


def test_the_same_bytes_are_kept_once(store: BlobStore) -> None:
    assert put(store, b"same") == put(store, b"same")
    assert list(store.hashes()) == [hashlib.sha256(b"same").hexdigest()]


def test_every_hash_is_told(store: BlobStore) -> None:
    hashes = {put(store, str(number).encode()) for number in range(9)}
    assert set(store.hashes()) == hashes
    assert all(store.contains(sha256) for sha256 in hashes)


def test_a_deleted_blob_is_gone_and_may_come_again(store: BlobStore) -> None:
    sha256 = put(store, b"content")
    store.delete(sha256)
    store.delete(sha256)
    assert not store.contains(sha256)
    assert list(store.hashes()) == []
    assert put(store, b"content") == sha256
    assert store.contains(sha256)


@pytest.mark.parametrize("call", ["open", "path", "size", "stream"])
def test_what_is_not_there_is_not_found(store: BlobStore, call: str) -> None:
    assert not store.contains(ABSENT)
    with pytest.raises(BlobNotFoundError):
        CALLS[call](store, ABSENT)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", NO_HASHES)
def test_only_a_hash_names_a_blob(store: BlobStore, call: str, name: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        CALLS[call](store, name)


@pytest.mark.parametrize(("length", "fits"), [(0, True), (9, True), (10, True), (11, False), (4_000_000, False)])
def test_a_limit_is_kept_to_the_byte(store: BlobStore, length: int, fits: bool) -> None:
    stream = io.BytesIO(bytes(length))
    if fits:
        assert store.put(stream, limit=10).size == length
        return
    with pytest.raises(BlobTooLargeError) as refused:
        store.put(stream, limit=10)
    assert refused.value.failure == Failure.TOO_LARGE
    assert list(store.hashes()) == []


def test_a_stream_that_breaks_leaves_nothing(store: BlobStore) -> None:
    with pytest.raises(ConnectionResetError):
        store.put(cast(BinaryIO, BreakingStream(b"half of this is lost")))
    assert list(store.hashes()) == []


def test_the_same_bytes_from_several_threads_are_whole(store: BlobStore) -> None:
    content = b"x" * 300_000
    with ThreadPoolExecutor(6) as pool:
        hashes = set(pool.map(lambda _: put(store, content), range(12)))
    (sha256,) = hashes
    with store.open(sha256) as kept:
        assert kept.read() == content


def test_another_machine_finds_what_was_put(store: BlobStore, adapter: str, location: str, tmp_path: Path) -> None:
    sha256 = put(store, b"content")
    elsewhere = open_blob_store(adapter, location, tmp_path / "another cache")
    assert elsewhere.contains(sha256)
    with elsewhere.open(sha256) as kept, elsewhere.path(sha256) as path:
        assert kept.read() == path.read_bytes() == b"content"


def test_what_another_machine_deleted_is_not_found(store: BlobStore, adapter: str, location: str, tmp_path: Path) -> None:
    sha256 = put(store, b"content")
    open_blob_store(adapter, location, tmp_path / "another cache").delete(sha256)
    for call in ("open", "path", "size", "stream"):
        with pytest.raises(BlobNotFoundError):
            CALLS[call](store, sha256)


def test_bytes_are_streamed_in_parts(store: BlobStore) -> None:
    content = bytes(range(256)) * 20_000
    parts = list(store.stream(put(store, content)))
    assert b"".join(parts) == content
    assert max(map(len, parts)) <= PART_BYTES < len(content)


def test_a_store_nobody_wrote_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="directory"):
        open_blob_store("tape", tmp_path, tmp_path)
