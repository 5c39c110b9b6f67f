from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layer.brackets import mirrored
from ingest.layer.kinds import Placed
from ingest.layer.proven_order import proven
from ingest.layer.visual_order import logical_order
from tests.ingest.bidi import show

ALPHABETS = ("ابتجحدرسعفقلمنهوي", "abcdefgéà", "0123456789", "٠١٢٣٤٥٦٧٨٩")
SIGNS = (".", "،", ":", "-", "/", "n°", "٪", "%")
PAIRS = ("()", "[]", "«»")
LINES = 500


def read(seen: str, rightward: bool) -> str:
    """The line in logical order; its brackets, named as drawn, as they are meant."""
    placed = logical_order(seen, rightward)
    return "".join(mirrored(seen[one.index]) if one.rightward else seen[one.index] for one in placed)


def some_word(draw: random.Random) -> str:
    """A word or a number of any script, numbers also with a sign inside or a percent sign behind."""
    alphabet = draw.choice(ALPHABETS)
    word = "".join(draw.choices(alphabet, k=draw.randint(1, 6)))
    if not alphabet.startswith(("0", "٠")):
        return word
    return word + draw.choice(["", "", "%", *(sign + draw.choice(alphabet) for sign in "./,-")])


def some_part(draw: random.Random) -> str:
    """A word, a sign, or one or two words in brackets."""
    if draw.random() < 1 / 6:
        return draw.choice(SIGNS)
    if draw.random() < 1 / 5:
        opening, closing = draw.choice(PAIRS)
        return opening + " ".join(some_word(draw) for _ in range(draw.randint(1, 2))) + closing
    return some_word(draw)


def some_line(draw: random.Random, rightward: bool) -> str:
    parts = [some_part(draw) for _ in range(draw.randint(0, 9))]
    return show(" ".join(["بلدية" if rightward else "ville", *parts]), rightward)


@pytest.mark.parametrize(("rightward", "allowed"), [(True, 0.008), (False, 0.025)])
def test_mixed_lines_of_any_kind_are_shown_again_as_they_were_seen(rightward: bool, allowed: float) -> None:
    """Nothing is left out: bracketed Latin and numbers, European numbers in lines that read left to right."""
    draw = random.Random(20261125)
    lines = [some_line(draw, rightward) for _ in range(LINES)]
    otherwise = [seen for seen in lines if show(read(seen, rightward), rightward) != seen]
    assert len(otherwise) <= allowed * LINES, otherwise


@pytest.mark.parametrize(
    ("text", "rightward"),
    [
        ("بلدية «585 fgé» ég n° ٠٢٧,٠١", True),
        ("بلدية [affd] . 2850 «fccfcà» ١٠٦/٣١ / bàééaé", True),
        ("ville ٣,٠ : 73% ٣,٢١", False),
        ("ville ٣٤ 3.7 ٣/٠ ٠/٢٣٣", False),
        ("ville d [سس 9%] [سنححع]", False),
    ],
)
def test_a_line_whose_likely_order_is_wrong_is_read_otherwise(text: str, rightward: bool) -> None:
    seen = show(text, rightward)
    assert show(read(seen, rightward), rightward) == seen


def test_an_order_that_holds_is_left_as_it_is() -> None:
    likely = [Placed(3, True), Placed(2, True), Placed(0, False), Placed(1, False)]
    assert proven("12 ق", likely, True) is likely


@given(st.text("اب a1٢()[]«».,%-", max_size=60), st.booleans())
def test_every_unit_is_read_once_whether_an_order_is_found_or_not(seen: str, rightward: bool) -> None:
    assert sorted(one.index for one in logical_order(seen, rightward)) == list(range(len(seen)))


def test_a_line_too_long_for_a_line_of_text_is_not_searched() -> None:
    seen = ")a1(٢ " * 100
    likely = [Placed(index, False) for index in range(len(seen))]
    assert proven(seen, likely, True) is likely
