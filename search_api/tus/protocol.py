"""What the headers of the tus protocol say. Whatever does not follow it becomes a Problem with the protocol's own status."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from domain.batches import FileUpload, NewFile
from domain.file_paths import relative_path
from search_api.problems import Problem

if TYPE_CHECKING:
    from hashlib import _Hash

VERSION = "1.0.0"
PIECES = "application/offset+octet-stream"
"""The media type of a piece of a file."""

EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration"
CHECKSUM_MISMATCH = 460
ALGORITHMS = ("sha1", "sha256", "md5")

SPOKEN: Mapping[str, str] = MappingProxyType({"Tus-Resumable": VERSION, "Cache-Control": "no-store"})
"""With every answer."""

_PATHS = ("relativePath", "filename", "name")
"""Names under which clients tell a file's path, the best first."""

_NUMBER = re.compile(r"\d{1,18}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"[!-+\--~]+")
_LONGEST_METADATA = 16 * 1024


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the bytes of one request are to come to."""

    algorithm: str
    digest: bytes

    def begin(self) -> _Hash:
        """Hashes the bytes as they come."""
        return hashlib.new(self.algorithm, usedforsecurity=False)


def fault(status: int, code: str, headers: Mapping[str, str] | None = None, **values: object) -> Problem:
    """A problem that is told as the protocol asks for."""
    return Problem(status, code, {**SPOKEN, **(headers or {})}, (), **values)


def require_version(headers: Headers) -> None:
    """Raise a problem for a request of another version of the protocol, or of none."""
    if headers.get("tus-resumable") != VERSION:
        raise fault(412, "tus_version", {"Tus-Version": VERSION})


def require_pieces(headers: Headers) -> None:
    """Raise a problem for a body that is no piece of a file."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() != PIECES:
        raise fault(415, "upload_type")


def number(headers: Headers, name: str) -> int:
    """The header's number. Raises a problem without one."""
    written = headers.get(name, "").strip()
    if not _NUMBER.fullmatch(written):
        raise fault(400, "bad_request")
    return int(written)


def coming_file(headers: Headers) -> NewFile:
    """The file that is to be made, as its metadata tell it. Raises a problem for what is told wrongly, or not at all."""
    metadata = _metadata(headers.get("upload-metadata", ""))
    path = next((metadata[name] for name in _PATHS if metadata.get(name)), "")
    sha256 = metadata.get("sha256", "").lower() or None
    if sha256 is not None and not _SHA256.fullmatch(sha256):
        raise fault(400, "bad_request")
    return NewFile(relative_path(path), number(headers, "upload-length"), sha256)


def metadata_of(file: NewFile) -> str:
    """What is known of a file, as the header Upload-Metadata tells it."""
    told = {"filename": file.path, "sha256": file.sha256 or ""}
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items() if value)


def checksum(headers: Headers) -> Checksum | None:
    """What the body is to come to, if that is told. Raises a problem for an algorithm that is not known, or no digest."""
    written = headers.get("upload-checksum")
    if written is None:
        return None
    algorithm, _, encoded = written.strip().partition(" ")
    if algorithm not in ALGORITHMS:
        raise fault(400, "bad_request")
    return Checksum(algorithm, _decoded(encoded))


def expiry(upload: FileUpload) -> str:
    """Until when a file that is not whole is kept, as HTTP writes times."""
    return format_datetime(upload.expires_at.astimezone(UTC).replace(microsecond=0), usegmt=True)


def is_late(upload: FileUpload, moment: datetime) -> bool:
    """Whether the file has been waited for long enough."""
    return upload.expires_at <= moment


def _metadata(written: str) -> dict[str, str]:
    if len(written) > _LONGEST_METADATA:
        raise fault(400, "bad_request")
    found: dict[str, str] = {}
    for pair in filter(None, (one.strip() for one in written.split(","))):
        key, _, encoded = pair.partition(" ")
        if not _KEY.fullmatch(key) or key in found:
            raise fault(400, "bad_request")
        found[key] = _decoded(encoded).decode("utf-8", "replace")
    return found


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise fault(400, "bad_request") from None
