from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extracted import ExtractedPage
from ingest.extractors.pdf import PLUGIN
from ingest.layer.glyphs import Glyph, Rect
from ingest.layer.pictures import lone_share
from ingest.limits import Limits
from tests.ingest.drawn_pdf import DrawnPdf

PAGE = (600.0, 800.0)
RECTS = st.tuples(*[st.floats(-2000, 2000)] * 4)


def glyph(x: float, y: float) -> Glyph:
    return Glyph("م", x, x + 5, y, 10, 8, 2, 0, 0, "")


@pytest.mark.parametrize(
    ("pictures", "glyphs", "share"),
    [
        ([], [], 0),
        ([(0, 0, 300, 400)], [], 0.25),
        ([(0, 0, 300, 400)], [glyph(500, 700)], 0.25),
        ([(0, 0, 300, 400)], [glyph(100, 100)], 0),
        ([(0, 0, 300, 400), (300, 400, 600, 800)], [glyph(100, 100)], 0.25),
        ([(-300, -400, 300, 400)], [], 0.25),
        ([(700, 0, 900, 100)], [], 0),
        ([(0, 0, 600, 800), (0, 0, 600, 800)], [], 1),
        ([(0, 0, float("nan"), 800)], [], 0),
    ],
)
def test_pictures_count_where_no_letter_lies_on_them(pictures: list[Rect], glyphs: list[Glyph], share: float) -> None:
    assert lone_share(pictures, glyphs, PAGE) == pytest.approx(share)


@given(st.lists(RECTS, max_size=5), st.tuples(st.floats(0, 1000), st.floats(0, 1000)))
def test_the_share_is_between_0_and_1(pictures: list[Rect], page: tuple[float, float]) -> None:
    assert 0 <= lone_share(pictures, [], page) <= 1


@pytest.mark.parametrize(("y", "share"), [(700, 0.25), (100, 0.0)])
def test_a_page_says_how_much_of_it_pictures_cover(write: Callable[[str, bytes], Path], y: float, share: float) -> None:
    pdf = DrawnPdf()
    pdf.image(300, 400)
    pdf.line(list("conseil"), 100, y)
    (page,) = PLUGIN.extract(write("page.pdf", pdf.to_bytes()), Limits())
    assert isinstance(page, ExtractedPage)
    assert page.pictures == pytest.approx(share, abs=0.001)
