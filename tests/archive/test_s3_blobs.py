"""What only the store in a bucket promises."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.blob_cache import BlobCache
from archive.blob_store import BlobDamagedError, BlobNotFoundError, BlobsAwayError, BlobStore
from archive.blobs.s3 import Bucket, S3BlobStore
from tests.s3_server import S3Server

PUT_SLOWLY = """
import sys, time
from pathlib import Path
from archive.blobs.s3 import S3BlobStore

class Slow:
    chunks = 20
    def read(self, size):
        if not self.chunks:
            print("halfway", flush=True)
            time.sleep(600)
        self.chunks -= 1
        return b"x" * size

S3BlobStore(sys.argv[1], Path(sys.argv[2])).put(Slow())
"""


@pytest.fixture
def location(s3_server: S3Server) -> str:
    return s3_server.bucket()


@pytest.fixture
def store(location: str, tmp_path: Path) -> S3BlobStore:
    return S3BlobStore(location, tmp_path / "cache")


def put(store: BlobStore, content: bytes) -> str:
    return store.put(io.BytesIO(content)).sha256


def client_and_bucket(location: str) -> tuple[Any, str]:
    """A client of another program's, and the bucket."""
    import boto3

    bucket = Bucket.at(location)
    return boto3.client("s3", endpoint_url=bucket.endpoint, region_name=bucket.region), bucket.name


def overwrite(location: str, sha256: str, content: bytes) -> None:
    client, bucket = client_and_bucket(location)
    client.put_object(Bucket=bucket, Key=f"originals/{sha256}", Body=content)


@pytest.mark.parametrize(
    ("location", "bucket"),
    [
        ("s3://kept", Bucket("kept", "", None, "us-east-1")),
        ("s3://kept/a/b/", Bucket("kept", "a/b/", None, "us-east-1")),
        ("s3://kept/a?endpoint=https://s3.example:9000", Bucket("kept", "a/", "https://s3.example:9000", "us-east-1")),
        ("s3://kept?region=eu-west-3", Bucket("kept", "", None, "eu-west-3")),
    ],
)
def test_a_location_names_bucket_prefix_endpoint_and_region(location: str, bucket: Bucket) -> None:
    assert Bucket.at(location) == bucket


@pytest.mark.parametrize("location", ["", "kept", "/srv/kept", "s3://", "s3:///kept", "https://s3.example/kept"])
def test_a_location_that_is_no_bucket_is_refused_by_name(location: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="s3://BUCKET"):
        S3BlobStore(location, tmp_path)


ANSWERS: dict[str, Callable[[S3BlobStore, str], bytes]] = {
    "open": lambda store, sha256: store.open(sha256).read(),
    "path": lambda store, sha256: store.path(sha256).__enter__().read_bytes(),
}


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("found", [b"", b"conten", b"Content", b"content and more"])
def test_bytes_that_changed_in_the_bucket_are_never_handed_out(
    store: S3BlobStore, location: str, tmp_path: Path, answer: str, found: bytes
) -> None:
    sha256 = put(store, b"content")
    overwrite(location, sha256, found)
    elsewhere = S3BlobStore(location, tmp_path / "elsewhere")
    with pytest.raises(BlobDamagedError, match=sha256):
        ANSWERS[answer](elsewhere, sha256)
    assert b"".join(elsewhere.stream(sha256)) == found


def test_bytes_put_again_are_whole_again(store: S3BlobStore, location: str, tmp_path: Path) -> None:
    sha256 = put(store, b"content")
    overwrite(location, sha256, b"damaged")
    put(store, b"content")
    with S3BlobStore(location, tmp_path / "elsewhere").open(sha256) as kept:
        assert kept.read() == b"content"


def test_a_large_file_is_sent_in_parts(store: S3BlobStore, location: str, tmp_path: Path) -> None:
    content = bytes(range(256)) * (70 << 10)
    sha256 = put(store, content)
    client, bucket = client_and_bucket(location)
    assert client.head_object(Bucket=bucket, Key=f"originals/{sha256}")["ETag"].strip('"').endswith("-3")
    with S3BlobStore(location, tmp_path / "elsewhere").path(sha256) as path:
        assert path.read_bytes() == content


def test_a_file_is_fetched_once_for_all_its_pages(store: S3BlobStore, location: str, tmp_path: Path) -> None:
    sha256 = put(store, b"content")
    elsewhere = S3BlobStore(location, tmp_path / "elsewhere")
    with elsewhere.path(sha256):
        pass
    overwrite(location, sha256, b"fetched again, this would be found out")
    with elsewhere.path(sha256) as path, elsewhere.open(sha256) as kept:
        assert path.read_bytes() == kept.read() == b"content"


def test_another_program_reads_the_local_copy_by_its_name(store: S3BlobStore, location: str, tmp_path: Path) -> None:
    sha256 = put(store, b"content")
    for _ in range(2):
        with S3BlobStore(location, tmp_path / "elsewhere").path(sha256) as path:
            assert subprocess.run(["cat", path], capture_output=True, check=True).stdout == b"content"


def test_nothing_stays_beside_the_cache(store: S3BlobStore, location: str, tmp_path: Path) -> None:
    sha256 = put(store, b"content")
    with store.path(sha256), store.open(sha256):
        pass
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == [sha256]


def test_a_sender_killed_halfway_leaves_no_blob(store: S3BlobStore, location: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", PUT_SLOWLY, location, str(tmp_path / "killed")]
    sender = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert sender.stdout is not None
    assert sender.stdout.readline()
    sender.send_signal(signal.SIGKILL)
    sender.wait()
    sender.stdout.close()
    assert list(store.hashes()) == []


def test_a_store_that_is_away_is_an_error_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.blobs.s3._TRIES", 1)
    away = S3BlobStore("s3://kept?endpoint=http://127.0.0.1:1", tmp_path)
    for call in (lambda: put(away, b"content"), lambda: away.size("0" * 64), lambda: list(away.hashes())):
        with pytest.raises(BlobsAwayError, match="S3"):
            call()


def kept_by(cache: BlobCache, *names: str) -> list[bool]:
    """Which of them it keeps; asking is a use."""
    kept = []
    for name in names:
        found = cache.open(name)
        kept.append(found is not None)
        if found:
            found.close()
    return kept


def fill(cache: BlobCache, name: str, size: int) -> None:
    with cache.incoming() as written:
        written.write(bytes(size))
        cache.keep(written, name)
    time.sleep(0.01)


def test_the_cache_lets_the_least_used_go(tmp_path: Path) -> None:
    cache = BlobCache(tmp_path, limit=25)
    fill(cache, "a", 10)
    fill(cache, "b", 10)
    assert kept_by(cache, "a") == [True]
    time.sleep(0.01)
    fill(cache, "c", 10)
    assert kept_by(cache, "a", "b", "c") == [True, False, True]


def test_a_file_in_use_stays_when_the_cache_lets_it_go(tmp_path: Path) -> None:
    cache = BlobCache(tmp_path, limit=15)
    fill(cache, "a", 10)
    with cache.path("a") as path:
        fill(cache, "b", 10)
        assert path is not None
        assert path.read_bytes() == bytes(10)
    assert kept_by(cache, "a", "b") == [False, True]


def test_a_file_larger_than_the_cache_is_read_all_the_same(store: S3BlobStore, location: str, tmp_path: Path) -> None:
    sha256 = put(store, b"content")
    small = S3BlobStore(location, tmp_path / "small", cache_bytes=3)
    with small.path(sha256) as path, small.open(sha256) as kept:
        assert path.read_bytes() == kept.read() == b"content"


def test_a_blob_that_was_never_there_leaves_nothing_in_the_cache(store: S3BlobStore, tmp_path: Path) -> None:
    with pytest.raises(BlobNotFoundError):
        store.open("0" * 64)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
