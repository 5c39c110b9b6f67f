"""A few documents in memory, asked what tantivy's index on disk would be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import tantivy

from index.engine import IndexDocument
from index.engines.tantivy_query import DocumentQueries
from index.engines.tantivy_schema import documents_schema, engine_errors, split_at_spaces
from index.engines.tantivy_writer import document_entry
from index.plan import Plan
from index.weights import shipped_weights

_MEMORY = 16_000_000


class MemoryIndex:
    """An index of `documents`, gone with the object. Whether a document matches is the same here as anywhere: it never
    depends on other documents.
    """

    def __init__(self, documents: Sequence[IndexDocument]) -> None:
        schema = documents_schema()
        with engine_errors():
            index = tantivy.Index(schema)
            split_at_spaces(index)
            writer = index.writer(_MEMORY, 1)
            for document in documents:
                writer.add_document(document_entry(document))
            writer.commit()
            writer.wait_merging_threads()
            index.reload()
        self._searcher = index.searcher()
        self._queries = DocumentQueries(schema, shipped_weights())
        self._ids = {document.sort_key: document.id for document in documents}

    def matching(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> frozenset[str]:
        """The ids of the documents that answer, in their own words or in translation."""
        with engine_errors():
            found = self._searcher.search(self._queries.matching(plan, filters), max(len(self._ids), 1), count=False)
            keys = self._searcher.fast_field_values("sort_key", [address for _, address in found.hits])
        return frozenset(self._ids[int(key or 0)] for key in keys)
