"""A sheet with nothing on it is not worth starting tesseract for; one with a single dot of ink may be."""

from __future__ import annotations

import random

import pytest
from PIL import Image, ImageDraw

from ingest.blank import is_blank
from tests.ingest import scanned

A4 = (2480, 3508)


def sheet(tone: int = 255, size: tuple[int, int] = A4) -> Image.Image:
    return Image.new("L", size, tone)


@pytest.mark.parametrize("tone", [255, 238, 128, 0])
def test_a_sheet_of_one_tone_is_blank(tone: int) -> None:
    assert is_blank(sheet(tone))


@pytest.mark.parametrize("size", [(1, 1), (3, 5), (8, 8), (7, 3000)])
def test_so_is_an_image_of_any_size(size: tuple[int, int]) -> None:
    assert is_blank(sheet(size=size))


def test_the_grain_of_paper_is_nothing() -> None:
    grain = random.Random(1)
    paper = Image.frombytes("L", (800, 800), bytes(grain.choice((242, 244, 246)) for _ in range(640_000)))
    assert is_blank(paper)


@pytest.mark.parametrize("tone", [0, 120, 200])
def test_a_thin_stroke_is_something(tone: int) -> None:
    paper = sheet()
    ImageDraw.Draw(paper).line((1200, 1700, 1212, 1700), fill=tone, width=2)
    assert not is_blank(paper)


def test_a_page_of_text_is_something() -> None:
    assert not is_blank(scanned.page().convert("L"))
