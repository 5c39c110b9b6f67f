"""Mails wait until they are sent: none is lost, none is taken by two, and none is kept that was sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from archive import outbox
from archive.dialect import open_engine, writing
from archive.store import Archive
from domain.mail import Mail, MailState, OutgoingMail

MAIL = Mail("karim@example.ma", "دعوة", "نص \0 الرسالة", "ar")


def soon(**by: float) -> datetime:
    return datetime.now(UTC) + timedelta(**by)


def stored(archive: Archive, mail_id: str) -> OutgoingMail:
    found = archive.staff.outbox.mail(mail_id)
    assert found is not None
    return found


def test_a_mail_is_due_at_once_oldest_first(archive: Archive) -> None:
    ids = [archive.staff.outbox.put(MAIL) for _ in range(3)]
    assert [mail.id for mail in archive.staff.outbox.due(soon())] == ids
    assert [mail.id for mail in archive.staff.outbox.due(soon(), limit=2)] == ids[:2]
    assert stored(archive, ids[0]).mail.text == "نص \ufffd الرسالة"
    assert archive.staff.outbox.mail("nothing") is None


def test_a_mail_of_a_transaction_that_failed_is_never_sent(archive: Archive, url: str) -> None:
    engine = open_engine(url)
    with pytest.raises(RuntimeError), writing(engine).begin() as connection:
        outbox.put(connection, MAIL)
        raise RuntimeError("power cut")
    engine.dispose()
    assert archive.staff.outbox.due(soon()) == []


def test_a_leased_mail_is_left_alone_until_the_lease_ends(archive: Archive) -> None:
    mail_id = archive.staff.outbox.put(MAIL)
    archive.staff.outbox.lease([mail_id], soon(hours=1))
    assert archive.staff.outbox.due(soon()) == []
    assert [mail.id for mail in archive.staff.outbox.due(soon(hours=2))] == [mail_id]


def test_an_attempt_that_was_made_is_not_made_again(archive: Archive) -> None:
    box = archive.staff.outbox
    mail_id = box.put(MAIL)
    first, second = box.begin(mail_id, 1), box.begin(mail_id, 2)
    assert first is not None
    assert second is not None
    assert (first.attempts, second.attempts) == (1, 2)
    assert box.begin(mail_id, 1) is None
    # A step that died in the middle of an attempt makes it again.
    assert box.begin(mail_id, 2) is not None


def test_of_a_mail_that_was_sent_the_text_is_gone(archive: Archive) -> None:
    box = archive.staff.outbox
    mail_id = box.put(MAIL)
    box.sent(mail_id)
    mail = stored(archive, mail_id)
    assert (mail.state, mail.mail.text, mail.mail.recipient) == (MailState.SENT, "", MAIL.recipient)
    assert box.begin(mail_id, 1) is None
    assert box.due(soon(days=9)) == []


def test_a_mail_that_was_put_off_comes_later_and_one_that_failed_never(archive: Archive) -> None:
    box = archive.staff.outbox
    later, never = box.put(MAIL), box.put(MAIL)
    box.put_off(later, soon(minutes=5), "no route")
    box.fail(never, "550 no such user")
    assert box.due(soon()) == []
    assert [mail.id for mail in box.due(soon(minutes=6))] == [later]
    assert stored(archive, later).reason == "no route"
    assert (stored(archive, never).state, stored(archive, never).reason) == (MailState.FAILED, "550 no such user")
    assert box.counts() == {MailState.WAITING: 1, MailState.SENT: 0, MailState.FAILED: 1}
