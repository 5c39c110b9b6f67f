"""An amount is found however its digits are grouped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.pipeline import Analyzer


def lemmas(text: str, analyzer: Analyzer) -> list[tuple[str, ...]]:
    return [token.lemmas for token in analyzer.analyze(text)]


@pytest.mark.parametrize(
    "text",
    [
        "1250000",
        "1.250.000,00",
        "1,250,000.00",
        "1 250 000",
        "1 250 000,00",
        "1\u00a0250\u00a0000",
        "1\u202f250\u202f000,00",
        "١٢٥٠٠٠٠",
    ],
)
def test_every_part_of_an_amount_has_its_value(text: str, analyzer: Analyzer) -> None:
    assert all("1250000" in found for found in lemmas(text, analyzer))


@pytest.mark.parametrize("text", ["المادة 12 و 130", "2021 250", "1 25 000", "12  130", "0 250", "12 1300", "12\n130"])
def test_numbers_side_by_side_are_no_amount(text: str, analyzer: Analyzer) -> None:
    values = {lemma for found in lemmas(text, analyzer) for lemma in found}
    assert not values & {"12130", "2021250", "125000", "250", "121300"} - {"250"}


def test_a_currency_is_a_word_of_its_own(analyzer: Analyzer) -> None:
    assert [token.exact for token in analyzer.analyze("1 250 000 درهم")] == ["1", "250", "000", "درهم"]


@given(st.integers(1_000, 999_999_999_999))
def test_spaces_and_points_are_the_same(analyzer: Analyzer, value: int) -> None:
    grouped = f"{value:,}"
    for text in (grouped.replace(",", " "), grouped.replace(",", ".")):
        assert all(str(value) in found for found in lemmas(text, analyzer))
