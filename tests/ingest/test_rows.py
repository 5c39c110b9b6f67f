from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layer.rows import pieces
from tests.ingest.glyph_rows import ADVANCE, SIZE, glyph, glyphs, texts


def test_glyphs_on_a_baseline_are_a_line_whatever_order_they_are_drawn_in() -> None:
    drawn = [*glyphs("abc", baseline=20), *glyphs("def", baseline=8)]
    random.Random(1).shuffle(drawn)
    assert texts(pieces(drawn)) == ["abc", "def"]


def test_a_wide_gap_cuts_a_line_into_pieces_of_one_row() -> None:
    found = pieces([*glyphs("abc"), *glyphs("def", left=3 * ADVANCE + 2 * SIZE)])
    assert texts(found) == ["abc", "def"]
    assert [piece.row for piece in found] == [0, 0]


def test_an_ordinals_raised_ending_stays_in_its_line() -> None:
    drawn = [*glyphs("le1"), glyph("er", 3 * ADVANCE, baseline=4, size=6), *glyphs("mai", left=5 * ADVANCE)]
    assert texts(pieces(drawn)) == ["le1ermai"]


def test_a_raised_letter_at_a_lines_beginning_does_not_cut_it() -> None:
    sizes = [*glyphs("de"), *(glyph(letter, 10 + 5 * n, size=7.5) for n, letter in enumerate("ux")), *glyphs("f", left=20)]
    assert texts(pieces([glyph("er", 25.0, baseline=4.5, size=6), *sizes])) == ["deuxfer"]


def test_small_lines_beside_a_large_one_are_not_mixed_with_each_other() -> None:
    small = [
        glyph(letter, 2.5 * n, baseline, size=5, width=2.5) for baseline in (4, -3) for n, letter in enumerate("marginal")
    ]
    found = pieces([*small, *glyphs("texte", left=60)])
    assert sorted(texts(found)) == ["marginal", "marginal", "texte"]


def test_a_level_of_spaces_belongs_to_no_line() -> None:
    drawn = [*glyphs("mot"), *(glyph(" ", left, baseline=2.5, size=8) for left in (4.0, 9.0))]
    (piece,) = pieces(drawn)
    assert [unit.spaced for unit in piece.units] == [False, False, False]


def test_bold_print_by_drawing_twice_is_one_letter() -> None:
    drawn = [made for text, left in (("a", 0.0), ("b", 5.0)) for made in (glyph(text, left), glyph(text, left + 0.3))]
    assert texts(pieces(drawn)) == ["ab"]


def test_a_doubled_letter_stays_doubled() -> None:
    assert texts(pieces(glyphs("ville"))) == ["ville"]


@pytest.mark.parametrize("spaces", [1, 3])
def test_drawn_spaces_are_noted_on_the_letter_behind_them(spaces: int) -> None:
    (piece,) = pieces(glyphs(["a", *" " * spaces, "b"]))
    assert [unit.spaced for unit in piece.units] == [False, True]


@pytest.mark.parametrize(
    ("mark_left", "word"),
    [(1.0, "مً" + "ا"), (6.0, "م" + "اً")],
    ids=["over the first letter", "over the second"],
)
def test_a_mark_sits_on_the_letter_it_is_drawn_over(mark_left: float, word: str) -> None:
    drawn = [glyph("م", 0.0, index=0), glyph("ً", mark_left, 3.0, index=1, width=0), glyph("ا", 5.0, index=2)]
    assert texts(pieces(drawn)) == [word]


def test_a_mark_far_from_any_letter_is_dropped() -> None:
    assert texts(pieces([glyph("م", 0.0), glyph("ً", 200.0, index=1, width=0)])) == ["م"]


@given(st.lists(st.tuples(st.sampled_from("abcدهو "), st.floats(0, 500), st.floats(0, 700)), max_size=60))
def test_no_letter_is_lost_or_doubled_that_is_not_overprinted(drawn: list[tuple[str, float, float]]) -> None:
    made = [glyph(text, left, baseline, index) for index, (text, left, baseline) in enumerate(drawn)]
    found = [unit.glyph for piece in pieces(made) for unit in piece.units]
    assert len({unit.index for unit in found}) == len(found)
    assert {unit.index for unit in found} <= {unit.index for unit in made if unit.text != " "}
    lost = [unit for unit in made if unit.text != " " and unit not in found]
    assert all(any(kept.text == gone.text and abs(kept.left - gone.left) < ADVANCE for kept in found) for gone in lost)
