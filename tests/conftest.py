"""What all tests share: the real analyzer, whose lexicon is built once and kept between runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.elasticsearch_server import Server, shared_server

if TYPE_CHECKING:
    from analyzers.pipeline import Analyzer

# No test may fail because the machine is slow.
settings.register_profile("shaffaf", deadline=None)
settings.load_profile("shaffaf")

_KEPT = Path(__file__).parent.parent / ".cache" / "test-state"


@pytest.fixture(scope="session")
def test_state() -> Path:
    """A folder that stays between runs: SHAFFAF_TEST_STATE, or one in the checkout's cache."""
    state = Path(os.environ.get("SHAFFAF_TEST_STATE", _KEPT))
    state.mkdir(parents=True, exist_ok=True)
    return state


@pytest.fixture(scope="session")
def analyzer(test_state: Path) -> Analyzer:
    """The analyzer that is shipped."""
    from analyzers.pipeline import default_analyzer

    return default_analyzer(test_state)


@pytest.fixture(scope="session")
def lexicon_path(test_state: Path, analyzer: Analyzer) -> Path:
    """The lexicon's file, for processes that a test starts: `analyzer` has it built."""
    from analyzers.lexicon import locate

    return locate(test_state, None)


@pytest.fixture(scope="session")
def elasticsearch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server, one for the whole run however many processes it has."""
    folder = tmp_path_factory.getbasetemp()
    with shared_server(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) as server:
        yield server
