"""A day is found however it is written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.mentions import without_months
from analyzers.months import month_numbers
from analyzers.pipeline import Analyzer


def keys(text: str, analyzer: Analyzer) -> set[str]:
    return {lemma for token in analyzer.analyze(text) for lemma in token.lemmas if lemma.startswith("@")}


def day_keys(text: str, analyzer: Analyzer) -> set[str]:
    return set(without_months(sorted(keys(text, analyzer))))


@pytest.mark.parametrize(
    "text",
    [
        "15 يوليوز 2021",
        "15 يوليو 2021",
        "15 تموز 2021",
        "١٥ يوليوز ٢٠٢١",
        "15 من يوليوز 2021",
        "15/07/2021",
        "15-7-2021",
        "15.07.2021",
        "2021/07/15",
        "2021-07-15",
        "15 juillet 2021",
        "15 JUILLET 2021",
        "July 15 2021, le 15 juillet 2021",
    ],
)
def test_all_ways_to_write_a_day_have_one_key(text: str, analyzer: Analyzer) -> None:
    assert "@2021-07-15" in keys(text, analyzer)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1 يناير 2020", "@2020-01-01"),
        ("1er janvier 2020", "@2020-01-01"),
        ("فاتح مارس 2020", "@2020-03-01"),
        ("3 غشت 2019", "@2019-08-03"),
        ("3 أغسطس 2019", "@2019-08-03"),
        ("3 août 2019", "@2019-08-03"),
        ("30 شتنبر 2018", "@2018-09-30"),
        ("30 septembre 2018", "@2018-09-30"),
        ("9 نونبر 2018", "@2018-11-09"),
        ("9 تشرين الثاني 2018", "@2018-11-09"),
        ("24 دجنبر 2018", "@2018-12-24"),
        ("24 كانون الأول 2018", "@2018-12-24"),
        ("7 ماي 1985", "@1985-05-07"),
        ("دورة أكتوبر 2022", "@2022-10"),
        ("session d'octobre 2022", "@2022-10"),
    ],
)
def test_moroccan_levantine_and_french_months_are_known(text: str, key: str, analyzer: Analyzer) -> None:
    assert key in keys(text, analyzer)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 ذو الحجة 1442 (16 يوليوز 2021)", {"@h1442-12-05", "@2021-07-16"}),  # tables say the 15th
        ("5 ذي الحجة 1442 موافق 16 يوليوز 2021", {"@h1442-12-05", "@2021-07-16"}),
        ("5 من ذي الحجة 1442", {"@h1442-12-05", "@2021-07-15"}),
        ("27 من جمادى الآخرة 1436 (17 أبريل 2015)", {"@h1436-06-27", "@2015-04-17"}),
        ("20 ramadan 1436 (7 juillet 2015)", {"@h1436-09-20", "@2015-07-07"}),
        ("فاتح رمضان 1386 (14 دجنبر 1966)", {"@h1386-09-01", "@1966-12-14"}),
    ],
)
def test_a_printed_gregorian_day_wins_over_conversion(text: str, expected: set[str], analyzer: Analyzer) -> None:
    assert day_keys(text, analyzer) == expected


@pytest.mark.parametrize(
    "text", ["31 فبراير 2021", "15 يوليوز", "يوليوز", "المادة 15 لسنة 2021", "32/13/2021", "12 2021", "2021", "45 صفر 1442"]
)
def test_what_is_no_day_has_no_day_key(text: str, analyzer: Analyzer) -> None:
    assert not [key for key in keys(text, analyzer) if len(key.split("-")) == 3]


def test_every_word_of_a_day_carries_its_key(analyzer: Analyzer) -> None:
    tokens = analyzer.analyze("في 15 يوليوز 2021 بمقر")
    assert ["@2021-07-15" in token.lemmas for token in tokens] == [False, True, True, True, False]


def test_who_asks_for_a_day_does_not_ask_for_its_month() -> None:
    assert without_months(["15", "@2021-07-15", "@2021-07"]) == ("15", "@2021-07-15")
    assert without_months(["2021", "@2021-07"]) == ("2021", "@2021-07")


@given(st.dates(min_value=date(1912, 1, 1), max_value=date(2100, 12, 31)))
def test_digits_in_either_order_are_the_same_day(analyzer: Analyzer, day: date) -> None:
    expected = {f"@{day.isoformat()}"}
    assert day_keys(f"{day.day}/{day.month}/{day.year}", analyzer) == expected
    assert day_keys(day.isoformat(), analyzer) == expected


@pytest.mark.parametrize("calendar", ["gregorian", "hijri"])
def test_a_calendar_has_twelve_months(calendar: str) -> None:
    assert set(month_numbers(calendar).values()) == set(range(1, 13))


@given(st.lists(st.sampled_from("1 15 31 1442 2021 يوليوز رمضان من ( ) / - juillet فاتح".split()), max_size=8))
def test_any_run_of_such_words_is_read_without_fail(analyzer: Analyzer, words: list[str]) -> None:
    tokens = analyzer.analyze(" ".join(words))
    assert _in_order(token.start for token in tokens)


def _in_order(values: Iterable[int]) -> bool:
    return all(first < second for first, second in pairwise(values))
