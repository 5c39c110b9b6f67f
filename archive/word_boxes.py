"""Word boxes in few bytes: columns of whole numbers, each told by its distance to the last, compressed."""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from domain.documents import WordBox

SCALE = 10_000
"""Fractions and confidences are kept to 1/SCALE."""

_FORMAT = b"\x01"
_COLUMNS = 7
_NO_CONFIDENCE = -1


def pack(words: Sequence[WordBox]) -> bytes:
    """The bytes to store; b"" for no words.

    Keeps four decimals; what lies outside 0 to 1 is moved to the nearest end.
    """
    if not words:
        return b""
    columns = zip(*map(_numbers, words), strict=True)
    packed = array("i", (step for column in columns for step in _steps(column)))
    return _FORMAT + zlib.compress(_little_endian(packed).tobytes())


def unpack(packed: bytes) -> tuple[WordBox, ...]:
    """The words that were packed. Raises ValueError for bytes of a format this version does not know."""
    if not packed:
        return ()
    if packed[:1] != _FORMAT:
        raise ValueError(f"word boxes of an unknown format {packed[:1]!r}")
    steps = _little_endian(array("i", zlib.decompress(packed[1:])))
    count = len(steps) // _COLUMNS
    columns = (accumulate(steps[first : first + count]) for first in range(0, len(steps), count))
    return tuple(_word(numbers) for numbers in zip(*columns, strict=True))


def _numbers(word: WordBox) -> tuple[int, ...]:
    left, top, right, bottom = map(_whole, (word.left, word.top, word.right, word.bottom))
    confidence = _NO_CONFIDENCE if word.confidence is None else _whole(word.confidence)
    return word.start, word.end - word.start, left, top, right - left, bottom - top, confidence


def _word(numbers: tuple[int, ...]) -> WordBox:
    start, length, left, top, width, height, confidence = numbers
    return WordBox(
        start=start,
        end=start + length,
        left=left / SCALE,
        top=top / SCALE,
        right=(left + width) / SCALE,
        bottom=(top + height) / SCALE,
        confidence=None if confidence == _NO_CONFIDENCE else confidence / SCALE,
    )


def _whole(fraction: float) -> int:
    # The order of the arguments makes 0 of a NaN.
    return round(min(1.0, max(0.0, fraction)) * SCALE)


def _steps(column: Sequence[int]) -> Iterator[int]:
    return (after - before for before, after in pairwise((0, *column)))


def _little_endian(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
