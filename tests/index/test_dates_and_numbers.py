"""Dates and numbers in the many ways they are written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import parse_period
from index.numbers import normalize_number, number_orders


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022-07", date(2022, 7, 1), date(2022, 7, 31)),
        ("07/2022", date(2022, 7, 1), date(2022, 7, 31)),
        ("2024-2", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022-07-27", date(2022, 7, 27), date(2022, 7, 27)),
        ("27/07/2022", date(2022, 7, 27), date(2022, 7, 27)),
        (" 27.7.2022 ", date(2022, 7, 27), date(2022, 7, 27)),
        ("٢٠٢٢-٠٧", date(2022, 7, 1), date(2022, 7, 31)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_a_date_names_a_period(text: str, first: date, last: date) -> None:
    assert parse_period(text) == (first, last)


@pytest.mark.parametrize("text", ["", "x", "22", "2022-13", "31/02/2022", "0000", "2022-1-2-3", "2022-07-", "²⁰²²"])
def test_what_is_no_date_names_none(text: str) -> None:
    assert parse_period(text) is None


@given(st.dates())
def test_every_day_can_be_named(day: date) -> None:
    assert parse_period(day.isoformat()) == (day, day)
    assert parse_period(f"{day.day}/{day.month}/{day.year:04}") == (day, day)


@given(st.text())
def test_any_text_names_a_period_or_none(text: str) -> None:
    period = parse_period(text)
    assert period is None or period[0] <= period[1]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2022/15", "2022-15"),
        ("رقم ٠١٥-٢٠٢٢", "رقم-15-2022"),
        ("15 / 2022", "15-2022"),
        ("000", "0"),
        ("N° 12B", "n-12-b"),
        ("", ""),
        ("--", ""),
    ],
)
def test_numbers_are_written_alike(text: str, number: str) -> None:
    assert normalize_number(text) == number


@given(st.text())
def test_normalising_a_number_twice_is_once(text: str) -> None:
    assert normalize_number(normalize_number(text)) == normalize_number(text)


def test_a_number_is_looked_for_in_both_orders() -> None:
    assert number_orders("111-14") == ("111-14", "14-111")
    assert number_orders("15") == ("15",)
