"""A standing query is answered by a new document exactly when a search for it would find that document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.searching import Sort, Window
from index.engine import IndexDocument
from index.engines.tantivy_memory import MemoryIndex
from index.plan import (
    AnyForm,
    Either,
    Every,
    ExactPhrase,
    ExactPrefix,
    Excluded,
    HasValue,
    InDays,
    Plan,
    PlanNode,
    StemPhrase,
)
from index.standing.queries import Match, StandingQueries, StandingQuery
from tests.engines import EngineAt, emptied
from tests.index.archives import (
    answers,
    answers_translated,
    archives,
    bilingual_plans,
    document,
    filters,
    passes,
    plans,
    word,
)
from tests.index.conftest import written

QUERIES = st.lists(st.tuples(st.one_of(plans(), bilingual_plans()), filters()), max_size=8)


def standing(*plans: Plan) -> StandingQueries:
    return StandingQueries(StandingQuery(f"q{number}", plan, {}) for number, plan in enumerate(plans, start=1))


def matches(queries: StandingQueries, *documents: IndexDocument) -> set[tuple[str, str]]:
    return {(match.query_id, match.document_id) for match in queries.match(documents, MemoryIndex(documents))}


def names(queries: StandingQueries, *documents: IndexDocument) -> list[str]:
    return [query.id for query in queries.candidates(documents)]


@settings(max_examples=150)
@given(archives(), QUERIES)
def test_the_matches_are_those_of_reading_through(
    documents: list[IndexDocument], queries: list[tuple[Plan, dict[str, list[str]]]]
) -> None:
    saved = [StandingQuery(str(number), plan, chosen) for number, (plan, chosen) in enumerate(queries)]
    expected = {
        Match(query.id, one.id)
        for query in saved
        for one in documents
        if passes(one, query.filters) and (answers(one, query.plan.root) or answers_translated(one, query.plan))
    }
    found = list(StandingQueries(saved).match(documents, MemoryIndex(documents)))
    assert len(found) == len(set(found))
    assert set(found) == expected


@settings(max_examples=20)
@given(documents=archives(), queries=QUERIES)
def test_every_engine_finds_the_same(
    engine_in: EngineAt, documents: list[IndexDocument], queries: list[tuple[Plan, dict[str, list[str]]]]
) -> None:
    saved = [StandingQuery(str(number), plan, chosen) for number, (plan, chosen) in enumerate(queries)]
    found = set(StandingQueries(saved).match(documents, MemoryIndex(documents)))
    with emptied(engine_in) as search_engine, written(search_engine, documents) as reader:
        for query in saved:
            answer = reader.search(query.plan, query.filters, Sort.NEWEST, Window(size=50))
            wanted = {one.document_id for one in found if one.query_id == query.id}
            assert {hit.document_id for hit in answer.hits} == wanted


@settings(max_examples=60)
@given(archives(), archives(), QUERIES)
def test_documents_match_together_as_they_do_alone(
    some: list[IndexDocument], others: list[IndexDocument], queries: list[tuple[Plan, dict[str, list[str]]]]
) -> None:
    saved = StandingQueries(StandingQuery(str(number), *query) for number, query in enumerate(queries))
    renamed = [document_named(one, f"other {one.id}", 1000) for one in others]
    together = set(saved.match([*some, *renamed], MemoryIndex([*some, *renamed])))
    alone: set[Match] = set()
    for batch in (some, renamed):
        alone.update(saved.match(batch, MemoryIndex(batch)))
    assert together == alone


def document_named(document: IndexDocument, name: str, further: int) -> IndexDocument:
    return replace(document, id=name, sort_key=document.sort_key + further)


def test_a_partial_match_is_none() -> None:
    queries = standing(Plan(Every((word("abi"), word("bdi")))))
    assert matches(queries, document(1, "abi"), document(2, "abi", "bdi")) == {("q1", "d2")}


def test_what_one_document_lacks_another_does_not_make_up_for() -> None:
    queries = standing(Plan(Every((word("abi"), word("bdi")))))
    assert names(queries, document(1, "abi"), document(2, "bdi")) == []


def test_queries_without_a_shared_term_are_not_even_asked() -> None:
    queries = standing(Plan(Every((word("abi"),))), Plan(Every((word("bdi"),))))
    assert names(queries, document(1, "abi")) == ["q1"]


@pytest.mark.parametrize(
    "root",
    [
        Every(()),
        Every((InDays(1, 800_000),)),
        Every((Excluded(word("bdi")),)),
        Every((Either((word("bdi"), InDays(1, 800_000))),)),
        Every((AnyForm("x", "x", ("x",), optional=True),)),
    ],
)
def test_what_no_term_decides_is_always_asked(root: Every) -> None:
    queries = standing(Plan(root))
    assert matches(queries, document(1, "abi", day=5)) == {("q1", "d1")}


@pytest.mark.parametrize(
    "item",
    [
        Either((word("abi"), word("bdi"))),
        ExactPhrase(("abi", "bdi")),
        ExactPrefix("abi"),
        ExactPrefix("abini"),
        HasValue("type", "tender"),
        HasValue("number", "7-2022"),
        word("abi", in_title=True),
    ],
)
def test_a_document_without_the_terms_costs_nothing(item: Either | ExactPhrase | ExactPrefix | HasValue | AnyForm) -> None:
    assert names(standing(Plan(Every((item,)))), document(1, "zzz", "yyy", type=("decision",))) == []


class NobodyAsks:
    """An index that is not to be asked."""

    def matching(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> frozenset[str]:
        raise AssertionError(f"asked for {plan} {filters}")


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        (word("abi"), {"d1", "d2"}),
        (Either((word("abi"), word("bdi"))), {"d1", "d2"}),
        (Every((word("abi"), word("cdi"))), {"d2"}),
        (ExactPhrase(("abi", "bdi")), {"d1"}),
        (StemPhrase(("cdi", "abi")), {"d2"}),
        (ExactPrefix("abi"), {"d1", "d2"}),
        (HasValue("type", "tender"), {"d2"}),
    ],
)
def test_what_keys_decide_asks_no_index(item: PlanNode, answer: set[str]) -> None:
    documents = [document(1, "abi bdi"), document(2, "bdi", "cdi abi", type=("tender",)), document(3, "xyz")]
    found = standing(Plan(Every((item,)))).match(documents, NobodyAsks())
    assert {match.document_id for match in found} == answer


@pytest.mark.parametrize(
    "item", [ExactPhrase(("abi", "bdi")), StemPhrase(("abi", "bdi")), ExactPhrase(("abi", "bdi", "cdi"))]
)
def test_words_that_stand_on_two_pages_or_the_wrong_way_round_are_no_phrase(item: PlanNode) -> None:
    assert names(standing(Plan(Every((item,)))), document(1, "cdi bdi abi", "bdi cdi")) == []


def test_a_chosen_value_is_required() -> None:
    queries = StandingQueries([StandingQuery("q", Plan(Every((word("abi"),))), {"type": ["tender", "opinion"]})])
    assert names(queries, document(1, "abi", type=("decision",)), document(2, "bdi", type=("tender",))) == []
    assert matches(queries, document(1, "abi", type=("opinion",))) == {("q", "d1")}


def test_a_query_saved_again_replaces_itself() -> None:
    queries = standing(Plan(Every((word("abi"),))))
    queries.put(StandingQuery("q1", Plan(Every((word("bdi"),))), {}))
    assert len(queries) == 1
    assert matches(queries, document(1, "abi"), document(2, "bdi")) == {("q1", "d2")}


@pytest.mark.parametrize("root", [Every((word("abi"),)), Every(())])
def test_a_removed_query_is_asked_no_more(root: Every) -> None:
    queries = standing(Plan(root))
    queries.remove("q1")
    queries.remove("unknown")
    assert len(queries) == 0
    assert matches(queries, document(1, "abi")) == set()


@given(st.lists(st.sampled_from(["put", "remove"]), max_size=12), st.lists(plans(), min_size=3, max_size=3))
def test_any_order_of_changes_leaves_what_was_put_last(changes: Sequence[str], roots: list[Plan]) -> None:
    queries, kept = StandingQueries(), {}
    for number, change in enumerate(changes):
        query = StandingQuery(f"q{number % 2}", roots[number % 3], {})
        if change == "put":
            queries.put(query)
            kept[query.id] = query
        else:
            queries.remove(query.id)
            kept.pop(query.id, None)
    new = document(1, "abi", "aci bdi", day=5, type=("tender",))
    assert sorted(names(queries, new)) == sorted(names(StandingQueries(kept.values()), new))
