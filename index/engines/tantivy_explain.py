"""What makes the score of a document, term by term."""

from __future__ import annotations

import tantivy
from tantivy import Occur, Query

from domain.searching import Contribution
from index.engines.tantivy_query import evidence_query, form_query
from index.explaining import Part, parts
from index.plan import Plan
from index.weights import Weights


def explain(
    searcher: tantivy.Searcher, schema: tantivy.Schema, weights: Weights, plan: Plan, document_id: str
) -> tuple[Contribution, ...]:
    """See `index.engine.IndexReader.explain`. Each term is asked for alone."""
    found = []
    for part in parts(plan):
        score = _score(searcher, schema, _query(schema, weights, part), document_id)
        if score is not None:
            found.append(Contribution(part.word, part.field, part.term, getattr(weights, part.weight), score))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: -one.score))


def _query(schema: tantivy.Schema, weights: Weights, part: Part) -> Query:
    if part.node:
        return evidence_query(schema, weights, part.node)
    return form_query(schema, weights, part.field, part.term)


def _score(searcher: tantivy.Searcher, schema: tantivy.Schema, query: Query, document_id: str) -> float | None:
    inside = Query.const_score_query(Query.term_query(schema, "doc_id", document_id, "basic"), 0.0)
    hits = searcher.search(Query.boolean_query([(Occur.Must, inside), (Occur.Must, query)]), 1, count=False).hits
    return float(hits[0][0]) if hits else None
