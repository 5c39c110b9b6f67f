"""Ink that hangs together is one part, whatever its form, and parts come from left to right."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ingest.numerals.components import components

WIDTH, HEIGHT = 9, 7


def picture(*rows: str) -> Image.Image:
    """Drawn with `#` for ink."""
    image = Image.new("L", (len(rows[0]), len(rows)), 255)
    image.putdata([0 if sign == "#" else 255 for row in rows for sign in row])
    return image


def boxes(image: Image.Image) -> list[tuple[int, int, int, int]]:
    return [(part.left, part.top, part.right, part.bottom) for part in components(image)]


def test_a_blank_image_has_none() -> None:
    assert components(Image.new("L", (20, 10), 255)) == []


def test_parts_come_from_left_to_right() -> None:
    assert boxes(picture("..##.", "#....", "#...#")) == [(0, 1, 1, 3), (2, 0, 4, 1), (4, 2, 5, 3)]


def test_what_meets_further_down_is_one() -> None:
    assert boxes(picture("#.#", "#.#", "###")) == [(0, 0, 3, 3)]


def test_a_ring_and_what_is_in_it_are_two() -> None:
    assert boxes(picture("#####", "#...#", "#.#.#", "#...#", "#####")) == [(0, 0, 5, 5), (2, 2, 3, 3)]


def test_corners_hold_together() -> None:
    assert boxes(picture("#..", ".#.", "..#")) == [(0, 0, 3, 3)]


@given(st.lists(st.booleans(), min_size=WIDTH * HEIGHT, max_size=WIDTH * HEIGHT))
def test_they_are_those_of_a_flood_fill(ink: list[bool]) -> None:
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    image.putdata([0 if dark else 255 for dark in ink])
    left = {(x, y) for y in range(HEIGHT) for x in range(WIDTH) if ink[y * WIDTH + x]}
    expected = []
    while left:
        found, waiting = set(), [left.pop()]
        while waiting:
            x, y = waiting.pop()
            found.add((x, y))
            near = {(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)} & left
            left -= near
            waiting += near
        expected.append(found)
    made = [{(x, row) for row, first, behind in part.runs for x in range(first, behind)} for part in components(image)]
    assert sorted(map(sorted, made)) == sorted(map(sorted, expected))
