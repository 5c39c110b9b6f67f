"""Original files as they were sent: which bytes of them are wanted, and under which name they leave."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import quote

from search_api.records import INLINE_TYPES

_CHUNK = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True, slots=True)
class Original:
    """Bytes under a file's name: `size` of them, known by `sha256` or, where we made them, by a name of their own."""

    name: str
    media_type: str
    size: int
    sha256: str

    @property
    def etag(self) -> str:
        """The strong entity tag, quotes included."""
        return f'"{self.sha256}"'

    @property
    def may_be_inline(self) -> bool:
        """Whether a browser may show it in place."""
        return self.media_type in INLINE_TYPES

    def disposition(self, inline: bool) -> str:
        """The Content-Disposition header (RFC 6266), with the name in ASCII and in UTF-8."""
        kind = "inline" if inline and self.may_be_inline else "attachment"
        plain = re.sub(r"[^A-Za-z0-9._ -]", "_", self.name).strip("._ ") or "document"
        encoded = quote(self.name.encode("utf-8", "replace"), safe="")
        return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"


@dataclass(frozen=True, slots=True)
class ByteRange:
    """The bytes from `first` to `last`, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many bytes there are."""
        return self.last - self.first + 1

    def content_range(self, size: int) -> str:
        """The Content-Range header for a file of `size` bytes."""
        return f"bytes {self.first}-{self.last}/{size}"


class UnsatisfiableRangeError(ValueError):
    """The range lies behind the end of the file."""


def parse_range(header: str | None, size: int) -> ByteRange | None:
    """The one range asked for (RFC 9110, 14.2), cut to the file's end; None for the whole file.

    Several ranges at once, and headers that are none, count as asking for the whole file, as the RFC allows.
    Raises UnsatisfiableRangeError for a range behind the end.
    """
    match = _RANGE.fullmatch((header or "").replace(" ", ""))
    if match is None or match.groups() == ("", ""):
        return None
    start, end = match.groups()
    if not start:
        first, last = max(0, size - int(end)), size - 1
    else:
        first, last = int(start), min(int(end) if end else size - 1, size - 1)
        if end and int(end) < first:
            return None
    if first >= size or last < first:
        raise UnsatisfiableRangeError(header)
    return ByteRange(first, last)


def size_of(stream: BinaryIO) -> int:
    """The size of an open file in bytes."""
    return os.fstat(stream.fileno()).st_size


def stream_range(stream: BinaryIO, wanted: ByteRange) -> Iterator[bytes]:
    """The bytes of the range of an open file, in pieces; it is closed behind the last."""
    with stream:
        stream.seek(wanted.first)
        left = wanted.length
        while left and (piece := stream.read(min(_CHUNK, left))):
            left -= len(piece)
            yield piece
