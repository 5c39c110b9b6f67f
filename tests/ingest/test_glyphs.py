from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layer.glyphs import UNDEFINED, Glyph, clean

COORDINATES = st.floats(-1_000, 1_000)


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ("م", "م"),
        ("لا", "لا"),
        ("\u200fم\u200e", "م"),
        ("\u202b", " "),
        ("", " "),
        ("\x03", " "),
        ("\xa0", " "),
        ("\u00ad", "-"),
        ("می\u200cخ", "می\u200cخ"),
        ("\ud800", UNDEFINED),
    ],
)
def test_a_glyph_stands_for_letters_only(found: str, kept: str) -> None:
    assert clean(found) == kept


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean(text)


@pytest.mark.parametrize(
    ("turn", "box"),
    [
        (0, (100, 48, 105, 58)),
        (1, (-58, 100, -48, 105)),
        (2, (-105, -58, -100, -48)),
        (3, (48, -105, 58, -100)),
    ],
)
def test_a_box_lies_on_the_page_however_the_glyph_is_turned(turn: int, box: tuple[float, float, float, float]) -> None:
    assert Glyph("a", 100, 105, 50, 10, 8, 2, turn, 0).box() == box


@given(st.integers(0, 3), COORDINATES, st.floats(0, 50), COORDINATES, st.floats(1, 50))
def test_turning_changes_no_size(turn: int, left: float, width: float, baseline: float, size: float) -> None:
    x0, y0, x1, y1 = Glyph("a", left, left + width, baseline, size, 0.8 * size, 0.2 * size, turn, 0).box()
    assert sorted((x1 - x0, y1 - y0)) == pytest.approx(sorted((width, size)), abs=1e-6)
