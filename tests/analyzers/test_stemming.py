"""The light stem takes off what stands around a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.normalization import fold
from analyzers.stemming import light_stem


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("المجلس", "مجلس"),
        ("والمجلس", "مجلس"),
        ("بالمجلس", "مجلس"),
        ("كالمجلس", "مجلس"),
        ("فالمجلس", "مجلس"),
        ("للمجلس", "مجلس"),
        ("ومجلس", "مجلس"),
        ("القرارات", "قرار"),
        ("قراراتها", "قرار"),
        ("الجماعية", "جماع"),
        ("منتخبون", "منتخب"),
        ("المنتخبين", "منتخب"),
        ("جماعة", "جماع"),
        ("عامان", "عام"),
        # too little would remain
        ("الم", "الم"),
        ("ولد", "ولد"),
        ("ماء", "ماء"),
        ("به", "به"),
        ("و", "و"),
    ],
)
def test_a_word_is_stemmed(word: str, stem: str) -> None:
    assert light_stem(fold(word)) == stem


@given(st.text(st.characters(min_codepoint=0x621, max_codepoint=0x64A), min_size=1).map(fold).filter(bool))
def test_a_stem_is_a_piece_of_its_word(word: str) -> None:
    assert light_stem(word)
    assert light_stem(word) in word
