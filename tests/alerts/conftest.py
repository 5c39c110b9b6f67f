"""An empty archive with its index for each test, and somebody who matches alerts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.matching import AlertMatcher
from analyzers.pipeline import Analyzer
from tests.search_api.library import Library, opened


@pytest.fixture
def library(tmp_path: Path, analyzer: Analyzer) -> Iterator[Library]:
    with opened(tmp_path, analyzer) as empty:
        yield empty


@pytest.fixture
def matcher(library: Library, analyzer: Analyzer) -> AlertMatcher:
    return AlertMatcher(library.archive, analyzer)
