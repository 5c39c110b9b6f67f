"""Libraries: one to read from, shared, and an empty one for each test that changes something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from analyzers.pipeline import Analyzer
from tests.search_api import papers
from tests.search_api.library import Library, Put, opened
from tests.visitor import Visitor


@dataclass(frozen=True)
class Stock:
    """The shared library and what is in it. Nothing may change it."""

    library: Library
    councils: Put
    tram: Put
    map: Put
    mixed: Put
    undated: Put
    draft: Put
    withdrawn: Put

    @property
    def hidden(self) -> tuple[Put, Put]:
        return self.draft, self.withdrawn


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Iterator[Stock]:
    with opened(tmp_path_factory.mktemp("stock"), analyzer) as library:
        published = [library.put(paper) for paper in papers.PUBLISHED]
        draft = library.put(papers.DRAFT, publish=False)
        withdrawn = library.put(papers.WITHDRAWN)
        library.withdraw(withdrawn)
        yield Stock(library, *published, draft, withdrawn)


@pytest.fixture(scope="session")
def client(stock: Stock) -> Visitor:
    return stock.library.client


@pytest.fixture
def library(tmp_path: Path, analyzer: Analyzer) -> Iterator[Library]:
    with opened(tmp_path, analyzer) as empty:
        yield empty
