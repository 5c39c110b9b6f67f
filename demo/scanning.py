"""Pages as a scanner in an office would give them: grey, a little skewed, noisy, unevenly lit, stamped."""

from __future__ import annotations

import io
from collections.abc import Iterator
from random import Random

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageFilter

DPI = 200
"""Dots an inch of every scan."""

JPEG_QUALITY = 60
_SKEW = 1.5
_NOISE = 0.09


def render(pdf: bytes) -> Iterator[Image.Image]:
    """The pages of a PDF as clean grey images at DPI."""
    document = pdfium.PdfDocument(pdf)
    try:
        for page in document:
            yield page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
    finally:
        document.close()


def _light(size: tuple[int, int], random: Random) -> Image.Image:
    """Brightness over the page: a few tones, smoothly spread."""
    tones = bytes(random.randrange(222, 256) for _ in range(9))
    return Image.frombytes("L", (3, 3), tones).resize(size, Image.Resampling.BICUBIC)


def _noise(size: tuple[int, int], random: Random) -> Image.Image:
    return Image.frombytes("L", size, random.randbytes(size[0] * size[1]))


def _stamp(size: tuple[int, int], random: Random) -> Image.Image:
    """A round seal, pale enough to read through, in the lower half of an else white page."""
    page = Image.new("L", size, 255)
    draw = ImageDraw.Draw(page)
    radius = size[0] // 11
    x, y = random.randrange(radius, size[0] // 2), random.randrange(size[1] * 6 // 10, size[1] - 2 * radius)
    for ring, width in ((radius, 7), (radius * 3 // 4, 4)):
        draw.ellipse((x - ring, y - ring, x + ring, y + ring), outline=185, width=width)
    draw.regular_polygon((x, y, radius // 3), 5, rotation=random.randrange(72), outline=190, width=5)
    return page.filter(ImageFilter.GaussianBlur(1.2))


def distort(page: Image.Image, random: Random, skew: float = _SKEW) -> Image.Image:
    """`page` as scanned, of the same size; `skew` is the largest angle, in degrees."""
    stamped = ImageChops.multiply(page, _stamp(page.size, random))
    angle = random.uniform(-skew, skew)
    turned = stamped.rotate(angle, Image.Resampling.BICUBIC, fillcolor=248)
    lit = ImageChops.multiply(turned.filter(ImageFilter.GaussianBlur(0.7)), _light(page.size, random))
    return Image.blend(lit, _noise(page.size, random), _NOISE)


def jpeg(page: Image.Image) -> bytes:
    """`page` as JPEG."""
    stream = io.BytesIO()
    page.save(stream, "JPEG", quality=JPEG_QUALITY, dpi=(DPI, DPI))
    return stream.getvalue()
