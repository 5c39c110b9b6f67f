"""An office for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.store import Archive
from domain.documents import Body
from tests.accounts.staffed import Office
from tests.databases import Databases


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    """An archive of two bodies with an administrator."""
    with databases.migrated() as url:
        archive = Archive(url)
        for name in ("tafilalt", "souss"):
            archive.put_body(Body(name, {"fr": f"Conseil {name}"}))
        office = Office(archive)
        assert office.admin.memberships
        yield office
        archive.close()
