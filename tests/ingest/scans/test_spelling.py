from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.pipeline import Analyzer
from ingest.scans.spelling import Spelling
from tests.ingest.scans.rows import word


@pytest.fixture(scope="module")
def spelling(analyzer: Analyzer) -> Spelling:
    return Spelling(analyzer.spells)


def respelt(spelling: Spelling, text: str) -> str:
    return spelling.respelt(word(text)).text


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("فى", "في"),
        ("الذى", "الذي"),
        ("فی", "في"),
        ("علی", "على"),
        ("کتاب", "كتاب"),
        ("آو", "أو"),
        ("الجماعى،", "الجماعي،"),
        ("(إلی)", "(إلى)"),
        ("شىء", "شيء"),
    ],
)
def test_letters_taken_for_others_are_put_right(spelling: Spelling, read: str, meant: str) -> None:
    assert respelt(spelling, read) == meant


@pytest.mark.parametrize(
    "text", ["على", "حتى", "مصطفى", "مدى", "إلى", "القرآن", "أكادير", "conseil", "2024", "ⵜⴰⵎⵓⵔⵜ", "شزطقى"]
)
def test_a_word_that_is_spelt_so_or_that_nobody_knows_stays(spelling: Spelling, text: str) -> None:
    assert respelt(spelling, text) == text


@pytest.mark.parametrize("number", ["100", "001", "١", "۱۰۰", "2024/05"])
def test_other_numbers_are_left_alone(spelling: Spelling, number: str) -> None:
    assert respelt(spelling, number) == number


@given(st.text(alphabet="ابتيىئأإآاكلمنهةو", min_size=1, max_size=8))
def test_what_was_put_right_once_stays(spelling: Spelling, text: str) -> None:
    once = respelt(spelling, text)
    assert respelt(spelling, once) == once


def test_the_word_keeps_its_place_and_its_confidence(spelling: Spelling) -> None:
    before, after = word("فى", 2, 3, 0.7), spelling.respelt(word("فى", 2, 3, 0.7))
    assert (after.box, after.before, after.confidence) == (before.box, before.before, 0.7)
