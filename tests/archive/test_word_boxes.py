"""Word boxes survive storing."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.word_boxes import SCALE, pack, unpack
from domain.documents import WordBox

steps = st.integers(0, SCALE).map(lambda whole: whole / SCALE)
boxes = st.builds(
    WordBox,
    start=st.integers(0, 1_000_000),
    end=st.integers(0, 1_000_000),
    left=steps,
    top=steps,
    right=steps,
    bottom=steps,
    confidence=st.none() | steps,
)
fractions = st.floats(0, 1)


@given(st.lists(boxes, max_size=30).map(tuple))
def test_four_decimals_survive_exactly(words: tuple[WordBox, ...]) -> None:
    assert unpack(pack(words)) == words


@given(st.tuples(fractions, fractions, fractions, fractions, fractions))
def test_any_fraction_comes_back_within_half_a_step(put: tuple[float, ...]) -> None:
    left, top, right, bottom, confidence = put
    (word,) = unpack(pack([WordBox(3, 9, left, top, right, bottom, confidence)]))
    assert word.confidence is not None
    found = word.left, word.top, word.right, word.bottom, word.confidence
    assert all(abs(a - b) <= 0.5 / SCALE + 1e-12 for a, b in zip(found, put, strict=True))


@given(st.lists(boxes, max_size=30).map(tuple))
def test_packing_what_was_unpacked_gives_the_same_bytes(words: tuple[WordBox, ...]) -> None:
    assert pack(unpack(pack(words))) == pack(words)


@pytest.mark.parametrize(("outside", "kept"), [(-0.2, 0.0), (1.7, 1.0), (1e12, 1.0), (math.inf, 1.0), (math.nan, 0.0)])
def test_a_word_outside_its_page_never_fails_the_page(outside: float, kept: float) -> None:
    (word,) = unpack(pack([WordBox(0, 1, outside, outside, outside, outside, outside)]))
    assert word == WordBox(0, 1, kept, kept, kept, kept, kept)


def test_no_words_take_no_bytes() -> None:
    assert pack(()) == b""
    assert unpack(b"") == ()


def test_a_full_page_takes_less_than_ten_bytes_a_word() -> None:
    words = [
        WordBox(
            6 * place,
            6 * place + 5,
            x,
            y,
            x + 0.04 + 0.001 * (place % 7),
            y + 0.012,
            0.9 + 0.01 * (place % 9),
        )
        for place in range(400)
        for x, y in [(round(0.9 - 0.08 * (place % 10), 4), round(0.05 + 0.022 * (place // 10), 4))]
    ]
    assert len(pack(words)) < 10 * len(words)


def test_bytes_of_a_later_format_are_an_error() -> None:
    with pytest.raises(ValueError, match="unknown format"):
        unpack(b"\x09whatever")
