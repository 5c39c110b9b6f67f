"""A fresh folder for every engine there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from domain.plugins import discover
from domain.searching import Space
from index.engine import IndexDocument, IndexReader, SearchEngine
from index.open import engine

Filled = Callable[[Iterable[IndexDocument]], IndexReader]


@pytest.fixture(params=sorted(discover("index.engines")))
def search_engine(request: pytest.FixtureRequest, tmp_path: Path) -> SearchEngine:
    return engine(request.param, tmp_path / "index")


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
