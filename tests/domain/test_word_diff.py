"""What two texts have in common is found, and nothing of either is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.word_diff import Kind, Piece, pieces, stretches

TEXTS = st.text(alphabet="ab \nم", max_size=30)

CASES = [
    ("one two", "one two", [(Kind.SAME, "one two")]),
    ("one two three", "one 2 three", [(Kind.SAME, "one "), (Kind.GONE, "two"), (Kind.NEW, "2"), (Kind.SAME, " three")]),
    ("قرر المجلس", "قرر مجلس الجهة", [(Kind.SAME, "قرر "), (Kind.GONE, "المجلس"), (Kind.NEW, "مجلس الجهة")]),
    ("", "new", [(Kind.NEW, "new")]),
    ("gone", "", [(Kind.GONE, "gone")]),
    ("", "", []),
]


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_a_change_is_told_word_by_word(old: str, new: str, expected: list[tuple[Kind, str]]) -> None:
    assert pieces(old, new) == [Piece(*one) for one in expected]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_what_is_told(old: str, new: str) -> None:
    told = pieces(old, new)
    assert "".join(piece.text for piece in told if piece.kind is not Kind.NEW) == old
    assert "".join(piece.text for piece in told if piece.kind is not Kind.GONE) == new


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_stretches_cover_both_sides_and_the_same_is_the_same(old: list[str], new: list[str]) -> None:
    at, to = 0, 0
    for one in stretches(old, new):
        assert (one.first, one.start) == (at, to)
        assert not one.same or old[one.first : one.last] == new[one.start : one.end]
        at, to = one.last, one.end
    assert (at, to) == (len(old), len(new))


def test_a_text_of_thousands_of_equal_words_is_not_searched_for_hours() -> None:
    told = pieces("end " + ". " * 20_000, ". " * 19_000 + "end")
    assert [piece.kind for piece in told] == [Kind.GONE, Kind.NEW]
