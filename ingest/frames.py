"""What parent and child say to each other: frames of a JSON object and raw bytes. Never pickle, never code.

A frame is two big-endian lengths (4 bytes for the JSON, 8 for the bytes), the JSON in UTF-8, then the bytes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, BinaryIO

from domain.documents import Page, TextSource, WordBox
from ingest.extracted import ExtractedPage

_LENGTHS = struct.Struct(">IQ")

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing said."""

    message: Message
    body: bytes = b""

    def encode(self) -> bytes:
        """The frame as it goes through the pipe."""
        head = json.dumps(self.message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        return _LENGTHS.pack(len(head), len(self.body)) + head + self.body


class FrameReader:
    """Cuts a stream of bytes that arrives in pieces into frames."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that `data` completes. Raises ValueError for what is no frame."""
        self._buffer += data
        while (frame := self._next()) is not None:
            yield frame

    def _next(self) -> Frame | None:
        if len(self._buffer) < _LENGTHS.size:
            return None
        head, body = _LENGTHS.unpack_from(self._buffer)
        start, end = _LENGTHS.size + head, _LENGTHS.size + head + body
        if len(self._buffer) < end:
            return None
        message = json.loads(self._buffer[_LENGTHS.size : start])
        frame = Frame(message, bytes(self._buffer[start:end]))
        del self._buffer[:end]
        return frame


def read_frame(stream: BinaryIO) -> Frame:
    """The next frame of a blocking stream. Raises EOFError when the stream ends first."""
    head, body = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    message = json.loads(_exactly(stream, head))
    return Frame(message, _exactly(stream, body))


def _json(data: bytes) -> Message:
    """Paths that are no UTF-8 hold lone surrogates, so these pass both ways."""
    message: Message = json.loads(data.decode("utf-8", "surrogatepass"))
    return message


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EOFError("the other side went away")
    return data


def page_message(page: Page) -> Message:
    """A page as JSON: words become rows of numbers, boxes rounded to a hundred-thousandth of the page, and text
    without lone surrogates and NUL, which no database takes.
    """
    words = [
        [w.start, w.end, *(round(side, 5) for side in (w.left, w.top, w.right, w.bottom)), w.confidence] for w in page.words
    ]
    message = {
        "number": page.number,
        "text": _storable(page.text),
        "source": page.source.value,
        "tool": page.tool,
        "confidence": page.confidence,
        "width": page.width,
        "height": page.height,
        "words": words,
        "raw_text": None if page.raw_text is None else _storable(page.raw_text),
    }
    return message | _layer_message(page) if isinstance(page, ExtractedPage) else message


def _layer_message(page: ExtractedPage) -> Message:
    numbers = {name: number for number, name in enumerate(dict.fromkeys(page.fonts))}
    names = [_storable(name) for name in numbers]
    return {
        "fonts": names,
        "word_fonts": [numbers[name] for name in page.fonts],
        "ligatures": page.ligatures,
        "pictures": page.pictures,
    }


def message_page(message: Message) -> Page:
    """The page that `page_message` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    page = _plain_page(message)
    if "fonts" not in message:
        return page
    names = dict(enumerate(map(str, message["fonts"])))
    return ExtractedPage(
        **{field.name: getattr(page, field.name) for field in fields(Page)},
        fonts=tuple(names[number] for number in message["word_fonts"]),
        ligatures=tuple((int(start), int(end)) for start, end in message["ligatures"]),
        pictures=float(message["pictures"]),
    )


def _plain_page(message: Message) -> Page:
    return Page(
        number=int(message["number"]),
        text=str(message["text"]),
        source=TextSource(message["source"]),
        tool=str(message["tool"]),
        confidence=message["confidence"],
        width=message["width"],
        height=message["height"],
        words=tuple(WordBox(*row) for row in message["words"]),
        raw_text=None if message["raw_text"] is None else str(message["raw_text"]),
    )


def _storable(text: str) -> str:
    """`text`, code point for code point, without what no database takes: lone surrogates and NUL."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode()
