"""A worker says that it lives, and learns when others no longer believe so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from archive.store import Archive
from ingest.membership import DismissedError, Membership
from ingest.roll_call import SILENT_SECONDS, RollCall
from tests.databases import Databases


@pytest.fixture
def archive(databases: Databases) -> Iterator[Archive]:
    with databases.migrated() as url:
        opened = Archive(url)
        yield opened
        opened.close()


def test_workers_that_live_are_present(archive: Archive) -> None:
    one, two = (Membership(archive, name) for name in ("one", "two"))
    one.enter()
    two.enter()
    for _ in range(3):
        one.beat()
        two.beat()
    assert set(one.present()) == {"one", "two"}


def test_who_leaves_is_present_no_more(archive: Archive) -> None:
    one = Membership(archive, "one")
    one.enter()
    one.leave()
    assert set(one.present()) == set()


def test_the_silent_are_struck_off_and_learn_so_when_they_come_back(archive: Archive) -> None:
    seconds = count(0, 5)
    one, two = Membership(archive, "one", RollCall(lambda: next(seconds))), Membership(archive, "two")
    one.enter()
    two.enter()
    for _ in range(round(SILENT_SECONDS / 5) + 2):
        one.beat()
    assert set(one.present()) == {"one"}
    with pytest.raises(DismissedError):
        two.beat()


def test_a_second_process_of_one_name_sends_the_first_one_away(archive: Archive) -> None:
    first, second = (Membership(archive, "one") for _ in range(2))
    first.enter()
    second.enter()
    with pytest.raises(DismissedError):
        first.beat()
    second.beat()
