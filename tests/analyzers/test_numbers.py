"""Numbers are found however they are punctuated, and in whichever order they were copied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.numbers import analyze_number
from analyzers.terms import MAX_TERM


def exact(number: str) -> list[str]:
    return [terms.exact for terms in analyze_number(number)]


def lemmas(number: str) -> set[str]:
    return {lemma for terms in analyze_number(number) for lemma in terms.lemmas}


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("15", "15"),
        ("١٥", "15"),
        ("111-14", "111-14"),
        ("111.14", "111-14"),
        ("١١١\u200f-\u200f١٤", "111-14"),
        ("2022/15", "2022-15"),
        ("12/05/2022", "12-05-2022"),
        ("1.250.000,00", "1-250-000-00"),
    ],
)
def test_the_exact_term_is_what_is_written_with_one_kind_of_separator(written: str, term: str) -> None:
    assert exact(written) == [term]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("111-14", "14-111"),
        ("2022/15", "١٥/٢٠٢٢"),
        ("2.17.451", "451-17-2"),
        ("12/05/2022", "2022-5-12"),
        ("015", "15"),
        ("1.250.000,00", "1250000"),
        ("1,250,000.00", "1250000"),
        ("1.250", "1250"),
        ("١٬٢٥٠٬٠٠٠", "1250000"),
        ("65,50", "65,5"),
        ("65,00", "65"),
    ],
)
def test_two_ways_to_write_a_number_share_a_lemma(one: str, other: str) -> None:
    assert lemmas(one) & lemmas(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("111-14", "111-15"),
        ("111-14", "111"),
        ("12/05/2022", "05/12/2022"),
        ("65.00", "65"),
        ("2.17.451", "217451"),
        ("1.250", "12.50"),
        ("65,50", "65,05"),
    ],
)
def test_different_numbers_share_no_lemma(one: str, other: str) -> None:
    assert not lemmas(one) & lemmas(other)


@pytest.mark.parametrize("span", ["2022-2027", "2022/2027", "٢٠٢٢-٢٠٢٧"])
def test_both_years_of_a_span_can_be_found(span: str) -> None:
    first, last = analyze_number(span)
    assert (first.exact, last.exact) == ("2022", "2027")
    assert (span[first.start : first.end], span[last.start : last.end]) == (span[:4], span[-4:])


@given(st.lists(st.from_regex(r"[0-9]{1,5}", fullmatch=True), min_size=2, max_size=5))
def test_the_order_of_a_reference_does_not_matter(groups: list[str]) -> None:
    assert lemmas("/".join(groups)) & lemmas("/".join(reversed(groups)))


@given(st.from_regex(r"\d{1,200}([-./]\d{1,200}){0,40}", fullmatch=True))
def test_no_term_is_long(number: str) -> None:
    for terms in analyze_number(number):
        assert all(0 < len(term) <= MAX_TERM for term in (terms.exact, terms.stem, *terms.lemmas))
