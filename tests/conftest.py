"""What all tests share: the real analyzer, whose lexicon is built once and kept between runs."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from domain.plugins import discover
from tests import postgres_server
from tests.databases import KINDS, Databases, PostgresDatabases, SqliteDatabases, choose
from tests.elasticsearch_server import Server, shared_server
from tests.engines import SHARED, EngineAt, engine_at
from tests.s3_server import KEYS, S3Server
from tests.s3_server import running as running_s3

if TYPE_CHECKING:
    from analyzers.pipeline import Analyzer

# No test may fail because the machine is slow.
settings.register_profile("shaffaf", deadline=None)
settings.load_profile("shaffaf")

_KEPT = Path(__file__).parent.parent / ".cache" / "test-state"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=KINDS, default="sqlite", help="Where tests keep archives that run on either.")


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresDatabases]:
    """Databases of a PostgreSQL server that is started when the first test asks for it."""
    with postgres_server.running() as server:
        yield PostgresDatabases(server)


@pytest.fixture(scope="session")
def s3_server_started() -> Iterator[S3Server]:
    with running_s3() as server:
        yield server


@pytest.fixture
def s3_server(s3_server_started: S3Server, monkeypatch: pytest.MonkeyPatch) -> S3Server:
    """An S3 server that is started when the first test asks for it, with its keys where every AWS program looks for them."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    return s3_server_started


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Databases:
    """Databases of the kind that --database names."""
    kind = request.config.getoption("--database")
    found: Databases = request.getfixturevalue({"sqlite": "sqlite_databases", "postgresql": "postgres_databases"}[kind])
    return found


@pytest.fixture(scope="session", autouse=True)
def _chosen_databases(request: pytest.FixtureRequest) -> Iterator[None]:
    """With `--database postgresql`, every archive that a test opens in a folder is on the server."""
    if request.config.getoption("--database") == "postgresql":
        choose(request.getfixturevalue("postgres_databases"))
    yield
    choose(None)


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


@pytest.fixture(scope="session", params=sorted(discover("index.engines")))
def engine_name(request: pytest.FixtureRequest) -> Iterator[str]:
    """Every engine there is, with the server that it needs."""
    name: str = request.param
    if name != "elasticsearch":
        yield name
        return
    server: Server = request.getfixturevalue("elasticsearch")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SHARED, json.dumps([server.folder, server.port]))
        yield name


@pytest.fixture(scope="session")
def engine_in(engine_name: str) -> EngineAt:
    """Opens an engine of each kind."""
    return lambda folder: engine_at(engine_name, folder)


@pytest.fixture(autouse=True)
def _queue_logs_here() -> None:
    """DBOS keeps the stream that it logged to first, which may have been another test's and is closed."""
    logging.getLogger("dbos").handlers.clear()
