"""Schedules, tombstones, and documents as staff look them up."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive import migration
from archive.store import Archive
from domain.documents import DocumentStatus
from domain.failures import Failure
from domain.publication import DocumentFilter, PublicationError, PublicationFault, Schedule
from domain.redaction import Area
from tests.archive.samples import added, described, document, done, split

TOMORROW = datetime.now(UTC) + timedelta(days=1)
LATER = TOMORROW + timedelta(days=1)
WORKERS = 4


def scheduled(archive: Archive, content: str = "one", at: datetime = TOMORROW) -> Schedule:
    """A draft that is to be published."""
    schedule = Schedule(added(archive, content).document_id, at, "nadia", frozenset({"abc"}))
    archive.publishing.schedule(schedule)
    return schedule


def ids(archive: Archive, **wanted: object) -> list[str]:
    """The documents that a filter finds."""
    found = archive.publishing.page(replace(DocumentFilter(), **wanted))  # type: ignore[arg-type]
    assert archive.publishing.count(replace(DocumentFilter(), **wanted)) == len(found)  # type: ignore[arg-type]
    return [one.document.id for one in found]


def carry_out_all(url: str) -> int:
    archive = Archive(url)
    carried = sum(archive.publishing.carry_out(one) for one in archive.publishing.due(LATER))
    archive.close()
    return carried


def test_what_is_scheduled_is_due_when_its_time_has_come_and_not_before(archive: Archive, url: str) -> None:
    schedule = scheduled(archive)
    reopened = Archive(url)
    assert reopened.publishing.due(TOMORROW - timedelta(seconds=1)) == []
    assert reopened.publishing.due(TOMORROW) == [schedule]
    reopened.close()


def test_of_many_workers_one_publishes_and_the_audit_tells_on_whose_order(archive: Archive, url: str) -> None:
    expected = {scheduled(archive, str(number)).document_id for number in range(6)}
    with ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert sum(pool.map(carry_out_all, [url] * WORKERS)) == len(expected)
    for one in expected:
        entries = [entry for entry in archive.audit(one) if entry.action == "publish"]
        assert [(entry.actor, entry.detail["ordered_by"]) for entry in entries] == [("system:schedule", "nadia")]
        assert document(archive, one).status is DocumentStatus.PUBLISHED
    assert archive.publishing.due(LATER) == []


@pytest.mark.parametrize("at", [datetime.now(UTC) - timedelta(minutes=1), datetime(2020, 1, 1, tzinfo=UTC)])
def test_a_time_that_is_past_is_refused(archive: Archive, at: datetime) -> None:
    with pytest.raises(PublicationError) as refused:
        scheduled(archive, at=at)
    assert refused.value.fault is PublicationFault.PAST
    assert archive.publishing.due(LATER) == []


def test_what_is_public_already_is_not_scheduled(archive: Archive) -> None:
    document_id = added(archive).document_id
    archive.publish(document_id, "nadia")
    with pytest.raises(PublicationError):
        archive.publishing.schedule(Schedule(document_id, TOMORROW, "nadia"))


def test_a_second_time_replaces_the_first(archive: Archive) -> None:
    first = scheduled(archive)
    second = replace(first, at=LATER)
    archive.publishing.schedule(second)
    assert not archive.publishing.carry_out(first)
    assert archive.publishing.schedules([first.document_id]) == {first.document_id: second}


def test_what_was_cancelled_published_or_withdrawn_meanwhile_is_not_carried_out(archive: Archive) -> None:
    cancelled, published, withdrawn = (scheduled(archive, content) for content in "abc")
    archive.publishing.cancel(cancelled.document_id, "karim")
    archive.publish(published.document_id, "karim")
    archive.withdraw(withdrawn.document_id, "karim", "mistake")
    assert archive.publishing.due(LATER) == []
    assert not any(archive.publishing.carry_out(one) for one in (cancelled, published, withdrawn))
    assert document(archive, cancelled.document_id).status is DocumentStatus.DRAFT
    assert document(archive, withdrawn.document_id).status is DocumentStatus.WITHDRAWN


def test_cancelling_is_one_entry_and_none_where_nothing_was_planned(archive: Archive) -> None:
    schedule = scheduled(archive)
    for _ in range(2):
        archive.publishing.cancel(schedule.document_id, "karim")
    assert [entry.action for entry in archive.audit(schedule.document_id)][:2] == ["cancel_schedule", "schedule"]


def test_what_is_held_waits_for_people_and_can_be_scheduled_again(archive: Archive) -> None:
    schedule = scheduled(archive)
    assert archive.publishing.hold(schedule, 2)
    assert not archive.publishing.hold(schedule, 2)
    assert archive.publishing.due(LATER) == []
    assert archive.publishing.schedules([schedule.document_id])[schedule.document_id].held
    assert archive.audit(schedule.document_id)[0].detail == {"personal_data": "2"}
    archive.publishing.schedule(schedule)
    assert archive.publishing.carry_out(schedule)


def test_a_document_whose_pages_are_elsewhere_is_not_published(archive: Archive) -> None:
    moved = done(archive, "register", 2).document_id
    split(archive, moved, [1], [2])
    with pytest.raises(PublicationError) as refused:
        archive.publishing.publish(moved, "nadia")
    assert refused.value.fault is PublicationFault.CLOSED
    with pytest.raises(LookupError):
        archive.publishing.publish("nothing", "nadia")


@pytest.mark.parametrize("failed", [False, True], ids=["waiting", "failed"])
def test_nothing_is_published_while_something_is_still_to_be_taken_out(archive: Archive, failed: bool) -> None:
    schedule = scheduled(archive)
    version = document(archive, schedule.document_id).files[0].current.id
    order = archive.redactions.order(version, [Area(1, 0, 0, 10, 10)], [], "nadia")
    if failed:
        archive.redactions.fail(order.id, Failure.BROKEN)
    with pytest.raises(PublicationError) as found:
        archive.publishing.publish(schedule.document_id, "nadia")
    assert found.value.fault is (PublicationFault.UNREDACTED if failed else PublicationFault.REDACTING)
    assert not archive.publishing.carry_out(schedule)
    assert document(archive, schedule.document_id).status is DocumentStatus.DRAFT
    again = archive.redactions.order(version, [Area(1, 0, 0, 10, 10)], [], "nadia")
    with pytest.raises(PublicationError, match="redacting"):
        archive.publishing.publish(schedule.document_id, "nadia")
    assert again.id != order.id


def test_publishing_in_spite_of_personal_data_is_told_in_the_audit(archive: Archive) -> None:
    document_id = added(archive).document_id
    archive.publishing.publish(document_id, "nadia", accepted=3)
    assert archive.audit(document_id)[0].detail == {"personal_data": "3"}


def test_a_tombstone_tells_of_what_was_public_and_of_nothing_else(archive: Archive) -> None:
    public, draft, never = (added(archive, content).document_id for content in "abc")
    archive.publish(public, "nadia")
    for one in (public, never):
        archive.withdraw(one, "nadia", "names a child")
    left = archive.publishing.tombstone(public)
    assert left is not None
    assert (left.reason, left.document_id) == ("names a child", public)
    assert [archive.publishing.tombstone(one) for one in (draft, never, "nothing")] == [None] * 3
    archive.publish(public, "nadia")
    assert archive.publishing.tombstone(public) is None


def test_documents_are_found_by_council_state_batch_and_words(archive: Archive) -> None:
    here = added(archive, "report", body_id="tafilalt", name="Rapport 2021.pdf").document_id
    there = added(archive, "other", batch="batch-2", title="مقرر حول الطرق").document_id
    archive.describe(here, described("محضر الدورة 100%"))
    archive.publish(there, "nadia")
    archive.publishing.schedule(Schedule(here, TOMORROW, "nadia"))
    assert ids(archive) == [there, here]
    assert ids(archive, bodies=frozenset({"tafilalt"})) == [here]
    assert ids(archive, bodies=frozenset()) == []
    assert ids(archive, status=DocumentStatus.PUBLISHED) == [there]
    assert ids(archive, scheduled=True) == [here]
    assert ids(archive, batch="batch-2") == [there]
    for words, expected in (("الطرق مقرر", there), ("100%", here), ("rapport", here), (here, here), ("%", here)):
        assert ids(archive, text=words) == [expected], words
    assert ids(archive, text="مقرر rapport") == []
    assert ids(archive, text="\x00") == []


def test_the_list_goes_on_behind_a_row(archive: Archive) -> None:
    expected = [added(archive, str(number)).document_id for number in range(5)][::-1]
    first = archive.publishing.page(DocumentFilter(), limit=2)
    rest = archive.publishing.page(DocumentFilter(), before=first[-1].document.row)
    assert [one.document.id for one in (*first, *rest)] == expected


def test_what_was_withdrawn_before_the_upgrade_has_its_tombstone(archive: Archive, url: str) -> None:
    document_id = added(archive).document_id
    archive.publish(document_id, "nadia")
    archive.withdraw(document_id, "nadia", "un nom d’enfant")
    migration.downgrade(url, "0010_description")
    migration.upgrade(url)
    left = archive.publishing.tombstone(document_id)
    assert left is not None
    assert left.reason == "un nom d’enfant"
