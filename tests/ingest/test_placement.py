from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from ingest.placement import Placement, Prepared, level, skew, turn
from tests.ingest import scanned

TURNS = [0, 90, 180, 270]
SIDES = st.floats(-1000, 1000)
MAPS = st.builds(Placement, *[st.floats(-2, 2)] * 2, SIDES, *[st.floats(-2, 2)] * 2, SIDES)


def sheet(box: tuple[int, int, int, int]) -> Image.Image:
    """A white page, higher than wide, with one black box."""
    image = Image.new("L", (300, 400), 255)
    ImageDraw.Draw(image).rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=0)
    return image


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    bounds = image.point(lambda tone: 255 * (tone < 128)).getbbox()
    assert bounds
    return bounds


@pytest.mark.parametrize("degrees", TURNS)
@pytest.mark.parametrize("box", [(0, 0, 40, 20), (200, 350, 300, 400), (120, 30, 180, 60)])
def test_a_place_on_a_turned_page_is_found_on_the_page_as_it_was(degrees: int, box: tuple[int, int, int, int]) -> None:
    turned = turn(Prepared(sheet(box)), degrees)
    assert turned.placement.box(ink(turned.image)) == box


@pytest.mark.parametrize("first", TURNS)
@pytest.mark.parametrize("second", TURNS)
def test_what_was_turned_twice_is_found_too(first: int, second: int) -> None:
    box = (20, 30, 90, 50)
    turned = turn(turn(Prepared(sheet(box)), first), second)
    assert turned.placement.box(ink(turned.image)) == box


def test_a_page_is_turned_clockwise() -> None:
    assert ink(turn(Prepared(sheet((0, 0, 40, 20))), 90).image) == (380, 0, 400, 40)


@given(MAPS, MAPS, SIDES, SIDES)
def test_one_map_after_another_is_both(first: Placement, second: Placement, x: float, y: float) -> None:
    both, one_by_one = second.after(first).point(x, y), first.point(*second.point(x, y))
    assert all(math.isclose(a, b, abs_tol=1e-6) for a, b in zip(both, one_by_one, strict=True))


@pytest.mark.parametrize("degrees", [-7.0, -2.4, -1.0, 1.0, 3.6, 8.0])
def test_the_skew_of_a_page_is_found(degrees: float) -> None:
    page = scanned.page().rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    assert skew(page) == pytest.approx(degrees, abs=0.5)


@pytest.mark.parametrize(
    "image", [Image.new("L", (300, 400), 255), Image.new("L", (300, 400), 0), Image.new("L", (1, 1), 255)]
)
def test_a_page_without_lines_is_not_skewed(image: Image.Image) -> None:
    assert skew(image) == 0.0


def test_a_page_that_is_level_is_left_as_it_is() -> None:
    prepared = Prepared(scanned.page())
    assert level(prepared) is prepared


@pytest.mark.parametrize("degrees", [-5.0, 4.0])
def test_a_skewed_page_is_made_level_and_its_places_are_found_where_they_were(degrees: float) -> None:
    page = scanned.page().rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=255)
    levelled = level(Prepared(page))
    assert abs(skew(levelled.image)) <= 0.6
    left, top, right, bottom = levelled.placement.box((0, 0, page.width, page.height))
    assert (left + right, top + bottom) == pytest.approx((page.width, page.height), abs=1)
    x, y = levelled.placement.point(page.width, page.height / 2)
    assert y - page.height / 2 == pytest.approx(page.width / 2 * math.sin(math.radians(degrees)), rel=0.15)
    assert x < page.width
