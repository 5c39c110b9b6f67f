"""Turning a page moves its words with it and changes nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents import Page, TextSource, WordBox
from domain.turning import is_sideways, normalized, turned

WHOLE = st.integers(0, 64).map(lambda number: number / 64)
QUARTERS = st.integers(-5, 5).map(lambda number: number * 90)


def sides(a: float, b: float) -> tuple[float, float]:
    return min(a, b), max(a, b)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    words = []
    for start in range(draw(st.integers(0, 3))):
        (left, right), (top, bottom) = sides(draw(WHOLE), draw(WHOLE)), sides(draw(WHOLE), draw(WHOLE))
        words.append(WordBox(start, start + 1, left, top, right, bottom, 0.5))
    return Page(1, "abc", TextSource.OCR, "tool", None, 595.0, 842.0, tuple(words))


@given(page=pages(), first=QUARTERS, second=QUARTERS)
def test_turns_add_up(page: Page, first: int, second: int) -> None:
    assert turned(turned(page, first), second) == turned(page, first + second)


@given(page=pages(), degrees=QUARTERS)
def test_turning_back_gives_the_page_as_it_was(page: Page, degrees: int) -> None:
    assert turned(turned(page, degrees), -degrees) == page


@given(page=pages(), degrees=QUARTERS)
def test_boxes_stay_on_the_page_and_keep_their_words(page: Page, degrees: int) -> None:
    found = turned(page, degrees)
    assert found.text == page.text
    for before, after in zip(page.words, found.words, strict=True):
        assert (after.start, after.end, after.confidence) == (before.start, before.end, before.confidence)
        assert 0 <= after.left <= after.right <= 1
        assert 0 <= after.top <= after.bottom <= 1


def test_a_quarter_turn_clockwise_takes_the_top_left_to_the_top_right() -> None:
    page = Page(1, "a", TextSource.OCR, "t", None, 100.0, 200.0, (WordBox(0, 1, 0.0, 0.0, 0.25, 0.125),))
    found = turned(page, 90)
    assert found.words == (WordBox(0, 1, 0.875, 0.0, 1.0, 0.25),)
    assert (found.width, found.height) == (200.0, 100.0)


@pytest.mark.parametrize(("degrees", "whole"), [(0, 0), (90, 90), (-90, 270), (450, 90), (-360, 0), (180, 180)])
def test_turns_are_told_clockwise_below_a_full_one(degrees: int, whole: int) -> None:
    assert normalized(degrees) == whole
    assert is_sideways(degrees) == (whole in (90, 270))


@pytest.mark.parametrize("degrees", [1, 45, -89])
def test_what_is_no_quarter_turn_is_refused(degrees: int) -> None:
    with pytest.raises(ValueError, match="quarter"):
        normalized(degrees)
