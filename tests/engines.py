"""Engines of every kind for tests, each at a place of its own."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from domain.searching import Space
from index.cluster import Cluster
from index.engine import SearchEngine
from index.engines.elasticsearch import ElasticsearchEngine
from index.open import engine
from tests.elasticsearch_server import Server

SHARED = "SHAFFAF_TEST_SERVER"
"""Names the server to processes that a test starts."""

EngineAt = Callable[[Path], SearchEngine]
"""Opens an engine of one kind; the same folder is the same index."""


def engine_at(name: str, folder: Path) -> SearchEngine:
    """An engine whose index is in the folder, or in the shared server under a name of the folder's own."""
    return engine(name, folder, _cluster(folder) if name == "elasticsearch" else None)


def remove(search_engine: SearchEngine) -> None:
    """Give up what an engine has on the shared server."""
    if isinstance(search_engine, ElasticsearchEngine):
        search_engine.remove()


@contextmanager
def emptied(engine_in: EngineAt) -> Iterator[SearchEngine]:
    """An engine that holds nothing. On a server the same index is emptied, which is faster than making another."""
    with tempfile.TemporaryDirectory() as folder:
        search_engine = engine_in(Path(tempfile.gettempdir()) / f"kept-{os.getpid()}")
        if not isinstance(search_engine, ElasticsearchEngine):
            yield engine_in(Path(folder))
            return
        reader = search_engine.reader(Space.PUBLIC)
        writer = search_engine.writer(Space.PUBLIC)
        writer.delete(reader.document_ids())
        writer.commit(0)
        writer.close()
        yield search_engine


def _cluster(folder: Path) -> Cluster:
    server = Server(*json.loads(os.environ[SHARED]))
    return server.cluster(sha256(str(folder).encode()).hexdigest()[:12])
