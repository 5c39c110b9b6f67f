"""Pieces of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.grams import grams


@pytest.mark.parametrize(
    ("term", "pieces"),
    [("", []), ("من", []), ("abc", ["^abc", "abc$"]), ("مجلس", ["^مجل", "مجلس", "جلس$"])],
)
def test_a_word_has_pieces(term: str, pieces: list[str]) -> None:
    assert grams(term) == pieces


@given(st.text(min_size=3))
def test_pieces_cover_the_word(term: str) -> None:
    pieces = grams(term)
    assert pieces[0][0] + "".join(piece[1] for piece in pieces) + pieces[-1][2:] == f"^{term}$"
