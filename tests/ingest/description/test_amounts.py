"""Amounts in dirhams, however they are written, are one value each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.pipeline import Analyzer
from demo.other_wording import ARABIC_SUMS, FRENCH_SUMS
from domain.description import REVIEW_BELOW, Field
from ingest.description.amounts import dirhams, find_amounts
from ingest.description.folded_pages import fold_page
from tests.ingest.description.samples import evidence_of, found, pages_of, values_in

WRITTEN = [
    ("1.250.000,00 درهم", "1250000"),
    ("1 250 000,00 DH", "1250000"),
    ("1\u00a0250\u00a0000,00\u00a0DH", "1250000"),
    ("1.250.000 درهما", "1250000"),
    ("1250000,00 dirhams", "1250000"),
    ("1 250 000 MAD TTC", "1250000"),
    ("30 000, Dhs", "30000"),
    ("(20.000 درهم)", "20000"),
    ("99,50 DH", "99.50"),
    ("١٢٥٠٠٠٠ درهم", "1250000"),
    ("2,5 millions de dirhams", "2500000"),
    ("3 ملايين درهم", "3000000"),
    ("12 MDH", "12000000"),
    ("750 KDH", "750000"),
    ("250 000,00DH", "250000"),
    ("1.250.000,00", "1250000"),
    ("9 640 000", "9640000"),
    ("6.530.000 لهذا", "6530000"),
    ("350 3 000,00 درهم", "3350000"),
    ("440 4 000 درهم", "4440000"),
    ("6.260.000,00‘dirhams", "6260000"),
]


@pytest.mark.parametrize(("written", "value"), WRITTEN)
def test_an_amount_is_read(written: str, value: str, analyzer: Analyzer) -> None:
    assert found(analyzer, Field.AMOUNT, f"رصد مبلغ {written} لهذا الغرض") == [value]


IN_WORDS = [
    ("ستين درهما", "60"),
    ("ألف درهم", "1000"),
    ("ألفي درهم", "2000"),
    ("ثلاثة آلاف درهم", "3000"),
    ("خمسمائة درهم", "500"),
    ("وألفين وخمسمائة درهم", "2500"),
    ("عشرين ألف درهم (20.000 درهم)", "20000"),
    ("عشرين ألف (20.000) درهم", "20000"),
    ("مائة وخمسة وعشرون ألف درهم", "125000"),
    ("مليونين ومئتين وعشرين ألف درهم", "2220000"),
    ("بين خمسمائة وألف وخمسمائة درهم", "1500"),
    ("trente mille Dirhams (30 000, Dhs)", "30000"),
    ("deux millions deux cent vingt mille dirhams", "2220000"),
    ("deux millions de dirhams", "2000000"),
    ("quatre-vingt-dix mille dirhams", "90000"),
    ("soixante et onze dirhams", "71"),
    ("20 ألف درهم", "20000"),
]


@pytest.mark.parametrize(("written", "value"), IN_WORDS)
def test_an_amount_in_words_is_read(written: str, value: str, analyzer: Analyzer) -> None:
    assert found(analyzer, Field.AMOUNT, f"غرامة قدرها {written} لفائدة الخزينة") == [value]


NO_AMOUNTS = [
    "القانون رقم 113.14",
    "20/02/2021",
    "05.37.76.50.24",
    "12 عضوا",
    "149 952 €",
    "2.000,00 euros",
    "0,00 DH",
    "2 220",
]


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_is_no_amount_in_dirhams_is_none(text: str, analyzer: Analyzer) -> None:
    assert found(analyzer, Field.AMOUNT, f"النص {text} هنا") == []


def test_a_document_in_another_currency_has_only_amounts_said_to_be_dirhams(analyzer: Analyzer) -> None:
    text = "un prêt de 220.100.000,00 euros, soit 1.000,00 par an, et 500 DH de frais"
    assert found(analyzer, Field.AMOUNT, text) == ["500"]


def test_both_ends_of_a_range_are_amounts(analyzer: Analyzer) -> None:
    assert found(analyzer, Field.AMOUNT, "une amende de 10.000 à 100.000 dirhams") == ["10000", "100000"]
    assert found(analyzer, Field.AMOUNT, "غرامة من 200 إلى 500 درهم") == ["200", "500"]


def test_an_amount_is_told_once_where_it_is_surest(analyzer: Analyzer) -> None:
    text = "| 1.250.000,00 |\nأي 1.250.000,00 درهم"
    values = values_in(analyzer, text)
    assert found(analyzer, Field.AMOUNT, text) == ["1250000"]
    assert evidence_of(values, Field.AMOUNT, text) == ["1.250.000,00 درهم"]


def test_a_number_that_only_looks_like_money_is_for_review(analyzer: Analyzer) -> None:
    (amount,) = [one for one in values_in(analyzer, "| 1.250.000,00 |") if one.field is Field.AMOUNT]
    assert amount.confidence < REVIEW_BELOW


@given(st.integers(1_000, 999_999_999), st.sampled_from([*ARABIC_SUMS, *FRENCH_SUMS]))
def test_whatever_the_writing_the_value_is_the_same(amount: int, write: object) -> None:
    assert callable(write)
    text = f"مبلغ {write(amount)}."
    (page,) = pages_of(text)
    assert [one.value for one in find_amounts([fold_page(page)])] == [str(amount)]


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_centimes_are_kept(whole: int, cents: int) -> None:
    assert dirhams(f"{whole},{cents:02}") == (f"{whole}.{cents:02}" if cents else str(whole))
