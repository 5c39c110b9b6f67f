from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.scale import Scale

SIDES = st.floats(0.5, 20_000)


@pytest.mark.parametrize(
    ("scale", "page", "pixels"),
    [
        (Scale(dpi=72), (595, 842), (595, 842)),
        (Scale(dpi=300), (72, 144), (300, 600)),
        (Scale(width=400), (800, 600), (400, 300)),
        (Scale(dpi=300, pixels=10_000), (595, 595), (100, 100)),
    ],
)
def test_a_page_is_drawn_as_large_as_asked_for(scale: Scale, page: tuple[float, float], pixels: tuple[int, int]) -> None:
    assert scale.size(*page) == pixels


@given(SIDES, SIDES, st.integers(1, 5_000))
def test_no_page_is_drawn_larger_than_the_limit(width: float, height: float, wanted: int) -> None:
    across, down = Scale(width=wanted, pixels=1_000_000).size(width, height)
    assert across >= 1
    assert down >= 1
    assert (across - 1) * (down - 1) <= 1_000_000


@pytest.mark.parametrize("page", [(0, 100), (100, -1), (math.nan, 100), (math.inf, 100)])
def test_a_page_without_area_cannot_be_drawn(page: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="can't be drawn"):
        Scale().factor(*page)
