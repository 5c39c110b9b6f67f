"""Term queries that tantivy runs on the index as it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tantivy import Occur, Query

from domain.searching import Space
from index.engines.tantivy_schema import layout_version, make, open_index
from index.generations import Generations

_SIZE = 10


class RawTantivy:
    """See `benchmarks.speed.asking.Raw`."""

    def __init__(self, directory: Path) -> None:
        self._folder = directory / layout_version() / Space.PUBLIC
        self._index = open_index(Generations(self._folder, make).active() / "documents")
        self._index.reload()

    def search(self, terms: Sequence[str]) -> int:
        """The best of the documents that hold all of the exact terms."""
        held = [(Occur.Must, Query.term_query(self._index.schema, "exact", term, "freq")) for term in terms]
        return len(self._index.searcher().search(Query.boolean_query(held), _SIZE).hits)

    def size(self) -> int:
        """The bytes of all files."""
        return sum(file.stat().st_size for file in self._folder.rglob("*") if file.is_file())


PLUGIN = RawTantivy
