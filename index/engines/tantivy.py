"""The embedded engine: tantivy, in process, one folder for everything.

The folders are `directory/LAYOUT/SPACE/GENERATION/{documents,pages}`.
"""

from __future__ import annotations

from pathlib import Path

from domain.searching import Space
from index.cluster import Cluster
from index.engines.tantivy_reader import TantivyReader
from index.engines.tantivy_schema import layout_version, make
from index.engines.tantivy_writer import TantivyWriter
from index.generations import Generations


class TantivyEngine:
    """`index.engine.SearchEngine` on tantivy."""

    def __init__(self, directory: Path, cluster: Cluster | None = None) -> None:
        del cluster  # all is in this process
        self._spaces = {space: Generations(directory / layout_version() / space, make) for space in Space}

    def examine(self) -> None:
        """See `index.engine.SearchEngine.examine`: nothing but the folder is needed."""

    def reader(self, space: Space) -> TantivyReader:
        """See `index.engine.SearchEngine.reader`."""
        return TantivyReader(self._spaces[space])

    def writer(self, space: Space, generation: str | None = None) -> TantivyWriter:
        """See `index.engine.SearchEngine.writer`."""
        generations = self._spaces[space]
        return TantivyWriter(generations.path(generation) if generation else generations.active())

    def generations(self, space: Space) -> tuple[str, ...]:
        """See `index.engine.SearchEngine.generations`."""
        return self._spaces[space].names()

    def create_generation(self, space: Space) -> str:
        """See `index.engine.SearchEngine.create_generation`."""
        return self._spaces[space].create()

    def activate(self, space: Space, generation: str) -> None:
        """See `index.engine.SearchEngine.activate`."""
        self._spaces[space].activate(generation)


PLUGIN = TantivyEngine
