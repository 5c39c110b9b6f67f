from __future__ import annotations

import pytest

from ingest.layer.rows import Piece, pieces
from ingest.layer.spacing import word_starts
from tests.ingest.glyph_rows import ADVANCE, SIZE, glyph, glyphs


def words(piece: Piece) -> str:
    starts = word_starts(piece)
    return "".join(f" {unit.text}" if start else unit.text for unit, start in zip(piece.units, starts, strict=True))


def spread(text: str, gap: float, word_gap: float) -> Piece:
    """Letters `gap` apart, words `word_gap`; no space is drawn."""
    made, left = [], 0.0
    for letter in text:
        if letter == " ":
            left += word_gap - gap
            continue
        made.append(glyph(letter, left, index=len(made)))
        left += ADVANCE + gap
    (piece,) = pieces(made)
    return piece


@pytest.mark.parametrize(
    ("gap", "word_gap"),
    [(0.0, 0.25 * SIZE), (-0.05 * SIZE, 0.2 * SIZE), (0.15 * SIZE, 0.5 * SIZE)],
    ids=["plain", "kerned", "letters spread"],
)
def test_words_are_told_apart_by_gaps_when_no_space_is_drawn(gap: float, word_gap: float) -> None:
    assert words(spread("le conseil communal", gap, word_gap)) == "le conseil communal"


def test_drawn_spaces_are_word_ends() -> None:
    (piece,) = pieces(glyphs("le conseil vote"))
    assert words(piece) == "le conseil vote"


def test_spaces_drawn_between_all_letters_are_not_believed() -> None:
    made, left = [], 0.0
    for letter in "decision du conseil":
        if letter == " ":
            left += 0.5 * SIZE
            continue
        made.append(glyph(letter, left, index=len(made)))
        made.append(glyph(" ", left + ADVANCE, index=len(made), width=0))
        left += ADVANCE
    (piece,) = pieces(made)
    assert words(piece) == "decision du conseil"


def test_a_space_drawn_under_a_stretched_letter_ends_no_word() -> None:
    made = glyphs("ab cd ef gh")
    made.append(glyph(" ", ADVANCE - 1.0, index=99, width=2.0))
    (piece,) = pieces(made)
    assert words(piece) == "ab cd ef gh"


def test_a_single_letter_is_a_word() -> None:
    (piece,) = pieces(glyphs("a"))
    assert words(piece) == "a"
