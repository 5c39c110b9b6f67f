"""A text is cut into words of one script."""

from __future__ import annotations

import pytest
from hypothesis import given

from analyzers.segmentation import ARABIC, LATIN, NUMBER, OTHER, TIFINAGH, WORD
from tests.analyzers.strategies import texts


def words(text: str) -> list[tuple[str, str | None]]:
    return [(match.group(), match.lastgroup) for match in WORD.finditer(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\x00\u200f،؛؟!", []),
        ("قرار المجلس", [("قرار", ARABIC), ("المجلس", ARABIC)]),
        ("الْمَجْلِسُ.", [("الْمَجْلِسُ", ARABIC)]),
        ("الـمـجـلـس", [("الـمـجـلـس", ARABIC)]),
        ("ـقرارـ ـــ", [("قرار", ARABIC)]),
        ("ﻗﺮﺍﺭ", [("ﻗﺮﺍﺭ", ARABIC)]),
        ("رقم15", [("رقم", ARABIC), ("15", NUMBER)]),
        ("2022المادة", [("2022", NUMBER), ("المادة", ARABIC)]),
        ("15DH", [("15", NUMBER), ("DH", LATIN)]),
        ("A4 m² B12a", [("A4", LATIN), ("m²", LATIN), ("B12a", LATIN)]),
        ("قرارDécision", [("قرار", ARABIC), ("Décision", LATIN)]),
        ("L’eau d'été", [("L’eau", LATIN), ("d'été", LATIN)]),
        ("'cité' l'", [("cité", LATIN), ("l", LATIN)]),
        ("procès-verbal", [("procès", LATIN), ("verbal", LATIN)]),
        ("e\u0301te\u0301s", [("e\u0301te\u0301s", LATIN)]),
        ("com\u00admune", [("com\u00admune", LATIN)]),
        ("ⵜⴰⵎⵓⵔⵜ", [("ⵜⴰⵎⵓⵔⵜ", TIFINAGH)]),
        ("привет हिन्दी", [("привет", OTHER), ("हिन्दी", OTHER)]),
        ("_x_y", [("x", LATIN), ("y", LATIN)]),
        ("قرار\u200f رقم", [("قرار", ARABIC), ("رقم", ARABIC)]),
        ("a\ud800b", [("a", LATIN), ("b", LATIN)]),
    ],
)
def test_words_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "number", ["15", "111-14", "111.14", "2022/15", "١١١-١٤", "١١١\u200f-\u200f١٤", "12/05/2022", "1.250,50", "٣٫٥"]
)
def test_a_number_and_its_separators_are_one_word(number: str) -> None:
    assert words(f"رقم {number}، و{number}.") == [("رقم", ARABIC), (number, NUMBER), ("و", ARABIC), (number, NUMBER)]


@given(texts)
def test_words_never_overlap_and_never_hold_white_space(text: str) -> None:
    end = 0
    for match in WORD.finditer(text):
        assert end <= match.start() < match.end()
        assert not any(map(str.isspace, match.group()))
        end = match.end()


@given(texts)
def test_every_letter_and_digit_is_in_a_word(text: str) -> None:
    covered = {place for match in WORD.finditer(text) for place in range(*match.span())}
    missed = [c for place, c in enumerate(text) if (c.isalpha() or c.isdecimal()) and place not in covered]
    assert set(missed) <= {"ـ"}


@given(texts)
def test_a_word_alone_is_the_same_word(text: str) -> None:
    for match in WORD.finditer(text):
        alone = WORD.match(match.group())
        assert alone is not None
        assert (alone.group(), alone.lastgroup) == (match.group(), match.lastgroup)
