"""A fresh place for every engine there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from domain.searching import Space
from index.engine import IndexDocument, IndexReader, SearchEngine
from tests.engines import EngineAt, remove


@pytest.fixture
def search_engine(engine_in: EngineAt, tmp_path: Path) -> Iterator[SearchEngine]:
    opened = engine_in(tmp_path / "index")
    yield opened
    remove(opened)


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
