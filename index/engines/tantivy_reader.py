"""Reading a space with tantivy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any

import tantivy
from tantivy import Occur, Query

from domain.searching import FACET_FIELDS, Contribution, PageHit, SearchAnswer, Sort, Window
from index.engine import IndexFaultError, Spelling
from index.engines.tantivy_explain import explain
from index.engines.tantivy_query import DocumentQueries, PageQueries
from index.engines.tantivy_ranking import Snapshot
from index.engines.tantivy_schema import committed_change, engine_errors, open_index
from index.engines.tantivy_search import DocumentSearch
from index.engines.tantivy_vocabulary import Vocabulary
from index.generations import Generations
from index.plan import Plan
from index.suggestions import begun_titles
from index.weights import Weights, shipped_weights

_TOGETHER = 60
"""Pages that are looked at to find the best ones of several documents at once."""


class _Followed:
    """An index that is reloaded when another process has committed."""

    def __init__(self, path: Path) -> None:
        self._meta = path / "meta.json"
        self._index = open_index(path)
        self._stamp: tuple[int, int] | None = None
        self.schema = self._index.schema

    def searcher(self) -> tantivy.Searcher:
        status = self._meta.stat()
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp != self._stamp:
            self._index.reload()
            self._stamp = stamp
        return self._index.searcher()


class TantivyReader:
    """`index.engine.IndexReader` over the active generation."""

    def __init__(self, generations: Generations, weights: Weights | None = None) -> None:
        self._generations = generations
        self._weights = weights or shipped_weights()
        self._lock = Lock()
        self._folder: Path | None = None
        self._documents: _Followed | None = None
        self._pages: _Followed | None = None

    def weighted(self, weights: Weights) -> TantivyReader:
        """The same, ranking with other weights than those shipped: for benchmarks."""
        self._weights = weights
        return self

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
            return DocumentSearch(self._snapshot(), plan, filters).answer(sort, window, facets)

    def locate(self, plan: Plan, document_ids: Sequence[str], size: int = 3) -> Mapping[str, tuple[PageHit, ...]]:
        """See `index.engine.IndexReader.locate`."""
        with engine_errors():
            snapshot = self._snapshot()
            evidence = snapshot.page_queries.evidence(plan)
            if evidence is None or size < 1:
                return dict.fromkeys(document_ids, ())
            together = _best_of_all(snapshot, evidence, document_ids, size)
            return together or {id_: _best_pages(snapshot, evidence, id_, size) for id_ in document_ids}

    def explain(self, plan: Plan, document_id: str) -> tuple[Contribution, ...]:
        """See `index.engine.IndexReader.explain`."""
        with engine_errors():
            snapshot = self._snapshot()
            return explain(snapshot.documents, snapshot.queries.schema, self._weights, plan, document_id)

    def suggest(self, plan: Plan, size: int = 8) -> tuple[str, ...]:
        """See `index.engine.IndexReader.suggest`."""
        if not plan.evidence or size < 1:
            return ()
        with engine_errors():
            snapshot = self._snapshot()
            found = snapshot.documents.search(
                snapshot.queries.direct(plan, {}), size * 4, count=False, order_by_field="sort_key"
            )
            titles = [
                title
                for _, address in found.hits
                for title in begun_titles(snapshot.documents.doc(address).get_all("suggestion"), plan)
            ]
        return tuple(islice(dict.fromkeys(titles), size))

    def completions(self, beginning: str, size: int = 8) -> tuple[Spelling, ...]:
        """See `index.engine.IndexReader.completions`."""
        with engine_errors():
            return self._vocabulary().completions(beginning, size)

    def numbers(self, beginning: str, size: int = 8) -> tuple[str, ...]:
        """See `index.engine.IndexReader.numbers`."""
        with engine_errors():
            return self._vocabulary().numbers(beginning, size)

    def spellings(self, exacts: Iterable[str]) -> Mapping[str, Spelling]:
        """See `index.engine.IndexReader.spellings`."""
        with engine_errors():
            return self._vocabulary().spellings(exacts)

    def _vocabulary(self) -> Vocabulary:
        snapshot = self._snapshot()
        return Vocabulary(snapshot.documents, snapshot.queries.schema)

    def document_ids(self) -> frozenset[str]:
        """See `index.engine.IndexReader.document_ids`."""
        with engine_errors():
            snapshot = self._snapshot()
            every = snapshot.queries.everything()
            terms = snapshot.documents.terms_with_prefix("doc_id", "", filter_query=every)
        return frozenset(term for term, _ in terms)

    def committed_change(self) -> int:
        """See `index.engine.IndexReader.committed_change`."""
        with engine_errors():
            snapshot = self._snapshot()
            return min(
                committed_change(snapshot.documents, snapshot.queries.schema),
                committed_change(snapshot.pages, snapshot.page_queries.schema),
            )

    def close(self) -> None:
        """See `index.engine.IndexReader.close`."""
        with self._lock:
            self._folder = self._documents = self._pages = None

    def _snapshot(self) -> Snapshot:
        with self._lock:
            try:
                return self._follow()
            except (OSError, ValueError, IndexFaultError):  # the files went: another generation became active
                self._folder = None
                return self._follow()

    def _follow(self) -> Snapshot:
        folder = self._generations.active()
        if folder != self._folder or self._documents is None or self._pages is None:
            self._documents, self._pages = _Followed(folder / "documents"), _Followed(folder / "pages")
            self._folder = folder
        weights = self._weights
        return Snapshot(
            self._documents.searcher(),
            self._pages.searcher(),
            DocumentQueries(self._documents.schema, weights),
            PageQueries(self._pages.schema, weights),
        )


def _best_of_all(
    snapshot: Snapshot, evidence: Query, document_ids: Sequence[str], size: int
) -> Mapping[str, tuple[PageHit, ...]]:
    """The best pages of each document, by one search; nothing where more pages answer than are worth looking at."""
    schema = snapshot.page_queries.schema
    inside = [(Occur.Should, Query.term_query(schema, "doc_id", id_, "basic")) for id_ in document_ids]
    within = Query.const_score_query(Query.boolean_query(inside), 0.0)
    answer: Any = snapshot.pages.search(Query.boolean_query([(Occur.Must, within), (Occur.Must, evidence)]), _TOGETHER)
    if answer.count > _TOGETHER:
        return {}
    best: dict[str, list[PageHit]] = {id_: [] for id_ in document_ids}
    numbers = snapshot.pages.fast_field_values("page", [address for _, address in answer.hits])
    for (score, address), number in zip(answer.hits, numbers, strict=True):
        page = snapshot.pages.doc(address)
        own = best[str(page.get_first("doc_id"))]
        if len(own) < size:
            own.append(PageHit(str(page.get_first("version_id")), int(number or 0), float(score)))
    return {id_: tuple(own) for id_, own in best.items()}


def _best_pages(snapshot: Snapshot, evidence: Query, document_id: str, size: int) -> tuple[PageHit, ...]:
    inside = Query.term_query(snapshot.page_queries.schema, "doc_id", document_id, "basic")
    query = Query.boolean_query([(Occur.Must, Query.const_score_query(inside, 0.0)), (Occur.Must, evidence)])
    found = snapshot.pages.search(query, size, count=False).hits
    numbers = snapshot.pages.fast_field_values("page", [address for _, address in found])
    return tuple(
        PageHit(str(snapshot.pages.doc(address).get_first("version_id")), int(number or 0), float(score))
        for (score, address), number in zip(found, numbers, strict=True)
    )
