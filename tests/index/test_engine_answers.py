"""How every engine orders, pages, counts, locates and suggests."""

from __future__ import annotations

import pytest

from domain.searching import MAX_OFFSET, Sort, Window
from index.engine import SearchEngine
from index.plan import AnyForm, Every, ExactPhrase, ExactPrefix, Excluded, HasValue, Plan, PlanNode
from tests.index.archives import document, word
from tests.index.conftest import written

ALL = Plan(Every(()))
BY_DATE = [document(number, "", "abi", day=number % 4) for number in range(1, 12)]


def asked(*nodes: PlanNode) -> Plan:
    return Plan(Every(nodes))


def test_full_matches_come_before_partial_ones(search_engine: SearchEngine) -> None:
    documents = [
        document(1, "abi", "abi abi abi abi"),
        document(2, "", "bdi ac ac ac ac ac ac ac ac ac ac ab"),
        document(3, "bdi", "bdi bdi"),
        document(4, "", "ac"),
    ]
    with written(search_engine, documents) as reader:
        answer = reader.search(asked(word("abi"), word("bdi")), {}, Sort.RELEVANCE, Window())
    best = answer.hits[0]
    assert (best.document_id, best.full) == ("d2", True)
    assert {hit.document_id for hit in answer.hits if not hit.full} == {"d1", "d3"}
    assert (answer.total, answer.partial_total) == (1, 2)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param("abi bd bd", "abat bd bd", id="the form that was typed"),
        pytest.param("abi abi bd", "abi bd bd", id="more often"),
        pytest.param("abi bd", "abi bd bd bd bd bd", id="in less text"),
        pytest.param("abi ac", "abi bd", id="a stop word that stands there"),
    ],
)
def test_what_answers_better_comes_first(search_engine: SearchEngine, better: str, worse: str) -> None:
    documents = [document(1, "", worse), document(2, "", better), document(3, "", "bd bd"), document(4, "", "bd")]
    with written(search_engine, documents) as reader:
        plan = asked(word("abi"), word("ac", optional=True))
        answer = reader.search(plan, {}, Sort.RELEVANCE, Window())
    assert [hit.document_id for hit in answer.hits] == ["d2", "d1"]


def test_a_word_spelt_almost_so_counts_a_little(search_engine: SearchEngine) -> None:
    texts = ("xyz mnopqr", "xyz abcdex", "xyz mnopqr")
    with written(search_engine, [document(n, "", text) for n, text in enumerate(texts, start=1)]) as reader:
        looked_for = AnyForm("abcdef", "abcdef", ("abcdef",))
        answer = reader.search(asked(word("xyz"), looked_for), {}, Sort.RELEVANCE, Window())
        alone = reader.search(asked(looked_for), {}, Sort.RELEVANCE, Window())
    assert (answer.hits[0].document_id, answer.partial_total) == ("d2", 3)
    assert alone.hits == ()


def test_a_word_in_the_title_counts_more(search_engine: SearchEngine) -> None:
    documents = [document(1, "bd ac", "abi bd"), document(2, "abi bd", "ac bd")]
    with written(search_engine, documents) as reader:
        answer = reader.search(asked(word("abi")), {}, Sort.RELEVANCE, Window())
    assert [hit.document_id for hit in answer.hits] == ["d2", "d1"]


def test_stop_words_are_not_needed_for_a_match(search_engine: SearchEngine) -> None:
    with written(search_engine, [document(1, "", "abi")]) as reader:
        answer = reader.search(asked(word("abi"), word("bd", optional=True)), {}, Sort.RELEVANCE, Window())
    assert [hit.full for hit in answer.hits] == [True]


def test_no_partial_matches_where_they_are_not_wanted(search_engine: SearchEngine) -> None:
    with written(search_engine, [document(1, "", "abi")]) as reader:
        plan = Plan(Every((word("abi"), word("bd"))), partial=False)
        answer = reader.search(plan, {}, Sort.RELEVANCE, Window())
    assert (answer.hits, answer.partial_total) == ((), 0)


@pytest.mark.parametrize("size", [1, 2, 5, 50])
def test_pages_by_relevance_hold_every_hit_once(search_engine: SearchEngine, size: int) -> None:
    documents = [document(n, "", "abi bd" if n % 3 else "abi", "ac " * n) for n in range(1, 14)]
    with written(search_engine, documents) as reader:
        plan = asked(word("abi"), word("bd"))
        pages = [reader.search(plan, {}, Sort.RELEVANCE, Window(size, offset)) for offset in range(0, 13, size)]
    hits = [hit for page in pages for hit in page.hits]
    assert sorted(hit.document_id for hit in hits) == sorted(one.id for one in documents)
    assert [hit.full for hit in hits] == [True] * 9 + [False] * 4
    assert {(page.total, page.partial_total) for page in pages} == {(9, 4)}


def test_nothing_comes_back_behind_the_last_offset(search_engine: SearchEngine) -> None:
    with written(search_engine, BY_DATE) as reader:
        for plan in (ALL, asked(word("abi"))):
            answer = reader.search(plan, {}, Sort.RELEVANCE, Window(5, MAX_OFFSET + 5))
            assert (answer.hits, answer.total) == ((), 11)


def test_a_window_of_no_hits_still_counts(search_engine: SearchEngine) -> None:
    with written(search_engine, BY_DATE) as reader:
        for sort in Sort:
            answer = reader.search(asked(word("abi")), {}, sort, Window(0))
            assert (answer.hits, answer.total) == ((), 11)


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST])
@pytest.mark.parametrize("size", [1, 3, 11])
def test_pages_by_date_follow_each_other_without_end(search_engine: SearchEngine, sort: Sort, size: int) -> None:
    found: list[int] = []
    with written(search_engine, BY_DATE) as reader:
        while True:
            window = Window(size, after=found[-1] if found else None)
            answer = reader.search(asked(word("abat")), {}, sort, window)
            assert answer.total == 11
            if not answer.hits:
                break
            found += [hit.sort_key for hit in answer.hits]
    expected = sorted((one.sort_key for one in BY_DATE), reverse=sort is Sort.NEWEST)
    assert found == expected


def test_by_date_only_full_matches_come(search_engine: SearchEngine) -> None:
    documents = [document(1, "", "abi bd"), document(2, "", "abi")]
    with written(search_engine, documents) as reader:
        answer = reader.search(asked(word("abi"), word("bd")), {}, Sort.NEWEST, Window())
    assert [hit.document_id for hit in answer.hits] == ["d1"]


@pytest.mark.parametrize("plan", [ALL, asked(HasValue("type", "tender")), asked(Excluded(word("zz")))])
def test_where_nothing_can_be_ranked_the_newest_come_first(search_engine: SearchEngine, plan: Plan) -> None:
    documents = [document(n, "", "abi", day=day, type=["tender"]) for n, day in ((1, 5), (2, 9), (3, 7))]
    with written(search_engine, documents) as reader:
        answer = reader.search(plan, {}, Sort.RELEVANCE, Window())
    assert [hit.document_id for hit in answer.hits] == ["d2", "d3", "d1"]


def test_facets_can_be_left_out(search_engine: SearchEngine) -> None:
    with written(search_engine, BY_DATE) as reader:
        assert reader.search(ALL, {}, Sort.NEWEST, Window(), facets=False).facets == {}


def test_an_unknown_filter_is_an_error(search_engine: SearchEngine) -> None:
    with written(search_engine, BY_DATE) as reader, pytest.raises(ValueError, match="doc_id"):
        reader.search(ALL, {"doc_id": ["d1"]}, Sort.NEWEST, Window())


def test_pages_with_most_evidence_are_located_first(search_engine: SearchEngine) -> None:
    documents = [
        document(1, "abi", "bd", "ac abi", "abat abi abi", "abi bd"),
        document(2, "", "bd bd", "abi"),
        document(3, "abi", "ac"),
    ]
    with written(search_engine, documents) as reader:
        located = reader.locate(asked(word("abi")), ["d1", "d3", "gone"], size=2)
        single = reader.locate(asked(word("abi"), word("bd")), ["d1"], size=1)
    assert located["d1"][0].number == 3
    assert {key: len(pages) for key, pages in located.items()} == {"d1": 2, "d3": 0, "gone": 0}
    assert [(page.version_id, page.number) for page in single["d1"]] == [("v1", 4)]


@pytest.mark.parametrize(
    ("plan", "pages"),
    [
        pytest.param(asked(ExactPhrase(("abi", "bd"))), {2}, id="a phrase"),
        pytest.param(asked(ExactPrefix("aci")), {3}, id="a prefix"),
        pytest.param(asked(word("abi"), Excluded(word("bd"))), {1, 2}, id="nothing of what is excluded"),
        pytest.param(asked(word("abi", in_title=True)), set(), id="no page for a word of the title"),
        pytest.param(asked(word("aci"), word("bd", optional=True)), {3}, id="no page for a stop word"),
        pytest.param(ALL, set(), id="no page where nothing is looked for"),
    ],
)
def test_pages_that_hold_evidence_are_located(search_engine: SearchEngine, plan: Plan, pages: set[int]) -> None:
    with written(search_engine, [document(1, "abi", "bd abi", "abi bd", "acin")]) as reader:
        assert {page.number for page in reader.locate(plan, ["d1"], size=9)["d1"]} == pages


def test_titles_are_suggested_newest_first_and_once(search_engine: SearchEngine) -> None:
    documents = [
        document(1, "abi acin", day=1),
        document(2, "abat ac", day=2),
        document(3, "abi acin", day=3),
        document(4, "bd acin", day=4),
        document(5, "", "abi acin", day=5),
    ]
    prefix = Plan(Every((word("ab", in_title=True), ExactPrefix("ac", in_title=True))), partial=False)
    with written(search_engine, documents) as reader:
        assert reader.suggest(prefix) == ("abi acin", "abat ac")
        assert reader.suggest(prefix, size=1) == ("abi acin",)
        assert reader.suggest(ALL) == ()


def test_a_fault_of_the_engine_is_no_panic(search_engine: SearchEngine) -> None:
    odd = AnyForm("a b", "\N{ZERO WIDTH SPACE}", ("", '"', "*", "\\", "x" * 300), ("(",))
    with written(search_engine, BY_DATE) as reader:
        plan = asked(odd, ExactPrefix('[(\\"*'), ExactPhrase(("", "*")))
        assert reader.search(plan, {"type": ['"', ""]}, Sort.RELEVANCE, Window()).total == 0


def test_a_poor_full_match_comes_before_the_best_partial_one_of_many_words_too(
    search_engine: SearchEngine,
) -> None:
    asked_for = asked(word("abi"), word("bdi"), word("acin"))
    documents = [
        document(1, "", "abi bdi acin" + " xx" * 400),
        document(2, "abi bdi", "abi bdi abi bdi abi bdi"),
        *(document(number, "", "xx yy") for number in range(3, 9)),
    ]
    with written(search_engine, documents) as reader:
        answer = reader.search(asked_for, {}, Sort.RELEVANCE, Window())
        second = reader.search(asked_for, {}, Sort.RELEVANCE, Window(1, 1))
    assert [(hit.document_id, hit.full) for hit in answer.hits] == [("d1", True), ("d2", False)]
    assert (answer.total, answer.partial_total) == (1, 1)
    assert [hit.document_id for hit in second.hits] == ["d2"]


def test_long_minutes_are_not_buried(search_engine: SearchEngine) -> None:
    """One page of many that is all about it counts for more than a mention in passing in a shorter document."""
    filler = ["bdat bdin bd " * 60] * 12
    documents = [
        document(1, "", *filler, "abi acin abi acin abi acin"),
        document(2, "", "abi bdat bdin acin bd " + "bdat bdin bd " * 120),
        *(document(number, "", "bdat bdin bd " * 60) for number in range(3, 9)),
    ]
    with written(search_engine, documents) as reader:
        answer = reader.search(asked(word("abi"), word("acin")), {}, Sort.RELEVANCE, Window())
    assert [hit.document_id for hit in answer.hits] == ["d1", "d2"]


def test_of_documents_that_answer_alike_the_newest_comes_first(search_engine: SearchEngine) -> None:
    documents = [document(1, "", "abi", day=5), document(2, "", "abi", day=9), document(3, "", "abi", day=7)]
    with written(search_engine, documents) as reader:
        answer = reader.search(asked(word("abi")), {}, Sort.RELEVANCE, Window())
    assert [hit.document_id for hit in answer.hits] == ["d2", "d3", "d1"]


def test_of_those_of_one_day_a_decision_comes_before_its_minutes(search_engine: SearchEngine) -> None:
    kinds = ("report", "session_minutes", "decision")
    documents = [document(number, "", "abi", day=5, type=[kind]) for number, kind in enumerate(kinds, start=1)]
    with written(search_engine, documents) as reader:
        answer = reader.search(asked(word("abi")), {}, Sort.RELEVANCE, Window())
    assert [hit.document_id for hit in answer.hits] == ["d3", "d2", "d1"]


def test_a_newer_document_does_not_pass_a_better_one(search_engine: SearchEngine) -> None:
    documents = [document(1, "", "abi abi abi bd", day=5), document(2, "", "abi bd bd bd", day=900_000)]
    with written(search_engine, documents) as reader:
        answer = reader.search(asked(word("abi")), {}, Sort.RELEVANCE, Window())
    assert [hit.document_id for hit in answer.hits] == ["d1", "d2"]


def test_a_hundred_and_more_hits_are_each_there_once(search_engine: SearchEngine) -> None:
    documents = [document(number, "", "abi" + " bd" * (number % 50)) for number in range(1, 261)]
    with written(search_engine, documents) as reader:
        pages = [reader.search(asked(word("abi")), {}, Sort.RELEVANCE, Window(30, at)).hits for at in range(0, 270, 30)]
    found = [hit.document_id for page in pages for hit in page]
    assert sorted(found) == sorted(one.id for one in documents)


def test_a_score_is_explained_by_word_field_and_weight(search_engine: SearchEngine) -> None:
    with written(search_engine, [document(1, "abi", "abat bdi"), document(2, "", "bd")]) as reader:
        found = reader.explain(asked(word("abi"), ExactPhrase(("abat", "bdi")), ExactPrefix("bd")), "d1")
        nothing = reader.explain(asked(word("abi")), "d2")
    assert {("abi", "title_exact", "abi"), ("abi", "lemma", "ab"), ("abat bdi", "phrase", "abat bdi")} <= {
        (one.word, one.field, one.term) for one in found
    }
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(one.weight >= 0 for one in found)
    assert nothing == ()
