"""Of all the readings of a word the plausible ones are kept, likeliest first."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzers.lexicon import Morphology, load


@pytest.fixture(scope="module")
def morphology(lexicon_path: Path) -> Morphology:
    return load(lexicon_path)


def lemmas(word: str, morphology: Morphology) -> list[str]:
    return list(dict.fromkeys(reading.lemma for reading in morphology.readings(word)))


@pytest.mark.parametrize(
    ("word", "kept", "left_out"),
    [
        ("لجنة", "لجنه", "جنه"),  # not: for paradise
        ("كلمة", "كلمه", "لمه"),
        ("وقت", "وقت", "قت"),
        ("بداية", "بدايه", "دايه"),
        ("فيلم", "فيلم", "لم"),
    ],
)
def test_far_fetched_readings_are_left_out(word: str, kept: str, left_out: str, morphology: Morphology) -> None:
    found = lemmas(word, morphology)
    assert kept in found
    assert left_out not in found


@pytest.mark.parametrize(
    ("word", "first", "second"), [("قدم", "قدم", "قدوم"), ("أول", "اول", "اولي"), ("مدينة", "مدينه", "مدين")]
)
def test_the_lemma_that_is_seen_in_the_word_comes_first(word: str, first: str, second: str, morphology: Morphology) -> None:
    found = lemmas(word, morphology)
    assert found.index(first) < found.index(second)


@pytest.mark.parametrize(("spelt", "right"), [("الاجراءات", "الإجراءات"), ("مستشفي", "مستشفى"), ("امن", "أمن")])
def test_a_careless_spelling_is_understood(spelt: str, right: str, morphology: Morphology) -> None:
    assert set(lemmas(right, morphology)) & set(lemmas(spelt, morphology))


def test_a_right_spelling_is_not_taken_for_a_careless_one(morphology: Morphology) -> None:
    assert lemmas("كتابه", morphology)[0] == "كتاب"
    assert "كتابه" not in lemmas("كتابه", morphology)


@pytest.mark.parametrize("word", ["æÇáÌãÇÚÇÊ", "Rabat", "15", "؛", "ⵜⴰⵎⵓⵔⵜ", "", " "])
def test_what_is_no_arabic_is_not_known(word: str, morphology: Morphology) -> None:
    assert morphology.readings(word) == ()


def test_words_of_our_own_are_never_left_out(morphology: Morphology) -> None:
    assert "اغسطس" in lemmas("بغشت", morphology)
