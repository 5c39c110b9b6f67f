"""Pieces of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.grams import grams, skeleton


@pytest.mark.parametrize(
    ("term", "pieces"),
    [
        ("", []),
        ("من", []),
        ("bxd", ["^bxd", "bxd$", "~^bxd", "~bxd$"]),
        ("مجلس", ["^مجل", "مجلس", "جلس$", "~^هحا", "~هحاس", "~حاس$"]),
    ],
)
def test_a_word_has_pieces_as_it_stands_and_as_a_bad_scan_shows_it(term: str, pieces: list[str]) -> None:
    assert grams(term) == pieces


@given(st.text(min_size=3))
def test_pieces_cover_the_word(term: str) -> None:
    pieces = grams(term)[: len(term) - 1]
    assert pieces[0][0] + "".join(piece[1] for piece in pieces) + pieces[-1][2:] == f"^{term}$"


@pytest.mark.parametrize(("one", "other"), [("بيت", "تنث"), ("جماعه", "حماغه"), ("صفقه", "ضففه"), ("دوره", "زوره")])
def test_letters_that_scans_confuse_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويabcdefghilmnoqrstu"))
def test_a_skeleton_is_its_own(term: str) -> None:
    assert skeleton(skeleton(term)) == skeleton(term)
    assert len(skeleton(term)) == len(term)
