"""Blobs as objects of a bucket, in AWS or any other S3 store (MinIO, Ceph, Garage …), each under its hash.

What is fetched is hashed on its way into a local cache and handed out only when it is what was put. boto3 is imported when
a store is opened: other commands start without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urlsplit

from archive.blob_cache import BlobCache
from archive.blob_store import (
    PART_BYTES,
    BlobDamagedError,
    BlobNotFoundError,
    BlobsAwayError,
    checked,
    hashed_copy,
    parts_of,
)
from domain.records import StoredBlob

_SENT_BYTES = 8 << 20
_CACHE_BYTES = 2 << 30
_CONNECT_SECONDS, _READ_SECONDS, _TRIES = 5, 60, 4
_SERVERS_OWN = 500
_ABSENT = {"404", "NoSuchKey", "NoSuchBucket", "NotFound"}


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where objects are: `s3://BUCKET/PREFIX?endpoint=URL&region=NAME`; without an endpoint, AWS.

    Keys are found where every AWS program looks for them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, the file that
    AWS_SHARED_CREDENTIALS_FILE names, or the machine's role.
    """

    name: str
    prefix: str
    endpoint: str | None
    region: str

    @classmethod
    def at(cls, location: str) -> Bucket:
        """The bucket of a location. Raises ValueError for what is none."""
        parts = urlsplit(location)
        if parts.scheme != "s3" or not parts.hostname:
            raise ValueError(f"{location!r} is no s3://BUCKET/PREFIX?endpoint=URL")
        said = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        prefix = parts.path.strip("/")
        return cls(parts.netloc, f"{prefix}/" if prefix else "", said.get("endpoint"), said.get("region", "us-east-1"))


class S3BlobStore:
    """A `BlobStore` in an S3 bucket. What the store or the network refuses raises OSError."""

    def __init__(self, location: str | Path, cache: Path, cache_bytes: int = _CACHE_BYTES) -> None:
        """Open the store without asking it anything. Raises ValueError for a location that names no bucket."""
        self._bucket = Bucket.at(str(location))
        self._cache = BlobCache(cache, cache_bytes)
        self._client = _client(self._bucket)

    def put(self, stream: BinaryIO, limit: int | None = None) -> StoredBlob:
        """Keep what the stream holds. See `BlobStore.put`.

        It passes through a local file, since its name is known at its end; parts are sent side by side.
        """
        with self._cache.incoming() as written:
            blob = hashed_copy(parts_of(stream), written, limit)
            written.flush()
            self._send(Path(written.name), blob.sha256)
            self._cache.keep(written, blob.sha256)
        return blob

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, checked. See `BlobStore.open`."""
        self.size(sha256)
        if found := self._cache.open(sha256):
            return found
        with self._fetched(sha256) as file:
            return file.open("rb")

    @contextmanager
    def path(self, sha256: str) -> Iterator[Path]:
        """A local copy, checked. See `BlobStore.path`."""
        self.size(sha256)
        with self._cache.path(sha256) as kept:
            if kept is not None:
                yield kept
                return
        with self._fetched(sha256) as file:
            yield file

    def stream(self, sha256: str) -> Iterator[bytes]:
        """The bytes as they lie there now. See `BlobStore.stream`."""
        with _refusals(sha256):
            body = self._client.get_object(**self._object(sha256))["Body"]
            with body:
                yield from body.iter_chunks(PART_BYTES)

    def contains(self, sha256: str) -> bool:
        """Whether the bytes are kept here."""
        try:
            self.size(sha256)
        except BlobNotFoundError:
            return False
        return True

    def size(self, sha256: str) -> int:
        """How many bytes. See `BlobStore.size`."""
        with _refusals(sha256):
            return int(self._client.head_object(**self._object(sha256))["ContentLength"])

    def delete(self, sha256: str) -> None:
        """Forget the bytes, if they are here."""
        key = self._object(sha256)
        self._cache.forget(sha256)
        try:
            with _refusals(sha256):
                self._client.delete_object(**key)
        except BlobNotFoundError:
            return

    def hashes(self) -> Iterator[str]:
        """The hashes of all blobs."""
        prefix = self._bucket.prefix
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket.name, Prefix=prefix)
        try:
            with _refusals(prefix):
                for page in pages:
                    yield from (found["Key"].removeprefix(prefix) for found in page.get("Contents", ()))
        except BlobNotFoundError:
            return

    def _object(self, sha256: str) -> dict[str, str]:
        return {"Bucket": self._bucket.name, "Key": self._bucket.prefix + checked(sha256)}

    def _send(self, file: Path, sha256: str) -> None:
        try:
            self._upload(file, sha256)
        except BlobNotFoundError:
            with _refusals(sha256):
                self._client.create_bucket(Bucket=self._bucket.name)
            self._upload(file, sha256)

    def _upload(self, file: Path, sha256: str) -> None:
        from boto3.s3.transfer import TransferConfig

        place = self._object(sha256)
        parts = TransferConfig(multipart_threshold=_SENT_BYTES, multipart_chunksize=_SENT_BYTES, max_concurrency=4)
        with _refusals(sha256):
            self._client.upload_file(str(file), place["Bucket"], place["Key"], Config=parts)

    @contextmanager
    def _fetched(self, sha256: str) -> Iterator[Path]:
        """A file of the bytes, fetched and checked; it stays in the cache, but is there inside the context in any case."""
        with self._cache.incoming() as written:
            if hashed_copy(self.stream(sha256), written).sha256 != sha256:
                raise BlobDamagedError(sha256)
            self._cache.keep(written, sha256)
            yield Path(written.name)


@contextmanager
def _refusals(what: str) -> Iterator[None]:
    """Raise what boto3 raises as BlobNotFoundError or OSError."""
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _ABSENT:
            raise BlobNotFoundError(what) from error
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= _SERVERS_OWN:
            raise BlobsAwayError(f"the S3 store can't answer: {error}") from error
        raise OSError(f"the S3 store refused: {error}") from error
    except Boto3Error as error:
        if any(f"({code})" in str(error) for code in _ABSENT):
            raise BlobNotFoundError(what) from error
        raise OSError(f"the S3 store refused: {error}") from error
    except BotoCoreError as error:
        raise BlobsAwayError(f"the S3 store can't be reached: {error}") from error


def _client(bucket: Bucket) -> Any:
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_READ_SECONDS,
        retries={"mode": "standard", "max_attempts": _TRIES},
        # Not every S3 store knows AWS's newer checksums; ours are checked in any case.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path" if bucket.endpoint else "auto"},
    )
    return boto3.session.Session().client("s3", endpoint_url=bucket.endpoint, region_name=bucket.region, config=config)


PLUGIN = S3BlobStore
