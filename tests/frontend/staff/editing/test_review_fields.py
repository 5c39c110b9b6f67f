"""What clerks type becomes values as the archive keeps them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.correcting import dated
from domain.description import Field, SaidValue
from frontend.staff.review_fields import FIELDS, Control, control, said, title_languages
from search_api.forms import SentForm

TYPED = [
    (Field.DATE, "15/7/2021", ["2021-07-15"]),
    (Field.DATE, "2021-07-15", ["2021-07-15"]),
    (Field.DATE, " ١٥-٠٧-٢٠٢١ ", ["2021-07-15"]),
    (Field.DATE, "7/2021", ["2021-07"]),
    (Field.DATE, "2021", ["2021"]),
    (Field.DATE, "tomorrow", ["tomorrow"]),
    (Field.DATE, "  ", []),
    (Field.AMOUNT, "1.250.000,50 DH\r\n99,5", ["1250000.50", "99.50"]),
    (Field.AMOUNT, "1 250 000", ["1250000"]),
    (Field.AMOUNT, "1,250,000.75 dirhams", ["1250000.75"]),
    (Field.AMOUNT, "٢٥٠٫٧٥ درهم", ["250.75"]),
    (Field.AMOUNT, "1250000.5", ["1250000.50"]),
    (Field.AMOUNT, "a lot", ["a lot"]),
    (Field.NUMBER, "12 / ٢٠٢٢", ["12/2022"]),
    (Field.MEETING, "٢", ["2"]),
    (Field.PLACE, "الحسيمة\n\n خنيفرة ", ["الحسيمة", "خنيفرة"]),
    (Field.TYPE, "decision", ["decision"]),
    (Field.TYPE, "", []),
]


@pytest.mark.parametrize(("field", "typed", "expected"), TYPED)
def test_what_is_typed_is_read_as_it_is_meant(field: Field, typed: str, expected: list[str]) -> None:
    assert [one.value for one in said(field, SentForm((("value", typed),)))] == expected


@pytest.mark.parametrize(
    ("field", "kind", "value", "expected"),
    [
        (Field.SESSION, "ordinary", "10/2021", ["ordinary/2021-10"]),
        (Field.SESSION, "extraordinary", "2021-02", ["extraordinary/2021-02"]),
        (Field.SESSION, "ordinary", "", ["ordinary/"]),
        (Field.SESSION, "", "", []),
        (Field.VOTE, "majority", "20 / ٣ / 2", ["majority 20/3/2"]),
        (Field.VOTE, "unanimous", "", ["unanimous"]),
        (Field.VOTE, "", "", []),
    ],
)
def test_a_choice_and_what_is_typed_beside_it_make_one_value(
    field: Field, kind: str, value: str, expected: list[str]
) -> None:
    assert [one.value for one in said(field, SentForm((("kind", kind), ("value", value))))] == expected


def test_a_title_is_asked_for_in_both_languages_and_in_those_it_has() -> None:
    assert title_languages([SaidValue("Order", "en")]) == ["ar", "fr", "en"]
    form = SentForm((("title_ar", " مقرر \r\n السوق"), ("title_fr", " "), ("title_en", "Order"), ("title_<x>", "no")))
    assert said(Field.TITLE, form) == [SaidValue("مقرر السوق", "ar"), SaidValue("Order", "en")]


def test_several_values_have_a_line_each() -> None:
    assert control(Field.DEADLINE, [SaidValue("2021"), SaidValue("2022")]) is Control.LINES
    assert control(Field.DEADLINE, [SaidValue("2021")]) is Control.LINE


@given(st.sampled_from(FIELDS), st.text(max_size=40), st.text(max_size=12))
def test_whatever_is_typed_is_read_without_an_error(field: Field, value: str, kind: str) -> None:
    form = SentForm((("value", value), ("kind", kind), ("title_fr", value)))
    assert all(one.value.strip() for one in said(field, form))


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_read_the_same_however_it_is_written(day: date) -> None:
    written = f"{day:%d/%m/%Y}"
    (value,) = said(Field.DATE, SentForm((("value", written),)))
    assert dated(value.value).value == day
