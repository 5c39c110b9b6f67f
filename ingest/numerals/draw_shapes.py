"""Makes `shapes.tsv` from typefaces: `python -m ingest.numerals.draw_shapes FONT… > ingest/numerals/shapes.tsv`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.numerals.components import Component
from ingest.numerals.shapes import ARABIC, LATIN, SIGNS, Shape, number_parts, shape

if TYPE_CHECKING:
    from PIL.Image import Image

_SIZES = (60, 30)
"""Points at 72 dpi: print at 300 and at 200 dpi looks like one of them once it is enlarged."""


def drawn(text: str, font: str, size: int) -> Image:
    """The text in a typeface, shaped, its edges blurred as a scanner's are."""
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    face = ImageFont.truetype(font, size, layout_engine=ImageFont.Layout.RAQM)
    image = Image.new("L", (size * (len(text) + 2), size * 3), 255)
    ImageDraw.Draw(image).text((size, size // 2), text, font=face, fill=0, direction="ltr")
    return image.filter(ImageFilter.GaussianBlur(0.7)).crop(_ink(image))


def rows(font: str) -> Iterator[tuple[str, Shape]]:
    """Each sign of a typeface between ones, which are as tall as a number."""
    from fontTools.ttLib import TTFont

    has = TTFont(font, lazy=True).getBestCmap()
    for size in _SIZES:
        for digits in (digits for digits in (ARABIC, LATIN) if ord(digits[0]) in has):
            for sign in (sign for sign in digits + SIGNS if ord(sign) in has):
                one = digits[1]
                parts = sorted(number_parts(drawn(f"{one}{sign}{one}", font, size)), key=_middle)
                if len(parts) == 3:
                    yield sign, shape(parts[1], parts[0])


def _middle(part: Component) -> int:
    return part.left + part.right


def _ink(image: Image) -> tuple[int, int, int, int]:
    from PIL import ImageOps

    box = ImageOps.invert(image).getbbox()
    return box or (0, 0, *image.size)


def main(fonts: Sequence[str]) -> None:
    """The command line."""
    print("# Shapes of digits, see ingest/numerals/shapes.py. Drawn from Amiri, DejaVu and Noto, all free to embed.")
    for font in fonts:
        for sign, one in rows(font):
            sizes = [str(round(size * 1000)) for size in (one.aspect, one.height, one.middle)]
            print("\t".join([sign, *sizes, "".join(map(str, one.cells))]))


if __name__ == "__main__":
    main(sys.argv[1:])
