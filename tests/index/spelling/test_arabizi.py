"""Arabic in Latin letters and digits is read as people write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.normalization import fold
from index.spelling.arabizi import MOST, readings


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("jama3a", "جماعة"),
        ("majlis", "مجلس"),
        ("lmajlis", "المجلس"),
        ("almajliss", "المجلس"),
        ("mizaniya", "ميزانية"),
        ("safaqat", "صفقات"),
        ("9anoun", "قانون"),
        ("tari9", "طريق"),
        ("dawra", "دورة"),
        ("mouqarrar", "مقرر"),
        ("mo9arrar", "مقرر"),
        ("ittifaqiya", "اتفاقية"),
        ("3arida", "عريضة"),
        ("naql", "نقل"),
        ("madrasa", "مدرسة"),
        ("jihawiya", "جهوية"),
        ("ta3mir", "تعمير"),
        ("charika", "شركة"),
        ("intikhabat", "انتخابات"),
        ("7adi9a", "حديقة"),
        ("khizana", "خزانة"),
        ("ghaba", "غابة"),
        ("sou9", "سوق"),
    ],
)
def test_a_word_is_among_the_readings(written: str, meant: str) -> None:
    assert fold(meant) in readings(written)


@pytest.mark.parametrize("text", ["", "2022", "الجماعة", "a b", "x" * 25, "é"])
def test_what_is_no_arabizi_has_no_reading(text: str) -> None:
    assert readings(text) == ()


@given(st.text(st.sampled_from("abcdehikmnoqrstuwxyz23579'"), max_size=24))
def test_readings_are_different_arabic_words_and_not_too_many(word: str) -> None:
    found = readings(word)
    assert len(found) == len(set(found)) <= MOST
    assert all(fold(reading) == reading and not reading.isascii() for reading in found)
