from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.scans.judging import Knowledge, WordJudge
from tests.ingest.scans.rows import line, word

WORDS = {"مجلس", "قرر", "الذي", "conseil", "communal"}


@pytest.fixture(scope="module")
def judge() -> WordJudge:
    return WordJudge(Knowledge(lambda text: text in WORDS | {"الذى"}, lambda text: text in WORDS))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("مجلس", "مجاس"),
        ("الذي", "الذى"),
        ("conseil", "eonseil"),
        ("مجلس", "2024"),
        ("2024", "2O24x"),
        ("2024", "م"),
        ("م", "ھسس"),
        ("م", "..."),
        ("(مجلس)", "مجلسس"),
        ("conseil-communal", "conseil-eommunal"),
    ],
)
def test_of_two_words_read_as_surely_the_better_known_is_worth_more(judge: WordJudge, better: str, worse: str) -> None:
    assert judge.quality(word(better)) > judge.quality(word(worse))


@pytest.mark.parametrize("text", ["مجلس", "مجاس", "2024", "م", "..."])
def test_of_one_word_the_surer_reading_is_worth_more(judge: WordJudge, text: str) -> None:
    assert judge.quality(word(text, confidence=0.9)) > judge.quality(word(text, confidence=0.3))


@given(st.text(min_size=1, max_size=12), st.floats(0, 1))
def test_worth_is_between_0_and_1(judge: WordJudge, text: str, confidence: float) -> None:
    assert 0 <= judge.quality(word(text, confidence=confidence)) <= 1


def test_a_row_is_worth_what_its_longer_words_are(judge: WordJudge) -> None:
    long_known, long_unknown = judge.mean_quality(line("communal زز")), judge.mean_quality(line("eommunal قرر"))
    assert long_known > long_unknown
    assert judge.mean_quality([]) == 0.0
