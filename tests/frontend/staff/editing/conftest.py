"""A workplace for all tests of a file, and people who sign in there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count

import pytest

from analyzers.pipeline import Analyzer
from domain.accounts import Role
from domain.documents import Body
from tests.frontend.staff.editing.workplace import Workplace, workplace
from tests.frontend.staff.person import Person
from tests.search_api.library import WAHA, Library, opened

PEOPLE = count(1)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Iterator[Workplace]:
    with opened(tmp_path_factory.mktemp("workplace"), analyzer) as library:
        library.archive.put_body(Body("atlas", {"ar": "مجلس جهة الأطلس", "fr": "Conseil de l’Atlas"}))
        yield workplace(library)


@pytest.fixture(scope="module")
def library(place: Workplace) -> Library:
    return place.library


@pytest.fixture(scope="module")
def somebody(place: Workplace) -> Iterator[Callable[..., Person]]:
    """Signs somebody in who has a role in a body."""
    with ExitStack() as opened_browsers:

        def sign_in(role: Role = Role.EDITOR, body: str | None = WAHA.id) -> Person:
            person = opened_browsers.enter_context(Person(place.app))
            email = f"somebody{next(PEOPLE)}@example.ma"
            place.office.member(email, role, body)
            assert person.sign_in(email).status_code == 303
            return person

        yield sign_in


@pytest.fixture(scope="module")
def editor(somebody: Callable[..., Person]) -> Person:
    """An editor of the body whose documents these are."""
    return somebody()


@pytest.fixture(scope="module")
def other_editor(somebody: Callable[..., Person]) -> Person:
    """An editor of another body."""
    return somebody(body="atlas")


@pytest.fixture(scope="module")
def stranger(place: Workplace) -> Iterator[Person]:
    """Somebody who is not signed in."""
    with Person(place.app) as person:
        yield person
