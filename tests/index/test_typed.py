"""What somebody typed is planned alike for a search and for an alert."""

from __future__ import annotations

import pytest

from analyzers.pipeline import Analyzer
from domain.documents import Body, Organization
from domain.searching import Precision
from index.plan import AnyForm, HasValue
from index.typed import MAX_QUERY, QueryPlanner

WAHA = Body("waha", {"ar": "مجلس جهة الواحة", "fr": "Conseil de la région Al Waha"})
BUREAU = Organization("bureau", "waha", {"fr": "Le bureau"})


@pytest.fixture(scope="module")
def planner(analyzer: Analyzer) -> QueryPlanner:
    return QueryPlanner(analyzer, [WAHA], [BUREAU])


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("body:الواحة", HasValue("body", "waha")),
        ("body:waha", HasValue("body", "waha")),
        ("organization:bureau", HasValue("organization", "bureau")),
        ("type:tender", HasValue("type", "tender")),
    ],
)
def test_councils_are_known_by_their_names(planner: QueryPlanner, typed: str, value: HasValue) -> None:
    assert planner.plan(typed).root.items == (value,)


def test_terms_are_looked_for_in_the_other_language_unless_it_is_switched_off(planner: QueryPlanner) -> None:
    assert planner.plan("budget").equivalents
    assert not planner.plan("budget", translate=False).equivalents


def word(planner: QueryPlanner, precision: Precision) -> AnyForm:
    (found,) = planner.plan("المجالس", precision).root.items
    assert isinstance(found, AnyForm)
    return found


def test_words_are_taken_as_precisely_as_is_asked(planner: QueryPlanner) -> None:
    assert not word(planner, Precision.EXACT).lemmas
    assert word(planner, Precision.FORMS).lemmas
    assert not word(planner, Precision.FORMS).by_root
    assert word(planner, Precision.ROOT).by_root


def test_no_more_is_planned_than_is_read(planner: QueryPlanner) -> None:
    assert planner.plan("tramway" + " " * MAX_QUERY + "budget") == planner.plan("tramway")
