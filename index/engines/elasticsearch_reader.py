"""Reading a space with Elasticsearch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from domain.searching import FACET_FIELDS, Contribution, PageHit, SearchAnswer, Sort, Window
from index.engine import Spelling
from index.engines.elasticsearch_client import engine_errors
from index.engines.elasticsearch_explain import explain
from index.engines.elasticsearch_listing import every_hit
from index.engines.elasticsearch_locating import Locating
from index.engines.elasticsearch_query import EVERYTHING, DocumentQueries, PageQueries
from index.engines.elasticsearch_schema import committed_change
from index.engines.elasticsearch_search import DocumentSearch
from index.engines.elasticsearch_searcher import Searcher
from index.engines.elasticsearch_vocabulary import Vocabulary
from index.plan import Plan
from index.suggestions import begun_titles
from index.weights import shipped_weights


class ElasticsearchReader:
    """`index.engine.IndexReader` over the active generation: it asks the aliases, so it follows by itself."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._weights = shipped_weights()
        self._vocabulary = Vocabulary(searcher)

    def search(
        self,
        plan: Plan,
        filters: Mapping[str, Sequence[str]],
        sort: Sort,
        window: Window,
        facets: bool = True,
    ) -> SearchAnswer:
        """See `index.engine.IndexReader.search`."""
        unknown = set(filters).difference(FACET_FIELDS)
        if unknown:
            raise ValueError(f"no facet fields: {sorted(unknown)}")
        with engine_errors():
            searcher = self._searcher.on_one_copy(plan)
            return DocumentSearch(searcher, DocumentQueries(self._weights), plan, filters).answer(sort, window, facets)

    def locate(self, plan: Plan, document_ids: Sequence[str], size: int = 3) -> Mapping[str, tuple[PageHit, ...]]:
        """See `index.engine.IndexReader.locate`."""
        evidence = PageQueries(self._weights).evidence(plan)
        if evidence is None or size < 1:
            return dict.fromkeys(document_ids, ())
        with engine_errors():
            return Locating(self._searcher.on_one_copy(plan), evidence, size).best(document_ids)

    def explain(self, plan: Plan, document_id: str) -> tuple[Contribution, ...]:
        """See `index.engine.IndexReader.explain`."""
        with engine_errors():
            return explain(self._searcher, self._weights, plan, document_id)

    def suggest(self, plan: Plan, size: int = 8) -> tuple[str, ...]:
        """See `index.engine.IndexReader.suggest`."""
        if not plan.evidence or size < 1:
            return ()
        body = {
            "query": {"bool": {"filter": [DocumentQueries(self._weights).direct(plan, {})]}},
            "size": size * 4,
            "sort": [{"sort_key": "desc"}],
            "stored_fields": ["suggestion"],
            "track_total_hits": False,
        }
        with engine_errors():
            (found,) = self._searcher.documents(body)
        titles = [
            title
            for hit in found["hits"]["hits"]
            for title in begun_titles(hit.get("fields", {}).get("suggestion", ()), plan)
        ]
        return tuple(islice(dict.fromkeys(titles), size))

    def completions(self, beginning: str, size: int = 8) -> tuple[Spelling, ...]:
        """See `index.engine.IndexReader.completions`."""
        with engine_errors():
            return self._vocabulary.completions(beginning, size)

    def numbers(self, beginning: str, size: int = 8) -> tuple[str, ...]:
        """See `index.engine.IndexReader.numbers`."""
        with engine_errors():
            return self._vocabulary.numbers(beginning, size)

    def spellings(self, exacts: Iterable[str]) -> Mapping[str, Spelling]:
        """See `index.engine.IndexReader.spellings`."""
        with engine_errors():
            return self._vocabulary.spellings(exacts)

    def document_ids(self) -> frozenset[str]:
        """See `index.engine.IndexReader.document_ids`."""
        with engine_errors():
            documents = self._searcher.names.documents
            return frozenset(every_hit(self._searcher.client, documents, EVERYTHING, "doc_id"))

    def committed_change(self) -> int:
        """See `index.engine.IndexReader.committed_change`."""
        with engine_errors():
            return committed_change(self._searcher.client, self._searcher.names.documents)

    def close(self) -> None:
        """See `index.engine.IndexReader.close`: the connections are the engine's."""
