"""Black places in the pixels of a drawn page, and pages whose images tell more than is seen. Runs only inside a child of
`ingest.sandbox`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Object
    from PIL.Image import Image

_TELLING = (b"Exif\0", b"http://ns.adobe.com/x", b"Photoshop 3.0", b"<x:xmpmeta", b"uuid")
"""How metadata in images begins."""

_DEEPEST = 12


def blacken(image: Image, rectangles: Iterable[Sequence[float]]) -> None:
    """Set every pixel that one of the rectangles touches to black; they are in fractions of width and height."""
    from PIL import ImageDraw

    pen = ImageDraw.Draw(image)
    for left, top, right, bottom in rectangles:
        corner = math.floor(left * image.width), math.floor(top * image.height)
        opposite = math.ceil(right * image.width), math.ceil(bottom * image.height)
        pen.rectangle((corner, opposite), fill=0)


def tells_more_than_pixels(page: Object) -> bool:
    """Whether an image of the page carries metadata: when, where and by whom it was taken, or a small copy of it."""
    return any(mark in data for data in _images(page.get("/Resources"), 0) for mark in _TELLING)


def _images(resources: Object | None, depth: int) -> Iterator[bytes]:
    """The bytes of packed images, those in forms too."""
    from pikepdf import Name, Stream

    for one in dict(resources.get("/XObject", {}).items()).values() if resources is not None and depth < _DEEPEST else ():
        if not isinstance(one, Stream):
            continue
        if one.get("/Subtype") == Name.Image:
            yield bytes(one.read_raw_bytes())
        else:
            yield from _images(one.get("/Resources"), depth + 1)
