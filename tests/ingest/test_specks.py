"""A page full of dots is cleaned, and print is not touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ingest.specks import specks, without_specks
from tests.ingest import scanned


@pytest.mark.parametrize(
    "damage", [lambda image: image, scanned.skewed, scanned.pale, scanned.bled_through, scanned.half_dark, scanned.bordered]
)
def test_print_is_left_as_it_is(damage: scanned.Damage) -> None:
    page = damage(scanned.page())
    assert without_specks(page) is page


def test_so_is_a_page_with_little_dust() -> None:
    page = scanned.speckled(0.005)(scanned.page())
    assert without_specks(page) is page


@pytest.mark.parametrize(("share", "size"), [(0.04, 1), (0.1, 1), (0.04, 2)])
def test_dots_are_taken_away(share: float, size: int) -> None:
    dotted = scanned.speckled(share, size)(scanned.page())
    cleaned = without_specks(dotted)
    assert cleaned.size == dotted.size
    assert specks(cleaned) < 0.1 * specks(dotted)


@given(st.integers(1, 60), st.integers(1, 60))
def test_an_image_of_any_size_can_be_asked(width: int, height: int) -> None:
    image = Image.effect_noise((width, height), 200)
    assert 0 <= specks(image) <= 1
    assert without_specks(image).size == image.size
