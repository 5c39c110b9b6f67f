"""Pepper and salt on a scan, of dust or of a bad fax, taken away before a page is read. Runs only inside a child."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_SIDE = 800
"""Pixels of the part in the middle of a page by which it is judged."""

_CHANGED = 96
"""Tones by which a pixel differs from those around it that are more than an edge."""

_MOST = 0.008
"""Share of such pixels on a page that is left as it is: print has less, and where it has more, dots cost words."""

_SMALL, _LARGE = 3, 5
"""Sizes of the median filters: the first one spares thin strokes and leaves part of larger dots."""

_LEFT = 0.001
"""Share of such pixels that the first filter leaves where dots are larger."""


def without_specks(image: Image) -> Image:
    """A grey image without its specks, where it is full of them; else the very same image."""
    from PIL import ImageFilter

    if specks(image) <= _MOST:
        return image
    cleaned = image.filter(ImageFilter.MedianFilter(_SMALL))
    return cleaned if specks(cleaned) <= _LEFT else image.filter(ImageFilter.MedianFilter(_LARGE))


def specks(image: Image) -> float:
    """The share of pixels in the middle of a grey image that differ from what is around them."""
    from PIL import ImageChops, ImageFilter

    left, top = max(0, (image.width - _SIDE) // 2), max(0, (image.height - _SIDE) // 2)
    part = image.crop((left, top, min(image.width, left + _SIDE), min(image.height, top + _SIDE)))
    differing = ImageChops.difference(part, part.filter(ImageFilter.MedianFilter(_SMALL))).histogram()
    return sum(differing[_CHANGED:]) / (part.width * part.height)
