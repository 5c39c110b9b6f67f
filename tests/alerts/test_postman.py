"""The postman sends each mail once, tries again where that may help, and says of the others why not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dbos import DBOS

from alerts import attempts
from alerts.attempts import PAUSES, Attempt
from alerts.mail_server import MailServer, Security
from alerts.postman import Postman
from archive.outbox import Outbox
from archive.store import Archive
from benchmarks.ports import free_port
from domain.mail import Mail, MailState, OutgoingMail
from ingest.workflow import DurableQueue, Post
from tests.alerts.mail_servers import SENDER, MailBox, running
from tests.databases import Databases

PATIENCE = 60.0
MAIL = Mail("karim@example.ma", "دعوة", "تعال", "ar")


@pytest.fixture
def outbox(databases: Databases) -> Iterator[Outbox]:
    with databases.migrated() as url:
        archive = Archive(url)
        yield archive.staff.outbox
        archive.close()


def stored(outbox: Outbox, mail_id: str) -> OutgoingMail:
    found = outbox.mail(mail_id)
    assert found is not None
    return found


def test_a_mail_is_sent_once_however_often_it_is_delivered(outbox: Outbox) -> None:
    box, mail_id = MailBox(), outbox.put(MAIL)
    with running(box) as server:
        postman = Postman(outbox, server)
        for _ in range(3):
            postman.deliver([(mail_id, 1)])
    assert len(box.received) == 1
    assert stored(outbox, mail_id).state == MailState.SENT


def test_a_mail_that_the_server_refuses_is_not_sent_again(outbox: Outbox) -> None:
    box, mail_id = MailBox(["550 no such user"]), outbox.put(MAIL)
    with running(box) as server:
        postman = Postman(outbox, server)
        postman.deliver([(mail_id, 1)])
        postman.deliver([(mail_id, 2)])
    assert (box.refused, box.received) == (1, [])
    assert stored(outbox, mail_id).state == MailState.FAILED
    assert "no such user" in stored(outbox, mail_id).reason


def test_one_mail_that_fails_holds_up_no_other(outbox: Outbox) -> None:
    box, (bad, good) = MailBox(["550 no such user"]), (outbox.put(MAIL) for _ in range(2))
    with running(box) as server:
        postman = Postman(outbox, server)
        postman.deliver([(bad, 1), (good, 1)])
    assert (stored(outbox, bad).state, stored(outbox, good).state) == (MailState.FAILED, MailState.SENT)


def test_pauses_grow_and_then_a_mail_has_failed(outbox: Outbox) -> None:
    moment = datetime.now(UTC)
    postman = Postman(outbox, MailServer("127.0.0.1", free_port(), Security.NONE, SENDER), lambda: moment)
    mail_id = outbox.put(MAIL)
    for attempt, pause in enumerate(PAUSES, start=1):
        postman.deliver([(mail_id, attempt)])
        assert outbox.due(moment + pause - timedelta(seconds=1)) == []
        assert [mail.attempts for mail in outbox.due(moment + pause)] == [attempt]
    postman.deliver([(mail_id, len(PAUSES) + 1)])
    assert stored(outbox, mail_id).state == MailState.FAILED
    assert list(PAUSES) == sorted(PAUSES)


def test_a_mail_that_can_not_be_composed_is_tried_again_and_stops_nothing(outbox: Outbox) -> None:
    mail_id = outbox.put(Mail("not an address", "x", "y", "fr"))
    with running(MailBox()) as server:
        Postman(outbox, server).deliver([(mail_id, 1)])
    assert stored(outbox, mail_id).state == MailState.WAITING
    assert stored(outbox, mail_id).reason


class NoFiles:
    """A worker to whom nobody gives a file."""

    def extract(self, task_id: str) -> list[int]:
        raise AssertionError(task_id)

    def read_page(self, task_id: str, number: int) -> None:
        raise AssertionError(task_id, number)

    def finish(self, task_id: str) -> None:
        raise AssertionError(task_id)

    def refuse(self, task_id: str, failure: object, detail: str) -> None:
        raise AssertionError(task_id, failure, detail)


def queue_with(postman: Postman, folder: Path) -> DurableQueue:
    return DurableQueue(NoFiles(), f"sqlite:///{folder / 'work.sqlite'}", Post("worker-1", 1), others=[postman])


def await_that(condition: Callable[[], bool], queue: DurableQueue) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        queue.dispatch_others()
        time.sleep(0.05)


def work_until_sent(outbox: Outbox, server: MailServer, folder: Path, ids: list[str]) -> None:
    """Run the worker's queue until every mail has been sent."""
    queue = queue_with(Postman(outbox, server), folder)
    try:
        await_that(lambda: all(stored(outbox, mail_id).state is MailState.SENT for mail_id in ids), queue)
    finally:
        queue.close()


def test_the_worker_sends_what_waits_and_each_once(outbox: Outbox, tmp_path: Path) -> None:
    box, ids = MailBox(), [outbox.put(MAIL) for _ in range(5)]
    with running(box) as server:
        work_until_sent(outbox, server, tmp_path, ids)
    assert sorted(message["Message-ID"] for message in box.received) == sorted(f"<{one}@example.ma>" for one in ids)


def test_a_worker_that_starts_again_sends_only_what_was_not_sent(outbox: Outbox, tmp_path: Path) -> None:
    box, first = MailBox(), outbox.put(MAIL)
    with running(box) as server:
        work_until_sent(outbox, server, tmp_path, [first])
        second = outbox.put(MAIL)
        work_until_sent(outbox, server, tmp_path, [first, second])
    assert [message["Message-ID"] for message in box.received] == [f"<{first}@example.ma>", f"<{second}@example.ma>"]


class Failing(Postman):
    """A postman who can't say what became of a mail while the database is away."""

    away = True

    def deliver(self, attempts: Sequence[Attempt]) -> None:
        if self.away:
            raise OSError("the database is away")
        super().deliver(attempts)


def test_a_mail_whose_workflow_ended_without_a_word_is_tried_again(
    outbox: Outbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "_SWEEP_SECONDS", 0.1)
    monkeypatch.setattr(attempts, "_LEASE", timedelta())
    box, mail_id = MailBox(), outbox.put(MAIL)
    with running(box) as server:
        postman = Failing(outbox, server)
        queue = queue_with(postman, tmp_path)
        try:
            await_that(lambda: bool(DBOS.list_workflows(name="send_mails", status="ERROR")), queue)
            postman.away = False
            await_that(lambda: stored(outbox, mail_id).state is MailState.SENT, queue)
        finally:
            queue.close()
    assert len(box.received) == 1
