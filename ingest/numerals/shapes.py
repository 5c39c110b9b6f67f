"""What digits look like, and which digit a part of ink looks like most.

`shapes.tsv` holds a line for each digit or sign in each of some typefaces: the sign, its width per height, its height and
the place of its middle beside a one (all per mille), and how dark each of its cells is. It is made by
`python -m ingest.numerals.draw_shapes`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from operator import mul, sub
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.numerals.components import Component, components

if TYPE_CHECKING:
    from PIL.Image import Image

CELLS = 12
"""Cells of a side of a shape's grid."""

ARABIC, LATIN, SIGNS = "٠١٢٣٤٥٦٧٨٩", "0123456789", "/.-"

_LIKELY = 0.1
"""Mean distance of its parts below which a word is taken for a number."""

_WRONG = 0.18
"""Distance above which a part is no digit, whatever the others are."""

_RARE = {".": 0.02}
"""What a sign has to be nearer by than others: there are more noughts than full stops within numbers."""

_TALLNESS = 60
"""Pixels of a word's height at which its parts are looked at."""

_SPECK = 12
"""A part this many times smaller than the tallest is dirt."""

_DOTS = re.compile(r"(?<=[.])[.]|[.](?=[.])")
"""Full stops do not follow each other: they are noughts."""

_TALL = 3
"""How many of the tallest parts are tried as the digit by which the others are measured."""

_ASPECT, _HEIGHT, _MIDDLE = 0.06, 0.35, 0.25


@dataclass(frozen=True, slots=True)
class Shape:
    """A part of ink: how dark its cells are, 0 to 9, in a square around its middle; its width per height; its height, and
    how far its middle lies below the top, per a digit's height.
    """

    cells: tuple[int, ...]
    aspect: float
    height: float
    middle: float

    def form_distance(self, other: Shape) -> float:
        """How unlike two shapes are in themselves: 0 for the same."""
        differences = list(map(sub, self.cells, other.cells))
        squares = float(sum(map(mul, differences, differences)))
        return squares / (81 * len(self.cells)) + _ASPECT * abs(log(self.aspect / other.aspect))

    def place_distance(self, height: float, middle: float) -> float:
        """How unlike a height and a place of the middle are to this shape's."""
        return _HEIGHT * abs(self.height - height) + _MIDDLE * abs(self.middle - middle)


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """What some parts of ink are in one set of digits, and how unlike those they are in the mean and at most."""

    distance: float
    most: float
    text: str


_Near = tuple[float, str, Shape]
"""How unlike the form of a part is to that of a sign, the sign, and its shape."""


def shape(part: Component, digit: Component) -> Shape:
    """The shape of a part beside a digit of full height."""
    return Shape(_cells(part), part.width / part.height, *_place(part, digit))


def arabic_number(parts: Sequence[Component]) -> str | None:
    """The number that the parts make, in Arabic-Indic digits; None for what is no number or one in Latin digits. A sign
    that stands left of it comes behind it, as in the numbers of a list.
    """
    arabic = _read(parts, ARABIC) if parts else None
    if arabic is None or arabic.distance > _LIKELY or arabic.most > _WRONG:
        return None
    latin = _read(parts, LATIN)
    if latin is not None and latin.distance <= arabic.distance:
        return None
    text = _DOTS.sub("٠", arabic.text)
    number = text.lstrip(SIGNS)
    return number + text[: len(text) - len(number)] if number.strip(SIGNS) else None


def _read(parts: Sequence[Component], digits: str) -> Reading | None:
    """The likeliest reading; None where a part is no such digit."""
    forms = []
    for part in parts:
        seen = shape(part, part)
        near = [(one.form_distance(seen), sign, one) for sign, one in _known(digits)]
        forms.append([found for found in near if found[0] <= _WRONG])
        if not forms[-1]:
            return None
    tallest = sorted(parts, key=lambda part: -part.height)[:_TALL]  # a slash may stand out above the digits
    return min(_beside(parts, forms, digit) for digit in tallest)


def _beside(parts: Sequence[Component], forms: Sequence[list[_Near]], digit: Component) -> Reading:
    """The reading when `digit` is one of full height."""
    nearest = []
    for part, near in zip(parts, forms, strict=True):
        height, middle = _place(part, digit)
        nearest.append(
            min((form + one.place_distance(height, middle) + _RARE.get(sign, 0), sign) for form, sign, one in near)
        )
    distances = [distance for distance, _ in nearest]
    return Reading(sum(distances) / len(distances), max(distances), "".join(sign for _, sign in nearest))


def _place(part: Component, digit: Component) -> tuple[float, float]:
    return part.height / digit.height, ((part.top + part.bottom) / 2 - digit.top) / digit.height


def _cells(part: Component) -> tuple[int, ...]:
    from PIL import Image, ImageDraw

    side = max(part.width, part.height)
    square = Image.new("L", (side, side), 0)
    drawn = ImageDraw.Draw(square)
    left, top = (side - part.width) // 2 - part.left, (side - part.height) // 2 - part.top
    for row, first, behind in part.runs:
        drawn.line((left + first, top + row, left + behind - 1, top + row), fill=255)
    return tuple(tone * 9 // 255 for tone in square.resize((CELLS, CELLS), Image.Resampling.BOX).tobytes())


@cache
def _known(digits: str) -> tuple[tuple[str, Shape], ...]:
    return tuple((sign, shape) for sign, shape in _table() if sign in digits or sign in SIGNS)


@cache
def _table() -> tuple[tuple[str, Shape], ...]:
    lines = Path(__file__).with_name("shapes.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return tuple((sign, Shape(tuple(map(int, cells)), *(int(one) / 1000 for one in sizes))) for sign, *sizes, cells in rows)


def number_parts(image: Image) -> list[Component]:
    """The parts of ink of a grey image of one word, enlarged where it is small, without specks."""
    from PIL import Image as Images

    scale = max(1.0, _TALLNESS / max(1, image.height))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    parts = components(image.resize(size, Images.Resampling.BICUBIC))
    tallest = max((part.height for part in parts), default=0)
    return [part for part in parts if max(part.width, part.height) * _SPECK > tallest]
