"""Arabic words are found in any form."""

from __future__ import annotations

import pytest

from analyzers.languages.arabic import Arabic
from analyzers.pipeline import Analyzer
from analyzers.terms import MAX_TERM
from analyzers.tokens import Token


def token(word: str, analyzer: Analyzer) -> Token:
    (found,) = analyzer.analyze(word)
    return found


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("المجالس", "مجلس"),
        ("بالمجلس", "مجلس"),
        ("الْمَجْلِسُ", "مجلس"),
        ("اجتماعاتهم", "اجتماع"),
        ("يجتمع", "اجتمع"),
        ("الحكومات", "حكومه"),
        ("اجراءات", "اجراء"),
        ("لجنة", "لجنه"),
        ("ﻗﺮﺍﺭ", "قرار"),
    ],
)
def test_the_likeliest_lemma_comes_first(word: str, lemma: str, analyzer: Analyzer) -> None:
    assert token(word, analyzer).lemmas[0] == lemma


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("مجلس", "للمجالس"),
        ("شراكة", "بشراكاتها"),
        ("خنيفرة", "وبخنيفرة"),
        ("الحسيمة", "للحسيمة"),
        ("كلميم", "لڭلميم"),
        ("حكامة", "الحكامة"),
        ("عريضة", "والعرائض"),
        ("ظهير", "الظهائر"),
        ("ملتمس", "الملتمسات"),
        ("صفقة", "للصفقات"),
        ("مقرر", "مقرراته"),
        ("هيئة", "الهيأة"),
        ("نوفمبر", "نونبر"),
        ("غشت", "بغشت"),
        ("يوليو", "يوليوز"),
        ("سبتمبر", "شتنبر"),
        ("ديسمبر", "دجنبر"),
        ("مايو", "ماي"),
        ("كيفية", "الكيفيات"),
        ("لوجستيك", "اللوجيستيك"),
        ("رقمي", "الرقمية"),
    ],
)
def test_forms_of_a_word_share_a_lemma(word: str, other: str, analyzer: Analyzer) -> None:
    assert set(token(word, analyzer).lemmas) & set(token(other, analyzer).lemmas)
    assert token(other, analyzer).known


@pytest.mark.parametrize(("word", "root"), [("المجالس", "جلس"), ("حكامة", "حكم"), ("الحكومات", "حكم")])
def test_words_have_roots(word: str, root: str, analyzer: Analyzer) -> None:
    assert root in token(word, analyzer).roots


@pytest.mark.parametrize("word", ["زقشبطم", "قشبطيم"])
def test_an_unknown_word_is_its_own_lemma(word: str, analyzer: Analyzer) -> None:
    found = token(word, analyzer)
    assert (found.lemmas, found.roots, found.known) == ((found.exact,), (), False)


@pytest.mark.parametrize("word", ["من", "في", "إلى", "التي", "وفي", "فإن", "والذين", "ماهي", "ﰲ"])
def test_function_words_are_stop_words(word: str, analyzer: Analyzer) -> None:
    assert token(word, analyzer).stop


@pytest.mark.parametrize("word", ["مجلس", "عدد", "رقم", "يوم", "جماعة", "ولاية", "فصل", "قرار"])
def test_words_that_mean_something_are_none(word: str, analyzer: Analyzer) -> None:
    assert not token(word, analyzer).stop


def test_words_have_few_lemmas(analyzer: Analyzer) -> None:
    text = "صادق المجلس الجماعي في دورته العادية على مشروع ميزانية السنة المقبلة وعلى اتفاقية الشراكة مع الوزارة"
    tokens = analyzer.analyze(text)
    assert sum(len(token.lemmas) for token in tokens) <= 1.4 * len(tokens)


def test_without_a_lexicon_words_are_still_stemmed() -> None:
    (terms,) = Arabic(None).analyze("المجالس")
    assert (terms.exact, terms.stem, terms.lemmas, terms.known) == ("المجالس", "مجالس", ("المجالس",), False)


def test_what_is_too_long_for_a_word_is_found_by_its_beginning(analyzer: Analyzer) -> None:
    found = token("ا" * 5000, analyzer)
    assert (found.start, found.end, found.exact, found.known) == (0, 5000, "ا" * MAX_TERM, False)


def test_marks_alone_are_no_word() -> None:
    assert Arabic(None).analyze("\ufe70\ufe71") == ()
