"""Slips: what keyboards, print and ears confuse is near, other changes are further away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.normalization import fold
from index.spelling.confusions import ALPHABETS, shipped_confusions
from index.spelling.edits import near

WORDS = st.sampled_from(ALPHABETS).flatmap(lambda letters: st.text(letters, max_size=8)) | st.text(max_size=6)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("المزانية", "الميزانية"),
        ("الميزنية", "الميزانية"),
        ("ميرانية", "ميزانية"),
        ("تهيئه", "تهيئة"),
        ("مجلش", "مجلس"),
        ("مجاس", "مجلس"),
        ("مخلس", "مجلس"),
        ("مجسل", "مجلس"),
        ("صففة", "صفقة"),
        ("المسادقة", "المصادقة"),
        ("البظاطا", "البطاطا"),
        ("buget", "budget"),
        ("asainisement", "assainissement"),
        ("délibération", "deliberation"),
        ("marchc", "marche"),
        ("bufget", "budget"),
        ("subvantion", "subvention"),
    ],
)
def test_what_was_meant_is_near(typed: str, meant: str) -> None:
    assert fold(typed) == fold(meant) or fold(meant) in near(fold(typed))


@pytest.mark.parametrize(
    ("word", "likely", "unlikely"),
    [
        ("مجلس", "مخلس", "معلس"),
        ("رسم", "زسم", "لسم"),
        ("صفقه", "سفقه", "مفقه"),
        ("budget", "budjet", "budxet"),
        ("conseil", "couseil", "cokseil"),
    ],
)
def test_a_likely_confusion_costs_less_than_any_other_change(word: str, likely: str, unlikely: str) -> None:
    found = near(word)
    assert found[likely] < found.get(unlikely, shipped_confusions().most + 1)


@pytest.mark.parametrize("word", ["", "ab", "من", "12", "عريضةabc", "ⴰⵣⵓⵍ", "a-b"])
def test_short_words_and_other_signs_are_left_alone(word: str) -> None:
    assert near(word) == {}


def test_short_words_take_only_cheap_slips() -> None:
    table = shipped_confusions()
    assert max(near("رسم").values()) <= table.short < table.changed


def test_confusions_go_both_ways_and_stay_within_an_alphabet() -> None:
    pairs = shipped_confusions().pairs
    for letter, others in pairs.items():
        script = next(letters for letters in ALPHABETS if letter in letters)
        for other, cost in others.items():
            assert other in script
            assert other != letter
            assert pairs[other][letter] == cost


@given(WORDS)
def test_every_neighbour_is_another_word_within_the_limit(word: str) -> None:
    found = near(word)
    assert word not in found
    assert "" not in found
    assert all(0 < cost <= shipped_confusions().limit(word) for cost in found.values())


@given(st.sampled_from(ALPHABETS).flatmap(lambda letters: st.text(letters, min_size=5, max_size=9)), st.data())
def test_a_letter_left_out_is_found_again(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    shorter = word[:place] + word[place + 1 :]
    if shorter != word and len(shorter) > 4:
        assert word in near(shorter)
