"""The cluster's engine and the embedded one give the same answers: hundreds of queries over the sample archive, asked of
both.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from analyzers.pipeline import Analyzer
from demo.drafting import Draft, draft
from demo.slots import slots
from domain.documents import DatedValue, Document, DocumentStatus, Page, TextSource
from domain.searching import Hit, Precision, SearchAnswer, Sort, Space, Window
from index.documents import index_document
from index.engine import IndexDocument, IndexReader, SearchEngine
from index.engines import elasticsearch_ranking, elasticsearch_search, tantivy_ranking
from index.engines.elasticsearch import ElasticsearchEngine
from index.open import engine
from index.planning import plan, plan_suggestion
from index.query_language import parse
from tests.elasticsearch_server import Server

DOCUMENTS = 60
QUERIES = 540
ALIKE = 0.01
"""Scores are compared to three digits, so as much, of the lower one, may lie between two that count as one."""

SAME, NEAR = 0.005, 0.2
"""Relative differences of scores: by rounding, and where the engines count differently how often words stand near."""

BLOCKS_A_PAGE = 6


@dataclass(frozen=True)
class Both:
    """The same documents in both engines."""

    embedded: IndexReader
    cluster: IndexReader
    documents: Sequence[IndexDocument]


@pytest.fixture(scope="module")
def drafts() -> list[Draft]:
    return [draft(slot, 1) for slot in slots(DOCUMENTS)]


@pytest.fixture(scope="module")
def both(drafts: Sequence[Draft], analyzer: Analyzer, elasticsearch: Server) -> Iterator[Both]:
    documents = [as_indexed(row, one, analyzer) for row, one in enumerate(drafts, start=1)]
    with tempfile.TemporaryDirectory() as folder:
        embedded = engine("tantivy", Path(folder))
        cluster = engine("elasticsearch", Path(folder), elasticsearch.cluster("agreement"))
        for one in (embedded, cluster):
            fill(one, documents)
        yield Both(embedded.reader(Space.PUBLIC), cluster.reader(Space.PUBLIC), documents)
        assert isinstance(cluster, ElasticsearchEngine)
        cluster.remove()


@pytest.fixture(scope="module")
def parts(both: Both, elasticsearch: Server) -> Iterator[IndexReader]:
    """The same documents in an index of three parts."""
    divided = ElasticsearchEngine(Path(), replace(elasticsearch.cluster("parts"), shards=3))
    fill(divided, both.documents)
    yield divided.reader(Space.PUBLIC)
    divided.remove()


def fill(search_engine: SearchEngine, documents: Sequence[IndexDocument]) -> None:
    writer = search_engine.writer(Space.PUBLIC)
    writer.upsert(documents)
    writer.commit(1)
    writer.close()


def as_indexed(row: int, item: Draft, analyzer: Analyzer) -> IndexDocument:
    facts = item.facts
    document = Document(
        id=item.name,
        row=row,
        type=item.slot.kind,
        titles=item.titles,
        status=DocumentStatus.PUBLISHED,
        entered_at=datetime(2024, 1, 1, tzinfo=UTC),
        body_id=facts.council.body.id,
        organization_id=facts.council.organs[facts.role].id,
        number=facts.number,
        decided_on=DatedValue(facts.day),
        languages=(item.language,),
    )
    texts = [block.text for block in item.blocks]
    starts = range(0, len(texts), BLOCKS_A_PAGE)
    pages = [
        Page(number, "\n".join(texts[start : start + BLOCKS_A_PAGE]), TextSource.MARKUP, "test")
        for number, start in enumerate(starts, start=1)
    ]
    return index_document(document, [(f"v{row}", page) for page in pages], analyzer)


def queries(drafts: Sequence[Draft]) -> Iterator[str]:
    """What people type: words of the documents, put together in every way that the query language knows."""
    random = Random(20)
    while True:
        item = random.choice(drafts)
        words = [word for word in random.choice(item.blocks).text.split() if word.isalpha() and len(word) > 2]
        if len(words) < 4:
            continue
        at = random.randrange(len(words) - 3)
        one, two, three = words[at : at + 3]
        other = random.choice(words)
        yield random.choice(
            [
                one,
                f"{one} {two}",
                f"{one} {two} {three}",
                f"{other} {one} {three} {words[0]}",
                f'"{one} {two}"',
                f'"{one} {two} {three}" {other}',
                f'"{one}" {other}',
                f"{one[:3]}*",
                f"{other} {two[:4]}*",
                f"{one} -{other}",
                f"-{other}",
                f"{one} OR {other}",
                f"({one} OR {two}) {other}",
                f"title:{one}",
                f"type:{item.slot.kind} {one}",
                f"number:{item.facts.number}",
                f"{one} {item.facts.day.year}",
                f'"{one} {three}"~2',
                f'"{one} {other}"~5 {two}',
            ]
        )


def asked(both: Both, query: str, analyzer: Analyzer, random: Random) -> tuple[SearchAnswer, SearchAnswer]:
    """The answers of both to one search, with the filters and the order that chance gives it."""
    planned = plan(parse(query), analyzer, precision=random.choice([Precision.FORMS, *Precision]))
    filters: Mapping[str, Sequence[str]] = random.choice([{}, {}, {}, {"type": ["decision", "session_minutes"]}])
    sort = random.choice([Sort.RELEVANCE, Sort.RELEVANCE, Sort.RELEVANCE, Sort.NEWEST, Sort.OLDEST])
    window = Window(DOCUMENTS)
    return both.embedded.search(planned, filters, sort, window), both.cluster.search(planned, filters, sort, window)


def test_both_engines_answer_alike(both: Both, drafts: Sequence[Draft], analyzer: Analyzer) -> None:
    random, answered, ranked, misplaced = Random(8), 0, 0, []
    for _, query in zip(range(QUERIES), queries(drafts), strict=False):
        embedded, cluster = asked(both, query, analyzer, random)
        assert kinds(cluster) == kinds(embedded), query
        assert totals(cluster) == totals(embedded), query
        assert cluster.facets == embedded.facets, query
        assert scores(cluster) == pytest.approx(scores(embedded), rel=NEAR if "~" in query else SAME), query
        misplaced += [(query, *pair) for pair in out_of_order(cluster, embedded, NEAR if "~" in query else ALIKE)]
        answered += embedded.total > 0
        ranked += len(embedded.hits) > 2
    assert misplaced == []
    assert answered > QUERIES / 2  # else there would be nothing to agree on
    assert ranked > QUERIES / 3


@pytest.mark.parametrize(("few", "depth"), [(10, 100), (10, 20), (40, 8)])
def test_both_engines_answer_alike_where_matches_are_many(
    both: Both, drafts: Sequence[Draft], analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch, few: int, depth: int
) -> None:
    """Of many matches pieces of words and pages are looked at for some alone: here of as few as these documents allow."""
    for module in (tantivy_ranking, elasticsearch_search):
        monkeypatch.setattr(module, "FEW", few)
    for module in (tantivy_ranking, elasticsearch_search, elasticsearch_ranking):
        monkeypatch.setattr(module, "DEPTH", depth)
    random, many = Random(9), 0
    for _, query in zip(range(60), queries(drafts), strict=False):
        embedded, cluster = asked(both, query, analyzer, random)
        assert (kinds(cluster), totals(cluster)) == (kinds(embedded), totals(embedded)), query
        assert best(scores(cluster), depth) == pytest.approx(
            best(scores(embedded), depth), rel=NEAR if "~" in query else SAME
        )
        many += embedded.total > few or embedded.partial_total > depth
    assert many > 5


def best(found: Mapping[str, float], size: int) -> list[float]:
    """The highest scores; which of two documents that are alike is among them is left to rounding."""
    return sorted(found.values(), reverse=True)[: size // 2]


def kinds(answer: SearchAnswer) -> dict[str, tuple[bool, bool]]:
    return {hit.document_id: (hit.full, hit.translated) for hit in answer.hits}


def totals(answer: SearchAnswer) -> tuple[int, int, int]:
    return answer.total, answer.partial_total, answer.translated_total


def scores(answer: SearchAnswer) -> dict[str, float]:
    return {hit.document_id: hit.score for hit in answer.hits}


def out_of_order(answer: SearchAnswer, other: SearchAnswer, alike: float) -> Iterator[tuple[Hit, Hit]]:
    """Hits that follow each other although the other engine has them the other way round, and well apart."""
    found = scores(other)
    places = {hit.document_id: place for place, hit in enumerate(other.hits)}
    for first, second in pairwise(answer.hits):
        apart = found[second.document_id] > found[first.document_id] * (1 + alike)
        by_date = found[first.document_id] == found[second.document_id] == 0.0
        turned = places[first.document_id] > places[second.document_id]
        if turned and (apart or by_date):
            yield first, second


def test_both_engines_give_the_same_scores_to_words_and_phrases(
    both: Both, drafts: Sequence[Draft], analyzer: Analyzer
) -> None:
    for _, query in zip(range(60), queries(drafts), strict=False):
        if "~" in query:
            continue
        planned = plan(parse(query), analyzer)
        for id_ in (drafts[0].name, drafts[7].name):
            found = [
                {(one.word, one.field, one.term): one.score for one in reader.explain(planned, id_)}
                for reader in (both.embedded, both.cluster)
            ]
            assert found[0] == pytest.approx(found[1], rel=SAME), query


def test_both_engines_find_the_same_pages_titles_and_words(both: Both, drafts: Sequence[Draft], analyzer: Analyzer) -> None:
    ids = [one.name for one in drafts[:12]]
    for _, query in zip(range(40), queries(drafts), strict=False):
        planned, begun = plan(parse(query), analyzer), plan_suggestion(query[:4], analyzer)
        found = [
            {id_: {page.number for page in pages} for id_, pages in reader.locate(planned, ids, 99).items()}
            for reader in (both.embedded, both.cluster)
        ]
        assert found[0] == found[1], query
        assert both.embedded.suggest(begun) == both.cluster.suggest(begun)
        exacts = [token.exact for token in analyzer.analyze(query)]
        assert both.embedded.spellings(exacts) == both.cluster.spellings(exacts)
        assert both.embedded.completions(exacts[0][:4]) == both.cluster.completions(exacts[0][:4])


def test_an_index_in_several_parts_answers_as_one(
    both: Both, parts: IndexReader, drafts: Sequence[Draft], analyzer: Analyzer
) -> None:
    for _, query in zip(range(60), queries(drafts), strict=False):
        planned = plan(parse(query), analyzer)
        whole, divided = (one.search(planned, {}, Sort.RELEVANCE, Window(DOCUMENTS)) for one in (both.cluster, parts))
        assert (kinds(divided), totals(divided), divided.facets) == (kinds(whole), totals(whole), whole.facets), query
        assert scores(divided) == pytest.approx(scores(whole), rel=SAME), query
        beginning = analyzer.analyze(query)[0].exact[:4]
        assert parts.completions(beginning) == both.cluster.completions(beginning)
