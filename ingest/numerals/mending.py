"""Numbers that Tesseract misread, read again by their shapes, on pages that show Arabic-Indic digits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.numerals.shapes import arabic_number, number_parts

if TYPE_CHECKING:
    from PIL.Image import Image

_ARABIC = re.compile("[٠-٩۰-۹]")
_MIRRORED = re.compile("(?<![0-9۰-۹])[٠-٩]{2,}(?![0-9۰-۹])")
"""Tesseract takes these digits for letters, and puts them into the order of letters: the last digit first."""

_DIGIT = re.compile(r"\d")

_SHORT, _FOREIGN, _UNSURE = 4, 8, 0.75
"""A word of so few signs, or of so few Latin letters, of which Tesseract is less sure, may be a number too."""

_CERTAIN = 0.9
"""Confidence from which Latin digits are not doubted."""

_GAP = 0.25
"""Space, per height, up to which two words that stand side by side are one number."""

_MARGIN = 2
_LEAST_SURE = 0.6
"""The confidence in a number read by its shapes, unless Tesseract had more: a page is not taken for well read because of
them.
"""

_MOST = 300
"""Words of a page that are read again: a page of nothing but figures takes some seconds."""


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word that Tesseract saw, with its pixels: left, top, right, bottom."""

    text: str
    line: tuple[int, int, int]
    box: tuple[int, int, int, int]
    confidence: float


def mended(image: Image, words: Sequence[SeenWord]) -> list[SeenWord]:
    """The words, numbers in Arabic-Indic digits read by their shapes; all as they are on a page that shows none.

    `image` is grey and the one the boxes lie on. A number that was taken for several words becomes one.
    """
    if not any(_ARABIC.search(word.text) for word in words):
        return list(words)
    found: list[SeenWord] = []
    left = _MOST
    for run in _runs(words):
        wanted = left > 0 and _may_be_number(run[0])
        left -= wanted
        found += _read(image, run) if wanted else map(_turned, run)
    return found


def _runs(words: Sequence[SeenWord]) -> Iterator[list[SeenWord]]:
    """Each word alone, but those that may be parts of one number together."""
    run: list[SeenWord] = []
    for word in words:
        if run and not _belong(run[-1], word):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _belong(one: SeenWord, other: SeenWord) -> bool:
    if one.line != other.line or not (_may_be_number(one) and _may_be_number(other)):
        return False
    gap = max(one.box[0], other.box[0]) - min(one.box[2], other.box[2])
    return gap < _GAP * max(one.box[3] - one.box[1], other.box[3] - other.box[1])


def _may_be_number(word: SeenWord) -> bool:
    if _DIGIT.search(word.text):
        return not (word.text.isascii() and word.confidence >= _CERTAIN)
    return word.confidence < _UNSURE and len(word.text) <= (_FOREIGN if word.text.isascii() else _SHORT)


def _read(image: Image, run: list[SeenWord]) -> list[SeenWord]:
    box = (
        min(word.box[0] for word in run) - _MARGIN,
        min(word.box[1] for word in run) - _MARGIN,
        max(word.box[2] for word in run) + _MARGIN,
        max(word.box[3] for word in run) + _MARGIN,
    )
    number = arabic_number(number_parts(image.crop(_within(box, image.size))))
    if number is None or (len(number) == 1 and not any(_DIGIT.search(word.text) for word in run)):
        return [_turned(word) for word in run]  # an alef looks like a one
    confidence = max(_LEAST_SURE, *(word.confidence for word in run))
    return [replace(run[0], text=number, box=_within(box, image.size), confidence=confidence)]


def _turned(word: SeenWord) -> SeenWord:
    return replace(word, text=_MIRRORED.sub(lambda number: number.group()[::-1], word.text))


def _within(box: tuple[int, int, int, int], size: tuple[int, int]) -> tuple[int, int, int, int]:
    return max(0, box[0]), max(0, box[1]), min(size[0], box[2]), min(size[1], box[3])
