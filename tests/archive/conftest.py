"""A fresh archive for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.store import Archive
from domain.documents import Body, Organization
from tests.databases import KINDS, Databases


@pytest.fixture(params=KINDS)
def databases(request: pytest.FixtureRequest) -> Databases:
    """What makes databases of each kind in turn."""
    found: Databases = request.getfixturevalue(
        {"sqlite": "sqlite_databases", "postgresql": "postgres_databases"}[request.param]
    )
    return found


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """The address of a database with the newest tables."""
    with databases.migrated() as made:
        yield made


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    opened = Archive(url)
    opened.migrate()
    opened.put_body(Body("tafilalt", {"ar": "مجلس جهة تافيلالت", "fr": "Conseil de la région"}))
    opened.put_organization(Organization("bureau", "tafilalt", {"ar": "المكتب", "fr": "Bureau"}))
    yield opened
    opened.close()
