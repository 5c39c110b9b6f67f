"""What every engine must find: the same as reading the archive through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.searching import FACET_FIELDS, Hit, Sort, Window
from index.engine import IndexDocument, SearchEngine
from index.plan import (
    AnyForm,
    Either,
    Equivalent,
    Every,
    ExactNear,
    ExactPhrase,
    ExactPrefix,
    Excluded,
    HasValue,
    InDays,
    Plan,
    PlanNode,
    Rendering,
    StemPhrase,
)
from tests.engines import EngineAt, emptied
from tests.index.archives import (
    answers,
    answers_partly,
    answers_translated,
    archives,
    bilingual_plans,
    document,
    exactly,
    filters,
    passes,
    plans,
    word,
)
from tests.index.conftest import written

WHOLE = Window(size=50)


@settings(max_examples=30, deadline=None)
@given(documents=archives(), questions=st.lists(st.tuples(plans(), filters()), min_size=1, max_size=6))
def test_an_engine_finds_what_reading_through_finds(
    engine_in: EngineAt,
    documents: list[IndexDocument],
    questions: list[tuple[Plan, dict[str, list[str]]]],
) -> None:
    with (
        emptied(engine_in) as search_engine,
        written(search_engine, documents) as reader,
    ):
        for plan, chosen in questions:
            allowed = [one for one in documents if passes(one, chosen)]
            full = {one.id for one in allowed if answers(one, plan.root)}
            partly = {one.id for one in allowed if answers_partly(one, plan)}
            answer = reader.search(plan, chosen, Sort.RELEVANCE, WHOLE)
            assert {hit.document_id for hit in answer.hits if hit.full} == full
            assert {hit.document_id for hit in answer.hits if not hit.full} == partly
            assert (answer.total, answer.partial_total) == (len(full), len(partly))
            assert answer.facets == counted(documents, plan, chosen)


def counted(
    documents: Sequence[IndexDocument], plan: Plan, chosen: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, int]]:
    """The facet counts of the full matches, each field's under the filters of the others."""
    counts: dict[str, dict[str, int]] = {field: {} for field in FACET_FIELDS}
    for field in FACET_FIELDS:
        others = {other: values for other, values in chosen.items() if other != field}
        for one in documents:
            matches = answers(one, plan.root) or answers_translated(one, plan)
            if matches and passes(one, others):
                for value in one.facets.get(field, ()):
                    counts[field][value] = counts[field].get(value, 0) + 1
    return counts


@settings(max_examples=30, deadline=None)
@given(documents=archives(), questions=st.lists(st.tuples(bilingual_plans(), filters()), min_size=1, max_size=6))
def test_translated_matches_are_counted_and_come_behind_the_others(
    engine_in: EngineAt,
    documents: list[IndexDocument],
    questions: list[tuple[Plan, dict[str, list[str]]]],
) -> None:
    with (
        emptied(engine_in) as search_engine,
        written(search_engine, documents) as reader,
    ):
        for plan, chosen in questions:
            allowed = [one for one in documents if passes(one, chosen)]
            direct = {one.id for one in allowed if answers(one, plan.root)}
            translated = {one.id for one in allowed if answers_translated(one, plan)}
            partly = {one.id for one in allowed if answers_partly(one, plan)}
            ranked = reader.search(plan, chosen, Sort.RELEVANCE, WHOLE)
            dated = reader.search(plan, chosen, Sort.NEWEST, WHOLE)
            assert [kind(hit) for hit in ranked.hits] == sorted(kind(hit) for hit in ranked.hits)
            for answer in (ranked, dated):
                assert (answer.total, answer.translated_total) == (len(direct | translated), len(translated))
                assert {hit.document_id for hit in answer.hits if kind(hit) == 0} == direct
                assert {hit.document_id for hit in answer.hits if kind(hit) == 1} == translated
                assert answer.facets == counted(documents, plan, chosen)
            assert {hit.document_id for hit in ranked.hits if kind(hit) == 2} == partly
            assert ranked.partial_total == len(partly)


def kind(hit: Hit) -> int:
    """0 for a match in the query's own words, 1 for a translated, 2 for a partial one."""
    return 2 if not hit.full else int(hit.translated)


def test_the_pages_of_results_put_together_are_the_whole(search_engine: SearchEngine) -> None:
    documents = [document(number, "", text) for number, text in enumerate(["abi", "acin bd", "bd", "acin"] * 3, start=1)]
    rendering = Rendering("acin", "fr", word("acin"))
    plan = Plan(Every((word("abi"), word("bd"))), equivalents=(Equivalent((word("abi"),), "abi", "ar", (rendering,)),))
    with written(search_engine, documents) as reader:
        whole = reader.search(plan, {}, Sort.RELEVANCE, WHOLE).hits
        parts = [reader.search(plan, {}, Sort.RELEVANCE, Window(2, offset)).hits for offset in range(0, 12, 2)]
    assert [hit.document_id for part in parts for hit in part] == [hit.document_id for hit in whole]
    assert len(whole) == 12


MATCHES: list[tuple[str, PlanNode, set[str]]] = [
    ("a word in another form", word("abat"), {"d1", "d2"}),
    ("a word in the titles only", word("abi", in_title=True), {"d2"}),
    ("a word that is nowhere", word("zzz"), set()),
    ("a root alone is no match", AnyForm("ax", "ax", ("ax",), roots=("a",)), set()),
    ("the typed form alone", exactly("bdi"), {"d1"}),
    ("the typed form alone, which is nowhere", exactly("abat"), set()),
    ("a root, where it is asked for", AnyForm("ax", "ax", ("ax",), roots=("a",), by_root=True), {"d1", "d2", "d3"}),
    ("a root in the titles", AnyForm("ax", "ax", ("ax",), ("a",), in_title=True, by_root=True), {"d2"}),
    ("words near each other", ExactNear("abi", "bdi", 1), {"d1"}),
    ("words near each other in the other order", ExactNear("bdi", "abi", 1), {"d1"}),
    ("words too far from each other", ExactNear("abi", "bdi", 0), set()),
    ("a page ends between them", ExactNear("bdi", "acin", 1), {"d1"}),
    ("words near each other in the titles", ExactNear("bdat", "abin", 1, in_title=True), {"d2"}),
    ("a phrase", ExactPhrase(("abi", "acin")), {"d1"}),
    ("a phrase of one word", ExactPhrase(("acin",)), {"d1", "d3"}),
    ("a phrase in the other order", ExactPhrase(("acin", "abi")), set()),
    ("no phrase from one page to the next", ExactPhrase(("bdi", "acin")), set()),
    ("no phrase from one title to the next", ExactPhrase(("abin", "bdat")), set()),
    ("no phrase from the title to the text", ExactPhrase(("bdat", "bdat")), set()),
    ("a phrase in any form of its words", StemPhrase(("abi", "aci")), {"d1"}),
    ("a phrase in any form, the other order", StemPhrase(("aci", "abi")), set()),
    ("no phrase in any form from one page to the next", StemPhrase(("bdi", "aci")), set()),
    ("no phrase in any form from one title to the next", StemPhrase(("abi", "bda")), set()),
    ("a phrase in any form in a title", StemPhrase(("ab", "abi"), in_title=True), {"d2"}),
    ("a phrase in a title", ExactPhrase(("ab", "abin"), in_title=True), {"d2"}),
    ("a prefix", ExactPrefix("aci"), {"d1", "d3"}),
    ("a prefix is no pattern", ExactPrefix(".c"), set()),
    ("a prefix in the titles", ExactPrefix("bda", in_title=True), {"d2"}),
    ("a value", HasValue("type", "tender"), {"d3"}),
    ("a number", HasValue("number", "2-2022"), {"d2"}),
    ("days", InDays(10, 20), {"d1", "d2"}),
    ("unknown days are in no range", InDays(0, 1_000_000), {"d1", "d2"}),
    ("an exclusion alone", Excluded(word("acin")), {"d2"}),
    ("one of two", Either((word("acin"), HasValue("number", "2-2022"))), {"d1", "d2", "d3"}),
    ("one of an exclusion and a word", Either((Excluded(word("bd")), word("abin"))), {"d1", "d2"}),
    ("one of nothing", Either(()), set()),
    ("all of nothing", Every(()), {"d1", "d2", "d3"}),
    ("excluding all", Excluded(Every(())), set()),
]


@pytest.mark.parametrize(("node", "expected"), [pytest.param(node, ids, id=id_) for id_, node, ids in MATCHES])
def test_a_document_matches(search_engine: SearchEngine, node: PlanNode, expected: set[str]) -> None:
    documents = [
        document(1, "", "abi acin bdi", "acin bd", day=10, type=["decision"]),
        document(2, "ab abin | bdat", "bdat bd", day=20),
        document(3, "", "acin bd", type=["tender"]),
    ]
    with written(search_engine, documents) as reader:
        answer = reader.search(Plan(Every((node,))), {}, Sort.RELEVANCE, WHOLE)
    assert {hit.document_id for hit in answer.hits} == expected
    assert answer.total == len(expected)
