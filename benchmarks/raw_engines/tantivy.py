"""Term queries that tantivy runs on the index as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tantivy import Occur, Query

from domain.searching import Space
from index.engines.tantivy_schema import layout_version, make, open_index
from index.generations import Generations

_SIZE = 10


def open_raw(directory: Path) -> Callable[[Sequence[str]], int]:
    """See `benchmarks.raw_engines`."""
    folder = Generations(directory / layout_version() / Space.PUBLIC, make).active()
    index = open_index(folder / "documents")
    index.reload()
    searcher = index.searcher()

    def search(terms: Sequence[str]) -> int:
        held = [(Occur.Must, Query.term_query(index.schema, "exact", term, "freq")) for term in terms]
        return len(searcher.search(Query.boolean_query(held), _SIZE).hits)

    return search


PLUGIN = open_raw
