"""An office with its pages, and people in front of their browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from fastapi import FastAPI

from archive.store import Archive
from domain.documents import Body
from tests.accounts.staffed import Office
from tests.databases import Databases
from tests.frontend.staff.person import Person, application

NADIA = "nadia@example.ma"


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    """An archive of two bodies with an administrator."""
    with databases.migrated() as url:
        archive = Archive(url)
        archive.put_body(Body("souss", {"ar": "مجلس جهة سوس", "fr": "Conseil du Souss"}))
        archive.put_body(Body("tafilalt", {"ar": "مجلس جهة تافيلالت", "fr": "Conseil de Tafilalt"}))
        office = Office(archive)
        assert office.admin.memberships
        yield office
        archive.close()


@pytest.fixture
def app(office: Office) -> FastAPI:
    return application(office)


@pytest.fixture
def somebody(app: FastAPI) -> Iterator[Callable[[], Person]]:
    """Opens browsers, each with cookies of its own."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(Person(app))


@pytest.fixture
def stranger(somebody: Callable[[], Person]) -> Person:
    """Somebody who is not signed in."""
    return somebody()


@pytest.fixture
def nadia(somebody: Callable[[], Person]) -> Person:
    """The administrator, signed in."""
    person = somebody()
    assert person.sign_in(NADIA).status_code == 303
    return person
