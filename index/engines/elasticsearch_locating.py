"""The pages of documents that hold most evidence, with Elasticsearch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.searching import PageHit
from index.engines.elasticsearch_query import Query, narrowed
from index.engines.elasticsearch_searcher import Answer, Body, Searcher, fetching, value

_TOGETHER = 60
"""Pages of all documents that are looked at in one search; where more answer, each document has one of its own."""


@dataclass(frozen=True, slots=True)
class Locating:
    """Finds the best `size` pages a document among those that answer `evidence`."""

    searcher: Searcher
    evidence: Query
    size: int

    def best(self, document_ids: Sequence[str]) -> Mapping[str, tuple[PageHit, ...]]:
        """Those of each document, best first."""
        if not document_ids:
            return {}
        (together,) = self.searcher.pages(self._body({"terms": {"doc_id": list(document_ids)}}, _TOGETHER + 1))
        found = [_page(hit) for hit in together["hits"]["hits"]]
        if len(found) <= _TOGETHER:
            return {id_: tuple(page for own, page in found if own == id_)[: self.size] for id_ in document_ids}
        answers = self.searcher.pages(*(self._body({"term": {"doc_id": id_}}, self.size) for id_ in document_ids))
        pages = [[_page(hit)[1] for hit in answer["hits"]["hits"]] for answer in answers]
        return {id_: tuple(own) for id_, own in zip(document_ids, pages, strict=True)}

    def _body(self, inside: Query, size: int) -> Body:
        body = fetching(narrowed(self.evidence, inside), size, ["doc_id", "version_id", "page"])
        return body | {"sort": ["_score", "page"]}


def _page(hit: Answer) -> tuple[str, PageHit]:
    """The document's id and the page."""
    return value(hit, "doc_id"), PageHit(value(hit, "version_id"), int(value(hit, "page")), float(hit["_score"]))
