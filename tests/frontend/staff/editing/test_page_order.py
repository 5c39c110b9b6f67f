"""The order of pages as an address tells it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontend.staff.page_order import PageOrder, read_numbers, written

ORDERS = st.integers(1, 12).flatmap(lambda count: st.permutations(range(1, count + 1)))


def order(*numbers: int, starts: tuple[int, ...] = ()) -> PageOrder:
    return PageOrder(numbers, frozenset(starts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3,1,2", [3, 1, 2]),
        ("4-6, 1-3", [4, 5, 6, 1, 2, 3]),
        ("", []),
        ("a", []),
        ("3-1", []),
        ("1-999999", []),
        ("1-99999," * 3, []),
        ("١", []),
    ],
)
def test_what_is_no_list_of_numbers_is_none(text: str, expected: list[int]) -> None:
    assert read_numbers(text) == expected


@given(ORDERS)
def test_an_order_can_be_told_and_read_again(numbers: list[int]) -> None:
    read = PageOrder.read(len(numbers), written(numbers), [])
    assert read is not None
    assert list(read.numbers) == numbers
    assert read.changed == (numbers != sorted(numbers))


@pytest.mark.parametrize("text", ["1,2", "1,2,3,4", "1,1,2", "x", "0-2"])
def test_an_order_that_names_not_every_page_once_is_none(text: str) -> None:
    assert PageOrder.read(3, text, []) is None


@given(ORDERS, st.sets(st.integers(1, 12)))
def test_every_page_is_in_one_piece_and_the_pieces_are_where_they_are_said_to_be(
    numbers: list[int], starts: set[int]
) -> None:
    read = PageOrder.read(len(numbers), written(numbers), map(str, starts))
    assert read is not None
    pieces = read.pieces()
    assert [number for piece in pieces for number in piece] == numbers
    placed = [[numbers[place - 1] for place in read_numbers(text)] for text in read.ranges()]
    assert placed == [list(piece) for piece in pieces[1:]]
    assert {piece[0] for piece in pieces[1:]} == read.starts


@pytest.mark.parametrize(
    ("number", "step", "expected"),
    [(3, -1, (1, 3, 2)), (1, 1, (2, 1, 3)), (1, -1, (1, 2, 3)), (3, 1, (1, 2, 3)), (9, 1, (1, 2, 3))],
)
def test_a_page_goes_a_place_on_where_there_is_one(number: int, step: int, expected: tuple[int, ...]) -> None:
    assert order(1, 2, 3).moved(number, step).numbers == expected


def test_the_first_page_begins_no_new_document() -> None:
    assert order(1, 2, 3, starts=(2,)).moved(2, -1).starts == frozenset()
    read = PageOrder.read(3, "", ["1", "3"])
    assert read is not None
    assert read.starts == {3}
