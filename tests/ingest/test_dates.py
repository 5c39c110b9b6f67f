"""Dates are read as councils write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.normalization import fold
from ingest.dates import find_dates

CASES = [
    ("يوم الأربعاء 27 يوليوز 2022", date(2022, 7, 27)),
    ("بتاريخ ٢٧ غشت ٢٠٢١", date(2021, 8, 27)),
    ("حرر في 3 نونبر 2019", date(2019, 11, 3)),
    ("22 شتنبر 2020", date(2020, 9, 22)),
    ("1 دجنبر 2018", date(2018, 12, 1)),
    ("17 ماي 2022", date(2022, 5, 17)),
    ("5 كانون الثاني 2017", date(2017, 1, 5)),
    ("le 1er août 2016", date(2016, 8, 1)),
    ("séance du 3 février 2023", date(2023, 2, 3)),
    ("27/07/2022", date(2022, 7, 27)),
    ("27 من شهر يوليوز سنة 2022", date(2022, 7, 27)),
    ("فاتح مارس من سنة 2022", date(2022, 3, 1)),
    ("28 / 11 /2019", date(2019, 11, 28)),
    ("27.7.2022", date(2022, 7, 27)),
    ("2022-07-27", date(2022, 7, 27)),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_date_is_read(text: str, expected: date) -> None:
    assert [found.value.value for found in find_dates(fold(text))] == [expected]


@pytest.mark.parametrize("text", ["31/02/2020", "القانون 111-14", "12/2021", "1443/05/12", "99/99/2020", "2022"])
def test_what_is_no_calendar_day_is_no_date(text: str) -> None:
    assert find_dates(fold(text)) == []


def test_dates_come_in_the_order_of_the_text() -> None:
    text = fold("دورة 2021-03-01، بتاريخ 5 ماي 2020 ثم 01/02/2019")
    assert [found.value.value.year for found in find_dates(text)] == [2021, 2020, 2019]


@given(st.dates(date(1912, 1, 1), date(2100, 12, 31)))
def test_every_day_written_in_digits_is_read_back(day: date) -> None:
    for text in (day.isoformat(), f"{day.day}/{day.month}/{day.year}"):
        assert [found.value.value for found in find_dates(text)] == [day]


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    for found in find_dates(fold(text)):
        assert 0 <= found.start < found.end
