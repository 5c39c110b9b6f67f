"""What was done to pages can be undone, and undoing publishes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from archive.store import Archive
from domain.arranging import ArrangementError, ArrangementFault
from domain.documents import DocumentStatus
from tests.archive.samples import changed, described, document, done, keys, split, texts
from tests.databases import Databases

PUBLISHED, DRAFT, MOVED, WITHDRAWN = (
    DocumentStatus.PUBLISHED,
    DocumentStatus.DRAFT,
    DocumentStatus.MOVED,
    DocumentStatus.WITHDRAWN,
)


def undo(archive: Archive, document_id: str) -> list[str]:
    found = {one: described("عاد") for one in archive.arrangements.former_pages(document_id)}
    return archive.arrangements.undo(document_id, found, "nadia")


@pytest.fixture
def register(archive: Archive) -> str:
    """A published register of four pages."""
    return done(archive, "reg", 4, publish=True).document_id


WHOLE = ["reg 1", "reg 2", "reg 3", "reg 4"]


@pytest.mark.parametrize("ranges", [([1, 2], [3, 4]), ([2],)])
def test_a_split_is_undone(archive: Archive, register: str, ranges: tuple[list[int], ...]) -> None:
    pieces = split(archive, register, *ranges)
    before = archive.last_change()
    undo(archive, register)
    assert texts(archive, register) == WHOLE
    assert document(archive, register).status == PUBLISHED
    assert document(archive, register).titles == {"ar": "عاد"}
    for piece in pieces:
        assert (texts(archive, piece), document(archive, piece).status) == ([], MOVED)
    assert changed(archive, before) == {register, *pieces}


def test_it_is_undone_from_any_document_it_touched(archive: Archive, register: str) -> None:
    _, second = split(archive, register, [1, 2], [3, 4])
    undo(archive, second)
    assert texts(archive, register) == WHOLE


def test_a_merge_is_undone(archive: Archive) -> None:
    first, second = (done(archive, name, 1, publish=True).document_id for name in "ab")
    archive.arrangements.merge([first, second], described(), "nadia")
    undo(archive, first)
    assert (texts(archive, first), texts(archive, second)) == (["a 1"], ["b 1"])
    assert document(archive, second).status == PUBLISHED


def test_operations_are_undone_from_the_last_to_the_first(archive: Archive, register: str) -> None:
    first, _ = split(archive, register, [1, 2, 3], [4])
    archive.arrangements.order(first, keys(archive, first, 3, 2, 1), described(), "nadia")
    with pytest.raises(ArrangementError) as refusal:
        undo(archive, register)
    assert (refusal.value.fault, refusal.value.values) == (ArrangementFault.CHANGED_SINCE, {"document": first})
    undo(archive, first)
    assert texts(archive, first) == ["reg 1", "reg 2", "reg 3"]
    undo(archive, register)
    assert texts(archive, register) == WHOLE
    with pytest.raises(ArrangementError, match=ArrangementFault.NOTHING_TO_UNDO):
        undo(archive, register)


@pytest.mark.parametrize("ranges", [([1, 2], [3, 4]), ([2, 3],)])
def test_pages_withdrawn_meanwhile_are_not_published_by_undoing(
    archive: Archive, register: str, ranges: tuple[list[int], ...]
) -> None:
    pieces = split(archive, register, *ranges, publish=True)
    archive.withdraw(pieces[-1], "nadia", "private")
    undo(archive, register)
    assert document(archive, register).status == DRAFT
    assert texts(archive, register) == WHOLE


def test_a_merged_document_that_was_withdrawn_stays_so(archive: Archive) -> None:
    first, second = (done(archive, name, 1, publish=True).document_id for name in "ab")
    archive.arrangements.merge([first, second], described(), "nadia")
    archive.withdraw(first, "nadia", "private")
    undo(archive, first)
    assert [document(archive, one).status for one in (first, second)] == [WITHDRAWN, DRAFT]


def test_drafts_do_not_come_back_into_a_register_published_meanwhile(archive: Archive) -> None:
    register = done(archive, "reg", 2).document_id
    split(archive, register, [2])
    archive.publish(register, "nadia")
    undo(archive, register)
    assert document(archive, register).status == DRAFT


def test_an_order_undone_leaves_public_what_was_published_meanwhile(archive: Archive) -> None:
    register = done(archive, "reg", 2).document_id
    archive.arrangements.order(register, keys(archive, register, 2, 1), described(), "nadia")
    archive.publish(register, "nadia")
    undo(archive, register)
    assert document(archive, register).status == PUBLISHED


def test_an_annex_read_meanwhile_stays(archive: Archive, register: str) -> None:
    archive.arrangements.order(register, keys(archive, register, 4, 3, 2, 1), described(), "nadia")
    archive.arrangements.order(register, keys(archive, register, 1, 2, 4, 3), described(), "nadia")
    done(archive, "annex", 1, document_id=register)
    undo(archive, register)
    assert texts(archive, register) == [*reversed(WHOLE), "annex 1"]


def test_a_merge_is_undone_after_one_of_its_files_was_removed(archive: Archive) -> None:
    first, second = (done(archive, name, 1).document_id for name in "ab")
    archive.arrangements.merge([first, second], described(), "nadia")
    archive.remove([second], "nadia")
    assert texts(archive, first) == ["a 1"]
    undo(archive, first)
    assert texts(archive, first) == ["a 1"]


class Arranging(RuleBasedStateMachine):
    """Whatever is done in whatever order, every page is shown once, and no page is public that was never made so."""

    def __init__(self, databases: Databases) -> None:
        super().__init__()
        self.database = databases.migrated()
        self.archive = Archive(self.database.__enter__())

    @initialize()
    def begin(self) -> None:
        self.secret = done(self.archive, "secret", 3).document_id
        for name in "ab":
            done(self.archive, name, 3, publish=True)

    def pick(self, number: int) -> str:
        ids = list(self.archive.all_document_ids())
        return ids[number % len(ids)]

    @rule(which=st.integers(0, 20), first=st.integers(1, 3), publish=st.booleans())
    def split(self, which: int, first: int, publish: bool) -> None:
        pages = keys(self.archive, self.pick(which))
        places = [[number] for number in range(1, len(pages) + 1)][first - 1 :]
        self.attempt(lambda: split(self.archive, self.pick(which), *places, publish=publish))

    @rule(which=st.lists(st.integers(0, 20), min_size=1, max_size=3))
    def merge(self, which: list[int]) -> None:
        ids = [self.pick(one) for one in which]
        self.attempt(lambda: self.archive.arrangements.merge(ids, described(), "x"))

    @rule(which=st.integers(0, 20))
    def reverse(self, which: int) -> None:
        pages = keys(self.archive, self.pick(which))[::-1]
        self.attempt(lambda: self.archive.arrangements.order(self.pick(which), pages, described(), "x"))

    @rule(which=st.integers(0, 20))
    def undo(self, which: int) -> None:
        self.attempt(lambda: undo(self.archive, self.pick(which)))

    @rule(which=st.integers(0, 20))
    def remove_a_piece(self, which: int) -> None:
        one = self.pick(which)
        if not document(self.archive, one).files:
            self.archive.remove([one], "x")

    def attempt(self, act: Callable[[], object]) -> None:
        with suppress(ArrangementError):
            act()

    @invariant()
    def every_page_is_shown_once(self) -> None:
        shown = Counter(text for one in self.archive.all_document_ids() for text in texts(self.archive, one))
        assert shown == {f"{name} {number}": 1 for name in ("secret", "a", "b") for number in (1, 2, 3)}

    @invariant()
    def nothing_is_published_that_never_was(self) -> None:
        public = self.archive.all_document_ids(PUBLISHED)
        assert not any(text.startswith("secret") for one in public for text in texts(self.archive, one))

    def teardown(self) -> None:
        self.archive.close()
        self.database.__exit__(None, None, None)


def test_arranging_in_any_order_keeps_every_page_once_and_secrets_secret(databases: Databases) -> None:
    few = settings(max_examples=6, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(lambda: Arranging(databases), settings=few)
