"""Reading a space with tantivy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any

import tantivy
from tantivy import Occur, Query

from domain.searching import FACET_FIELDS, MAX_OFFSET, Hit, PageHit, SearchAnswer, Sort, Window
from index.engine import IndexFaultError, Spelling
from index.engines.tantivy_query import DocumentQueries, page_evidence
from index.engines.tantivy_schema import committed_change, engine_errors, open_index
from index.engines.tantivy_vocabulary import Vocabulary
from index.generations import Generations
from index.plan import Plan
from index.suggestions import begun_titles
from index.weights import shipped_weights

_MOST_VALUES = 10_000
"""More values of one facet than this are not counted."""


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


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """Both indexes of a generation at one moment."""

    documents: tantivy.Searcher
    pages: tantivy.Searcher
    queries: DocumentQueries
    pages_schema: tantivy.Schema


class TantivyReader:
    """`index.engine.IndexReader` over the active generation."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._lock = Lock()
        self._folder: Path | None = None
        self._documents: _Followed | None = None
        self._pages: _Followed | None = None

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
            search = _DocumentSearch(self._snapshot(), plan, filters)
            by_date = sort is not Sort.RELEVANCE
            hits, total, partial = search.by_date(sort, window) if by_date else search.by_relevance(window)
            counts = search.facets() if facets else {}
            return SearchAnswer(hits, total, partial, counts, search.translated_total(total))

    def locate(self, plan: Plan, document_ids: Sequence[str], size: int = 3) -> Mapping[str, tuple[PageHit, ...]]:
        """See `index.engine.IndexReader.locate`."""
        with engine_errors():
            snapshot = self._snapshot()
            evidence = page_evidence(snapshot.pages_schema, shipped_weights(), plan)
            if evidence is None or size < 1:
                return dict.fromkeys(document_ids, ())
            return {id_: _best_pages(snapshot, evidence, id_, size) for id_ in document_ids}

    def suggest(self, plan: Plan, size: int = 8) -> tuple[str, ...]:
        """See `index.engine.IndexReader.suggest`."""
        if not plan.evidence or size < 1:
            return ()
        with engine_errors():
            snapshot = self._snapshot()
            found = snapshot.documents.search(
                snapshot.queries.full(plan, {}), size * 4, count=False, order_by_field="sort_key"
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
                committed_change(snapshot.pages, snapshot.pages_schema),
            )

    def close(self) -> None:
        """See `index.engine.IndexReader.close`."""
        with self._lock:
            self._folder = self._documents = self._pages = None

    def _snapshot(self) -> _Snapshot:
        with self._lock:
            try:
                return self._follow()
            except (OSError, ValueError, IndexFaultError):  # the files went: another generation became active
                self._folder = None
                return self._follow()

    def _follow(self) -> _Snapshot:
        folder = self._generations.active()
        if folder != self._folder or self._documents is None or self._pages is None:
            self._documents, self._pages = _Followed(folder / "documents"), _Followed(folder / "pages")
            self._folder = folder
        queries = DocumentQueries(self._documents.schema, shipped_weights())
        return _Snapshot(self._documents.searcher(), self._pages.searcher(), queries, self._pages.schema)


class _DocumentSearch:
    """One search over one snapshot."""

    def __init__(self, snapshot: _Snapshot, plan: Plan, filters: Mapping[str, Sequence[str]]) -> None:
        self._searcher = snapshot.documents
        self._queries = snapshot.queries
        self._plan = plan
        self._filters = filters
        self._full = self._queries.full(plan, filters)
        self._matching = self._queries.matching(plan, filters) if plan.equivalents else self._full

    def by_date(self, sort: Sort, window: Window) -> tuple[tuple[Hit, ...], int, int]:
        newest_first = sort is Sort.NEWEST
        query = self._matching
        if window.after is not None:
            query = self._queries.behind(query, window.after, newest_first)
        order = tantivy.Order.Desc if newest_first else tantivy.Order.Asc
        offset = window.offset if window.after is None else 0
        found = self._searcher.search(
            query, max(window.size, 1), count=False, order_by_field="sort_key", offset=offset, order=order
        )
        hits = [(0.0, address) for _, address in found.hits][: window.size]
        return self._marked(self._hits(hits, True)), self._count(self._matching), 0

    def translated_total(self, total: int) -> int:
        """How many of `total` matches are translated ones."""
        return total - self._count(self._full) if self._plan.equivalents else 0

    def by_relevance(self, window: Window) -> tuple[tuple[Hit, ...], int, int]:
        if not self._plan.evidence:
            return self.by_date(Sort.NEWEST, Window(self._size(window), min(window.offset, MAX_OFFSET)))
        size, offset = self._size(window), min(window.offset, MAX_OFFSET)
        hits, total = self._ranked_matches(size, offset)
        if not self._plan.has_partial:
            return hits, total, 0
        if len(hits) == size:
            return hits, total, self._count(self._queries.full_or_partial(self._plan, self._filters)) - total
        query = self._queries.partial(self._plan, self._filters)
        found, partial_total = self._ranked(query, size - len(hits), max(0, offset - total))
        return hits + self._hits(found, False), total, partial_total

    def _ranked_matches(self, size: int, offset: int) -> tuple[tuple[Hit, ...], int]:
        """Matches in the query's own words, then translated ones."""
        found, total = self._ranked(self._full, size, offset)
        hits = self._hits(found, True)
        if not self._plan.equivalents:
            return hits, total
        query = self._queries.translated(self._plan, self._filters)
        found, translated = self._ranked(query, size - len(hits), max(0, offset - total))
        return hits + tuple(replace(hit, translated=True) for hit in self._hits(found, True)), total + translated

    def _marked(self, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """The same with those marked that match in translation only."""
        if not self._plan.equivalents or not hits:
            return hits
        among = self._queries.among(self._full, [hit.sort_key for hit in hits])
        direct = {key for key, _ in self._searcher.search(among, len(hits), order_by_field="sort_key").hits}
        return tuple(replace(hit, translated=hit.sort_key not in direct) for hit in hits)

    def facets(self) -> dict[str, dict[str, int]]:
        """Counts of each field, under the filters of the other fields."""
        free = [field for field in FACET_FIELDS if not self._filters.get(field)]
        counts = self._count_values(self._matching, free)
        for field in self._filters:
            others = {name: values for name, values in self._filters.items() if name != field}
            counts |= self._count_values(self._queries.matching(self._plan, others), [field])
        return {field: counts[field] for field in FACET_FIELDS}

    def _size(self, window: Window) -> int:
        return max(0, min(window.size, MAX_OFFSET + window.size - window.offset))

    def _ranked(self, query: Query, size: int, offset: int) -> tuple[list[tuple[float, Any]], int]:
        found: Any = self._searcher.search(query, max(size, 1), offset=offset)
        return found.hits[:size], int(found.count)

    def _count(self, query: Query) -> int:
        found: Any = self._searcher.search(query, 1, order_by_field="sort_key")  # scores nothing
        return int(found.count)

    def _count_values(self, query: Query, fields: Sequence[str]) -> dict[str, dict[str, int]]:
        wanted = {field: {"terms": {"field": field, "size": _MOST_VALUES}} for field in fields}
        answer = self._searcher.aggregate(query, wanted) if wanted else {}
        return {field: {bucket["key"]: bucket["doc_count"] for bucket in answer[field]["buckets"]} for field in fields}

    def _hits(self, found: Sequence[tuple[float, Any]], full: bool) -> tuple[Hit, ...]:
        keys = self._searcher.fast_field_values("sort_key", [address for _, address in found])
        return tuple(
            Hit(str(self._searcher.doc(address).get_first("doc_id")), float(score), full, int(key or 0))
            for (score, address), key in zip(found, keys, strict=True)
        )


def _best_pages(snapshot: _Snapshot, evidence: Query, document_id: str, size: int) -> tuple[PageHit, ...]:
    inside = Query.term_query(snapshot.pages_schema, "doc_id", document_id, "basic")
    query = Query.boolean_query([(Occur.Must, Query.const_score_query(inside, 0.0)), (Occur.Must, evidence)])
    found = snapshot.pages.search(query, size, count=False).hits
    numbers = snapshot.pages.fast_field_values("page", [address for _, address in found])
    return tuple(
        PageHit(str(snapshot.pages.doc(address).get_first("version_id")), int(number or 0), float(score))
        for (score, address), number in zip(found, numbers, strict=True)
    )
