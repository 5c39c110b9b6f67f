"""Batches are records: who hands in what, for which body, and until when."""

from __future__ import annotations

import pytest

from archive.store import Archive
from domain.batches import NewBatch
from domain.documents import Body
from tests.archive.batched import CLERK, batch


def test_a_batch_is_found_as_it_was_made(archive: Archive) -> None:
    made = archive.batches.create(NewBatch("مقررات 2004", "tafilalt", CLERK, publish=True, announce=False))
    found = archive.batches.batch(made.id)
    assert found == made
    assert (made.name, made.body_id, made.actor) == ("مقررات 2004", "tafilalt", CLERK)
    assert (made.publish, made.announce, made.closed_at) == (True, False, None)
    assert archive.batches.body_of(made.id) == "tafilalt"


def test_what_a_batch_brings_stays_a_draft_unless_it_is_said(archive: Archive) -> None:
    assert not batch(archive).publish


def test_a_batch_of_a_body_that_is_not_there_is_not_made(archive: Archive) -> None:
    with pytest.raises(LookupError):
        batch(archive, body="nowhere")
    assert archive.batches.newest(None) == []


def test_there_is_no_batch_that_nobody_made(archive: Archive) -> None:
    assert archive.batches.batch("x\ud800") is None
    with pytest.raises(LookupError):
        archive.batches.body_of("x")


def test_an_open_batch_is_gone_on_with_by_its_key(archive: Archive) -> None:
    first = batch(archive, resume_key="k")
    assert batch(archive, resume_key="k") == first
    assert batch(archive, resume_key="other").id != first.id
    assert batch(archive).id != batch(archive).id


def test_a_key_is_no_way_into_the_batch_of_somebody_else_or_another_body(archive: Archive) -> None:
    archive.put_body(Body("souss", {"fr": "Souss"}))
    first = batch(archive, resume_key="k")
    assert archive.batches.create(NewBatch("x", "tafilalt", "a-other", resume_key="k")).id != first.id
    assert batch(archive, body="souss", resume_key="k").id != first.id


def test_a_closed_batch_is_not_gone_on_with(archive: Archive) -> None:
    first = batch(archive, resume_key="k")
    archive.batches.close(first.id, CLERK)
    assert batch(archive, resume_key="k").id != first.id


def test_closing_twice_is_closing_once(archive: Archive) -> None:
    made = batch(archive)
    archive.batches.close(made.id, CLERK)
    closed = archive.batches.batch(made.id)
    archive.batches.close(made.id, CLERK)
    assert closed is not None
    assert closed.closed_at is not None
    assert archive.batches.batch(made.id) == closed
    assert [entry.action for entry in archive.audit(made.id)] == ["close_batch", "create_batch"]


def test_batches_are_listed_newest_first_in_pages_and_for_the_bodies_asked_for(archive: Archive) -> None:
    archive.put_body(Body("souss", {"fr": "Souss"}))
    made = [batch(archive, str(number)) for number in range(5)]
    other = batch(archive, "other", "souss")
    of_nobody = batch(archive, "none", None)
    assert archive.batches.newest(frozenset({"tafilalt"})) == made[::-1]
    assert archive.batches.newest(frozenset({"souss"})) == [other]
    assert archive.batches.newest(frozenset()) == []
    assert archive.batches.newest(None, limit=2) == [of_nobody, other]
    assert archive.batches.newest(None, before=made[2].row) == [made[1], made[0]]
