"""The words of the pages: every one used exists, every one is used, and numbers, dates and plurals are right."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

import domain
import frontend
from domain.documents import DatedValue, DatePrecision
from domain.translation import LANGUAGES, messages
from frontend.plurals import CATEGORIES, category
from frontend.words import words

SOURCES = [
    path.read_text(encoding="utf-8")
    for pattern in ("templates/**/*.html", "**/*.py")
    for path in Path(str(frontend.__file__)).parent.glob(pattern)
]
WHOLE = re.compile(r"""(?:\bt|self)\(\s*"([a-z_.]+)"\s*[,)]""")
EITHER = re.compile(r"""\bt\("([a-z_.]+)" if .+? else "([a-z_.]+)"\)""")
BEGINNING = re.compile(r"""\bt(?:\.known)?\("([a-z_.]+)" ~""")
NOUNS = re.compile(r"""\.plural\("([a-z]+)\"""")
NAMES = re.compile(r"""["(]([a-z_]+\.[a-z_.]+)["]""")


def used() -> set[str]:
    return {key for source in SOURCES for key in WHOLE.findall(source)} | {
        key for source in SOURCES for pair in EITHER.findall(source) for key in pair
    }


def beginnings() -> set[str]:
    nouns = {f"count.{noun}.plural." for source in SOURCES for noun in NOUNS.findall(source)}
    return nouns | {key for source in SOURCES for key in BEGINNING.findall(source)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_a_page_uses_exists(language: str) -> None:
    assert used() - messages(language).keys() == set()
    for beginning in beginnings():
        assert any(key.startswith(beginning) for key in messages(language)), beginning


def test_every_word_of_the_pages_is_used() -> None:
    folder = Path(str(domain.__file__)).parent / "locale"
    own = {table for area in ("ui", "staff") for table in tomllib.loads((folder / f"{area}.en.toml").read_text("utf-8"))}
    keys = {key for key in messages("en") if key.partition(".")[0] in own}
    begun = tuple(beginnings() | {"date.", "month.", "error.", "interface."})
    mentioned = used() | {key for source in SOURCES for key in NAMES.findall(source)}
    assert {key for key in keys - mentioned if not key.startswith(begun)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_noun_has_the_plural_forms_of_its_language(language: str) -> None:
    for noun in {noun for source in SOURCES for noun in NOUNS.findall(source)}:
        start = f"count.{noun}.plural."
        forms = {key.removeprefix(start) for key in messages(language) if key.startswith(start)}
        assert forms == {*CATEGORIES[language], "zero"}


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("ar", 0, "لا وثيقة"),
        ("ar", 1, "وثيقة واحدة"),
        ("ar", 2, "وثيقتان"),
        ("ar", 3, "3 وثائق"),
        ("ar", 10, "10 وثائق"),
        ("ar", 11, "11 وثيقة"),
        ("ar", 99, "99 وثيقة"),
        ("ar", 100, "100 وثيقة"),
        ("ar", 103, "103 وثائق"),
        ("ar", 1234, "1.234 وثيقة"),
        ("fr", 0, "Aucun document"),
        ("fr", 1, "Un document"),
        ("fr", 2, "2 documents"),
        ("fr", 12345, "12\u202f345 documents"),
        ("en", 0, "No documents"),
        ("en", 1, "One document"),
        ("en", 1234, "1,234 documents"),
    ],
)
def test_documents_are_counted_as_people_count(language: str, count: int, said: str) -> None:
    assert words(language).plural("documents", count) == said


@given(st.sampled_from(LANGUAGES), st.integers(0, 10**9))
def test_every_count_has_a_form(language: str, count: int) -> None:
    assert category(language, count) in CATEGORIES[language]


@pytest.mark.parametrize(
    ("language", "value", "precision", "said"),
    [
        ("ar", date(2022, 7, 27), "day", "27 يوليوز 2022"),
        ("ar", date(2023, 8, 1), "day", "فاتح غشت 2023"),
        ("ar", date(2023, 9, 1), "month", "شتنبر 2023"),
        ("ar", date(2023, 11, 15), "day", "15 نونبر 2023"),
        ("ar", date(2023, 12, 31), "day", "31 دجنبر 2023"),
        ("fr", date(2022, 7, 27), "day", "27 juillet 2022"),
        ("fr", date(2022, 8, 1), "day", "1er août 2022"),
        ("fr", date(2022, 1, 1), "year", "2022"),
        ("en", date(2022, 2, 1), "month", "February 2022"),
    ],
)
def test_dates_are_written_as_in_morocco(language: str, value: date, precision: str, said: str) -> None:
    assert words(language).date(value, precision) == said


def test_a_dated_value_is_written_as_far_as_it_is_known() -> None:
    assert words("ar").dated(DatedValue(date(2024, 5, 1), DatePrecision.MONTH)) == "ماي 2024"


def test_a_moment_is_written_as_its_day() -> None:
    assert words("fr").date(datetime(2024, 3, 2, 8, tzinfo=UTC)) == "2 mars 2024"


@pytest.mark.parametrize(
    ("language", "size", "said"),
    [
        ("ar", 10, "1 كيلوبايت"),
        ("fr", 48_213, "47 Ko"),
        ("fr", 1_500_000, "1,4 Mo"),
        ("en", 3 * 1024**2, "3.0 MB"),
    ],
)
def test_sizes_are_said_in_units_people_know(language: str, size: int, said: str) -> None:
    assert words(language).size(size) == said


def test_shares_are_whole_percents() -> None:
    assert [words(language).percent(0.914) for language in LANGUAGES] == ["91%", "91\u202f%", "91%"]


def test_french_signs_never_begin_a_line() -> None:
    for key, text in words("fr").texts.items():
        assert not re.search(r" [:;?!»]|« ", text), key


def test_what_is_put_into_a_message_is_escaped_unless_it_is_html() -> None:
    assert words("en")("results.number", number="<b>") == "No. &lt;b&gt;"
    assert words("en")("results.number", number=Markup("<b>1</b>")) == "No. <b>1</b>"


def test_a_code_without_words_is_shown_escaped() -> None:
    assert words("en").known("type.none", "<i>") == "&lt;i&gt;"
    assert words("en").known("type.budget", "<i>") == "Budget"


def test_arabic_reads_from_the_right() -> None:
    assert [words(language).direction for language in LANGUAGES] == ["rtl", "ltr", "ltr"]
