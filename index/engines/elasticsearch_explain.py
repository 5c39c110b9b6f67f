"""What makes the score of a document, term by term."""

from __future__ import annotations

from domain.searching import Contribution
from index.engines.elasticsearch_query import Query, evidence_query, form_query, narrowed
from index.engines.elasticsearch_searcher import Searcher
from index.explaining import Part, parts
from index.plan import Plan
from index.weights import Weights


def explain(searcher: Searcher, weights: Weights, plan: Plan, document_id: str) -> tuple[Contribution, ...]:
    """See `index.engine.IndexReader.explain`. Each term is asked for alone."""
    asked = list(dict.fromkeys(parts(plan)))
    answers = searcher.documents(*({"query": _query(weights, part, document_id), "size": 1} for part in asked))
    found = [
        Contribution(part.word, part.field, part.term, getattr(weights, part.weight), float(hit["_score"]))
        for part, answer in zip(asked, answers, strict=True)
        for hit in answer["hits"]["hits"]
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: -one.score))


def _query(weights: Weights, part: Part, document_id: str) -> Query:
    query = evidence_query(weights, part.node) if part.node else form_query(weights, part.field, part.term)
    return narrowed(query, {"term": {"doc_id": document_id}})
