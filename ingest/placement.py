"""Page images turned and made level for OCR, and where a place on them was before. Runs only inside a child."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

Box = tuple[float, float, float, float]

_SMALL = 700
"""Pixels of the longer side on which a page's skew is looked for."""

_LARGEST_SKEW = 10.0
_COARSE, _FINE = 1.0, 0.2
_LEAST_SKEW = 1.0
"""Degrees that are not worth a page's sharpness: Tesseract copes with them."""

_INK = 128
_CLEARLY = 1.02

_MOST_INK = 0.5
"""Share of a page's area; where more is dark, no lines of text are seen."""


@dataclass(frozen=True, slots=True)
class Placement:
    """An affine map from a prepared image to the one it was made of: x = a·x' + b·y' + c, y = d·x' + e·y' + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the prepared image was."""
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def box(self, box: Box) -> Box:
        """The smallest upright box around where a box of the prepared image was."""
        left, top, right, bottom = box
        xs, ys = zip(*(self.point(x, y) for x in (left, right) for y in (top, bottom)), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def after(self, first: Placement) -> Placement:
        """This map of an image that was itself prepared: from the last image to the very first."""
        a, b = first.a * self.a + first.b * self.d, first.a * self.b + first.b * self.e
        d, e = first.d * self.a + first.e * self.d, first.d * self.b + first.e * self.e
        return Placement(a, b, first.point(self.c, self.f)[0], d, e, first.point(self.c, self.f)[1])


@dataclass(frozen=True, slots=True)
class Prepared:
    """An image made for reading, and where its places were."""

    image: Image
    placement: Placement = Placement()


def turn(prepared: Prepared, degrees: int) -> Prepared:
    """The image turned clockwise by 0, 90, 180 or 270 degrees."""
    from PIL.Image import Transpose

    width, height = prepared.image.size
    turns = {
        90: (Transpose.ROTATE_270, Placement(0, 1, 0, -1, 0, height)),
        180: (Transpose.ROTATE_180, Placement(-1, 0, width, 0, -1, height)),
        270: (Transpose.ROTATE_90, Placement(0, -1, width, 1, 0, 0)),
    }
    if degrees not in turns:
        return prepared
    transposition, placement = turns[degrees]
    return Prepared(prepared.image.transpose(transposition), placement.after(prepared.placement))


def level(prepared: Prepared) -> Prepared:
    """The image with its lines of text made level, where they clearly are not."""
    from PIL.Image import Resampling, Transform

    angle = skew(prepared.image)
    if abs(angle) < _LEAST_SKEW:
        return prepared
    placement = _rotation(angle, prepared.image.size)
    coefficients = (placement.a, placement.b, placement.c, placement.d, placement.e, placement.f)
    size = prepared.image.size
    levelled = prepared.image.transform(size, Transform.AFFINE, coefficients, Resampling.BICUBIC, fillcolor=255)
    return Prepared(levelled, placement.after(prepared.placement))


def skew(image: Image) -> float:
    """By how many degrees the lines of a grey page run down to the right (negative: up), 10 at most: the angle at which
    its rows part best into ink and paper. 0 where no angle is clearly better than none.
    """
    small = image.copy()
    small.thumbnail((_SMALL, _SMALL))
    ink = small.point(lambda tone: 255 if tone < _INK else 0)
    if ink.histogram()[-1] > _MOST_INK * ink.width * ink.height:
        return 0.0
    level_contrast = _row_contrast(ink, 0.0)
    coarse = _sharpest(ink, _steps(0.0, _LARGEST_SKEW, _COARSE))
    fine = _sharpest(ink, _steps(coarse, _COARSE, _FINE))
    return fine if _row_contrast(ink, fine) > _CLEARLY * level_contrast else 0.0


def _steps(middle: float, reach: float, step: float) -> list[float]:
    count = round(reach / step)
    return [middle + number * step for number in range(-count, count + 1)]


def _sharpest(ink: Image, angles: Sequence[float]) -> float:
    return max(angles, key=lambda angle: _row_contrast(ink, angle))


def _row_contrast(ink: Image, angle: float) -> float:
    """How much neighbouring rows differ once the image is turned by `angle`."""
    from PIL.Image import Resampling

    rows = ink.rotate(angle).resize((1, ink.height), Resampling.BOX).tobytes()
    return sum((above - below) ** 2 for above, below in pairwise(rows)) + 1.0


def _rotation(degrees: float, size: tuple[int, int]) -> Placement:
    """From an image whose lines are level to one whose lines run down by `degrees`, about the middle."""
    (width, height), angle = size, math.radians(degrees)
    cosine, sine = math.cos(angle), math.sin(angle)
    x, y = width / 2, height / 2
    return Placement(cosine, -sine, x - cosine * x + sine * y, sine, cosine, y - sine * x - cosine * y)
