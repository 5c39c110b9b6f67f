from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.word_scores import WordScores, mean, score, words

TEXTS = st.lists(st.sampled_from(["قرر", "المجلس", "conseil", "2024", "على"]), max_size=12).map(" ".join)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("قَرَّرَ المجلـــس", ["قرر", "المجلس"]),
        ("سنة ٢٠٢٤ و 2024 و ۲۰۲۴", ["سنة", "2024", "2024", "2024"]),
        ("Le Conseil l’a", ["le", "conseil"]),
        ("| **قرر** | <td colspan='2'>المجلس</td> | ![img](a/b.png) [نص](http://x.y)", ["قرر", "المجلس", "نص"]),
        ("ﻗﺮر", ["قرر"]),
        ("ھیئة مکتب", ["هيئة", "مكتب"]),
        ("\u200f12\u200e3 &nbsp; a_bc", ["123", "bc"]),
    ],
)
def test_words_are_compared_without_marks_markup_case_and_forms(text: str, found: list[str]) -> None:
    assert list(words(text)) == found


@pytest.mark.parametrize(
    ("transcript", "reading", "scores"),
    [
        ("قرر المجلس", "قرر المجلس", (1, 1)),
        ("قرر المجلس", "المجلس قرر", (1, 1)),
        ("على على", "على", (0.5, 1)),
        ("على", "على على", (1, 0.5)),
        ("على", "", (0, 0)),
        ("", "على", (0, 0)),
        ("", "", (1, 1)),
    ],
)
def test_words_count_as_often_as_they_stand_there(transcript: str, reading: str, scores: tuple[float, float]) -> None:
    assert score(transcript, reading) == WordScores(*scores)


@given(TEXTS, TEXTS)
def test_one_texts_recall_is_the_others_precision(one: str, other: str) -> None:
    forwards, backwards = score(one, other), score(other, one)
    assert (forwards.recall, forwards.precision) == (backwards.precision, backwards.recall)


def test_every_file_counts_alike() -> None:
    assert mean([WordScores(1, 0), WordScores(0, 0.5)]) == WordScores(0.5, 0.25)
    assert mean([]) == WordScores(0, 0)
