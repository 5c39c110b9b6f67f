"""What makes the score of a document, term by term."""

from __future__ import annotations

from collections.abc import Iterator

import tantivy
from tantivy import Occur, Query

from domain.searching import Contribution
from index.engines.tantivy_query import evidence_query, form_query
from index.grams import grams
from index.plan import AnyForm, ExactNear, ExactPhrase, Plan
from index.weights import Weights


def explain(
    searcher: tantivy.Searcher, schema: tantivy.Schema, weights: Weights, plan: Plan, document_id: str
) -> tuple[Contribution, ...]:
    """See `index.engine.IndexReader.explain`. Each term is asked for alone."""
    found = []
    for word, field, term, query in _terms(schema, weights, plan):
        score = _score(searcher, schema, query, document_id)
        if score is not None:
            found.append(Contribution(word, field, term, getattr(weights, _weight(field)), score))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: -one.score))


def _terms(schema: tantivy.Schema, weights: Weights, plan: Plan) -> Iterator[tuple[str, str, str, Query]]:
    for item in (*plan.evidence, *plan.optional):
        if isinstance(item, AnyForm):
            for field, term in _fields_of(item):
                yield item.exact, field, term, form_query(schema, weights, field, term)
        else:
            yield _shown(item), _field_of(item), _shown(item), evidence_query(schema, weights, item)


def _fields_of(word: AnyForm) -> Iterator[tuple[str, str]]:
    places = ("title_",) if word.in_title else ("", "title_")
    for place in places:
        yield f"{place}exact", word.exact
        yield from ((f"{place}stem", stem) for stem in [word.stem] if stem)
        yield from ((f"{place}lemma", lemma) for lemma in word.lemmas)
    if not word.in_title:
        yield from (("root", root) for root in word.roots)
        yield from (("gram", gram) for gram in ([] if word.optional else grams(word.exact)))


def _shown(item: object) -> str:
    match item:
        case ExactPhrase(terms):
            return " ".join(terms)
        case ExactNear(first, second, distance):
            return f"{first} ~{distance} {second}"
        case _:
            return f"{getattr(item, 'prefix', item)}*"


def _field_of(item: object) -> str:
    return "phrase" if isinstance(item, ExactPhrase | ExactNear) else "prefix"


def _weight(field: str) -> str:
    return "root" if field == "title_root" else field


def _score(searcher: tantivy.Searcher, schema: tantivy.Schema, query: Query, document_id: str) -> float | None:
    inside = Query.const_score_query(Query.term_query(schema, "doc_id", document_id, "basic"), 0.0)
    hits = searcher.search(Query.boolean_query([(Occur.Must, inside), (Occur.Must, query)]), 1, count=False).hits
    return float(hits[0][0]) if hits else None
