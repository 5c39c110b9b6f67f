"""A fresh place for every engine there is."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from domain.plugins import discover
from domain.searching import Space
from index.cluster import Cluster
from index.engine import IndexDocument, IndexReader, SearchEngine
from index.engines.elasticsearch import ElasticsearchEngine
from index.open import engine
from tests.elasticsearch_server import Server

_SHARED = "SHAFFAF_TEST_SERVER"
"""Names the server to processes that a test starts."""

EngineAt = Callable[[Path], SearchEngine]
"""Opens an engine of one kind; the same folder is the same index."""


@pytest.fixture(scope="session", params=sorted(discover("index.engines")))
def engine_name(request: pytest.FixtureRequest) -> Iterator[str]:
    """Every engine there is, with the server that it needs."""
    name: str = request.param
    if name != "elasticsearch":
        yield name
        return
    server: Server = request.getfixturevalue("elasticsearch")
    os.environ[_SHARED] = json.dumps([server.folder, server.port])
    yield name
    del os.environ[_SHARED]


@pytest.fixture(scope="session")
def engine_in(engine_name: str) -> EngineAt:
    return lambda folder: engine_at(engine_name, folder)


@pytest.fixture
def search_engine(engine_in: EngineAt, tmp_path: Path) -> Iterator[SearchEngine]:
    opened = engine_in(tmp_path / "index")
    yield opened
    if isinstance(opened, ElasticsearchEngine):
        opened.remove()


def engine_at(name: str, folder: Path) -> SearchEngine:
    """An engine whose index is in the folder, or in the shared server under a name of the folder's own."""
    return engine(name, folder, _cluster(folder) if name == "elasticsearch" else None)


def _cluster(folder: Path) -> Cluster:
    return _server().cluster(sha256(str(folder).encode()).hexdigest()[:12])


def _server() -> Server:
    return Server(*json.loads(os.environ[_SHARED]))


@contextmanager
def written(search_engine: SearchEngine, documents: Iterable[IndexDocument], change: int = 1) -> Iterator[IndexReader]:
    """A reader of the public space after these documents were put in."""
    writer = search_engine.writer(Space.PUBLIC)
    try:
        writer.upsert(documents)
        writer.commit(change)
    finally:
        writer.close()
    reader = search_engine.reader(Space.PUBLIC)
    try:
        yield reader
    finally:
        reader.close()
