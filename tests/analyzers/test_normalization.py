"""What is written in many ways becomes one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given

from analyzers.normalization import fold, unify
from tests.analyzers.strategies import texts


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("الْمَجْلِسُ", "المجلس"),
        ("المجـــلس", "المجلس"),
        ("أإآٱا", "ااااا"),
        ("مسؤول", "مسوول"),
        ("هيئة", "هييه"),
        ("مستشفى", "مستشفي"),
        ("جماعة", "جماعه"),
        ("کرسی", "كرسي"),
        ("ڭلميم", "كلميم"),
        ("گلميم", "كلميم"),
        ("ݣلميم", "كلميم"),
        ("ڤيلا", "فيلا"),
        ("پاریس", "باريس"),
        ("ﻗﺮﺍﺭ", "قرار"),
        ("ﻻ", "لا"),
        ("ﷲ", "الله"),
        ("١٤٤٥", "1445"),
        ("۱۲۳", "123"),
        ("१२३", "123"),
        ("م\u200dجلس\u200f", "مجلس"),
        ("Délibération", "deliberation"),
        ("e\u0301te\u0301", "ete"),
        ("ŒUVRE", "oeuvre"),
        ("cæcum", "caecum"),
        ("ﬁnances", "finances"),
        ("com\u00admune", "commune"),
        ("L’ordre", "l'ordre"),
        ("Straße", "strasse"),
        ("m²", "m2"),
        ("ＡＢ", "ab"),
        ("Άγιος", "αγιοσ"),
        ("", ""),
    ],
)
def test_a_word_is_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("written", "unified"),
    [
        ("الْأُسْرَة", "الأسرة"),
        ("مستشفى", "مستشفى"),
        ("مسؤولـون", "مسؤولون"),
        ("ا\u0655دارة", "إدارة"),
        ("ﺍﻷﺳﻮﺍﻕ", "الأسواق"),
        ("گلميم", "كلميم"),
        ("٢٠٢٢", "2022"),
        ("e\u0301te\u0301", "été"),
        ("Œuvre", "Œuvre"),
    ],
)
def test_unifying_keeps_what_lexicons_tell_words_apart_by(written: str, unified: str) -> None:
    assert unify(written) == unified


@given(texts)
@example("\ufe70ﹱ\ufc5e\ufdfa´¨")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_unifying_twice_is_unifying_once(text: str) -> None:
    assert unify(unify(text)) == unify(text)


@given(texts)
def test_unifying_changes_nothing_that_folding_would_not(text: str) -> None:
    assert fold(unify(text)) == fold(text)


@given(texts)
def test_composed_and_decomposed_spellings_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(texts, texts)
def test_a_slice_folds_as_within_its_text(first: str, second: str) -> None:
    assert fold(first) + fold(second) == fold(first + second)


@pytest.mark.parametrize("block", [range(0x0600, 0x0700), range(0xFB50, 0xFF00), range(0x0080, 0x0250)])
def test_folding_adds_no_white_space(block: range) -> None:
    added = [hex(c) for c in block if not chr(c).isspace() and any(map(str.isspace, fold(chr(c))))]
    assert added == []
