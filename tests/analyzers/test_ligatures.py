"""Words that a PDF file wrote with ligatures turned round are found under the words meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.ligatures import has_lam_alef, is_surely_turned, lam_alef_key, right_alef_order, right_order
from analyzers.pipeline import Analyzer


@pytest.mark.parametrize(
    ("turned", "meant"),
    [
        ("األعوان", "الأعوان"),
        ("االجتماعات", "الاجتماعات"),
        ("اإلقليم", "الإقليم"),
        ("اآلتية", "الآتية"),
        ("لالستثمارات", "للاستثمارات"),
        ("باألماكن", "بالأماكن"),
        ("واإلصالح", "والإصلاح"),
        ("اململكة", "المملكة"),
        ("املنعم", "المنعم"),
        ("احلكومة", "الحكومة"),
        ("اخلدمات", "الخدمات"),
    ],
)
def test_a_word_turned_round_has_the_terms_of_the_word_meant(turned: str, meant: str, analyzer: Analyzer) -> None:
    (found,), (expected,) = analyzer.analyze(turned), analyzer.analyze(meant)
    assert (found.exact, found.stem, found.lemmas) == (expected.exact, expected.stem, expected.lemmas)
    assert not found.known, "a page of such words is no page to be believed"


@pytest.mark.parametrize(
    ("word", "meant"),
    [("والية", "ولاية"), ("ثالثة", "ثلاثة"), ("إلدارة", "لإدارة"), ("سالمة", "سلامة")],
)
def test_in_a_text_turned_round_known_words_may_be_other_words(word: str, meant: str, analyzer: Analyzer) -> None:
    (expected,) = analyzer.analyze(meant)
    text = f"بناء على األعوان واإلصالح واالستثمار {word}"
    assert set(expected.lemmas) & set(analyzer.analyze(text)[-1].lemmas)


@pytest.mark.parametrize(
    ("word", "other"),
    [("سالم", "سلام"), ("ثالثة", "ثلاثة"), ("عالم", "علام"), ("والية", "ولاية"), ("جالس", "جلاس")],
)
def test_in_a_text_as_it_should_be_they_are_what_they_are(word: str, other: str, analyzer: Analyzer) -> None:
    (found,), (expected,) = analyzer.analyze(word), analyzer.analyze(other)
    assert not set(found.lemmas) & set(expected.lemmas)
    assert found.exact != expected.exact
    inside = analyzer.analyze(f"صادق المجلس على الاتفاقية {word} لا غير")[4]
    assert inside.lemmas == found.lemmas


def test_names_that_no_lexicon_knows_meet_as_well(analyzer: Analyzer) -> None:
    (found,), (expected,) = analyzer.analyze("باألفشطاوي"), analyzer.analyze("بالأفشطاوي")
    assert set(found.lemmas) & set(expected.lemmas)


def test_few_turns_come_first() -> None:
    assert list(right_order("اململكة"))[:3] == ["المملكة", "امللمكة", "الملمكة"]


def test_an_article_is_no_ligature() -> None:
    assert list(right_alef_order("العمل")) == []
    assert list(right_alef_order("والية")) == ["ولاية"]


@pytest.mark.parametrize(("word", "sure"), [("إلدارة", True), ("ألنشطة", True), ("والية", False), ("مجلس", False)])
def test_a_hamza_before_a_lam_is_a_sure_sign(word: str, sure: bool) -> None:
    assert is_surely_turned(word) is sure


@pytest.mark.parametrize(("word", "there"), [("الأعوان", True), ("ولاية", True), ("األعوان", False), ("مجلس", False)])
def test_a_lam_alef_in_order_is_seen(word: str, there: bool) -> None:
    assert has_lam_alef(word) is there


@given(st.text(alphabet="اللابتم", max_size=12))
def test_the_key_is_the_same_for_every_order_of_a_run(word: str) -> None:
    assert lam_alef_key(lam_alef_key(word)) == lam_alef_key(word)
    assert lam_alef_key(word.replace("لا", "ال")) == lam_alef_key(word)
    assert sorted(lam_alef_key(word)) == sorted(word)


@given(st.text(alphabet="ابتلمحيفأإ", max_size=14))
def test_turning_loses_no_letter_and_ends_soon(word: str) -> None:
    found = list(right_order(word))
    assert len(found) < 32
    assert all(sorted(one) == sorted(word) for one in found)
