from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.wording import (
    amounts,
    arabic_date,
    arabic_money,
    arabic_weekday,
    french_date,
    french_money,
    french_weekday,
)


@pytest.mark.parametrize(
    ("day", "arabic", "french"),
    [
        (date(2022, 3, 1), "الثلاثاء 1 مارس 2022", "mardi 1er mars 2022"),
        (date(2021, 8, 4), "الأربعاء 4 غشت 2021", "mercredi 4 août 2021"),
        (date(2019, 12, 30), "الاثنين 30 دجنبر 2019", "lundi 30 décembre 2019"),
        (date(2024, 5, 9), "الخميس 9 ماي 2024", "jeudi 9 mai 2024"),
    ],
)
def test_dates_are_written_as_in_morocco(day: date, arabic: str, french: str) -> None:
    assert f"{arabic_weekday(day)} {arabic_date(day)}" == arabic
    assert f"{french_weekday(day)} {french_date(day)}" == french


@pytest.mark.parametrize(
    ("dirhams", "arabic", "french"),
    [
        (1_250_000, "1.250.000,00 درهم", "1\u00a0250\u00a0000,00\u00a0DH"),
        (950, "950,00 درهم", "950,00\u00a0DH"),
        (0, "0,00 درهم", "0,00\u00a0DH"),
    ],
)
def test_amounts_are_written_as_in_morocco(dirhams: int, arabic: str, french: str) -> None:
    assert arabic_money(dirhams) == arabic
    assert french_money(dirhams) == french


@given(st.integers(min_value=0, max_value=10**10))
def test_an_amount_written_is_read_again(dirhams: int) -> None:
    for written in (arabic_money(dirhams), french_money(dirhams), french_money(dirhams).replace("\u00a0", " ")):
        assert amounts(f"مبلغ {written}، n° 12/2021") == [dirhams]


@pytest.mark.parametrize("text", ["القانون 111-14", "27/07/2022", "n° 12/2021", "36 voix", "المرسوم 2-12-349"])
def test_other_numbers_are_no_amounts(text: str) -> None:
    assert amounts(text) == []
