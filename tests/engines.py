"""Engines of every kind for tests, each at a place of its own."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

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


def _cluster(folder: Path) -> Cluster:
    server = Server(*json.loads(os.environ[SHARED]))
    return server.cluster(sha256(str(folder).encode()).hexdigest()[:12])
