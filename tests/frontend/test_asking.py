"""The parameters of a search, read and written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from domain.searching import FACET_FIELDS, MAX_OFFSET, Sort
from frontend.asking import Asked, asked, whole
from search_api.problems import Problem

VALUES = st.lists(st.text("ab12", min_size=1), unique=True, max_size=3)


def test_a_search_is_read_from_its_address() -> None:
    search = asked(QueryParams("q=+ ماء++شرب &type=tender&type=tender&type=decision&year=2022&sort=newest&after=7"))
    assert search == Asked(
        query="ماء شرب",
        filters={"type": ("tender", "decision"), "year": ("2022",)},
        sort=Sort.NEWEST,
        after=7,
    )


def test_empty_fields_of_a_form_ask_for_nothing() -> None:
    assert asked(QueryParams("q=&type=&sort=&offset=&after=&body=&lang=ar")) == Asked(sort=Sort.NEWEST)


def test_without_words_the_newest_come_first() -> None:
    assert asked(QueryParams("")).sort is Sort.NEWEST
    assert asked(QueryParams("q=a")).sort is Sort.RELEVANCE
    assert asked(QueryParams("sort=oldest")).sort is Sort.OLDEST


@pytest.mark.parametrize(
    "query",
    ["sort=best", "offset=-1", "offset=x", f"offset={MAX_OFFSET + 1}", "after=1.5", "after=²", "after=" + "9" * 30],
)
def test_what_cannot_be_meant_is_refused(query: str) -> None:
    with pytest.raises(Problem) as refused:
        asked(QueryParams(query))
    assert refused.value.status_code == 400


def test_a_whole_number_has_its_bounds() -> None:
    assert whole(QueryParams("page=1"), "page", least=1) == 1
    with pytest.raises(Problem):
        whole(QueryParams("page=0"), "page", least=1)


@given(st.text("ab ", max_size=5), st.dictionaries(st.sampled_from(FACET_FIELDS), VALUES), st.sampled_from(Sort))
def test_a_search_survives_its_own_link(query: str, filters: dict[str, list[str]], sort: Sort) -> None:
    wanted = {name: tuple(filters[name]) for name in FACET_FIELDS if filters.get(name)}
    search = Asked(" ".join(query.split()), wanted, sort)
    assert asked(QueryParams(search.parameters)) == search


def test_one_filter_can_be_taken_away() -> None:
    search = Asked("a", {"type": ("x", "y"), "year": ("2022",)}, offset=20)
    assert search.without("type", "x").parameters == [("q", "a"), ("type", "y"), ("year", "2022")]
    assert search.without("type", "x").offset == 0
    assert search.unfiltered().parameters == [("q", "a")]


def test_another_order_begins_at_the_first_page() -> None:
    search = Asked("a", offset=20).sorted_by(Sort.OLDEST)
    assert (search.offset, search.parameters) == (0, [("q", "a"), ("sort", "oldest")])


def test_a_page_of_results_is_a_window() -> None:
    assert Asked("a", offset=20).window.offset == 20
    assert Asked("a", after=5).window.after == 5
