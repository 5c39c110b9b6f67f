"""Mails that are sent one after the other share a connection, and what goes wrong with one is not felt by the next."""

from __future__ import annotations

import socket
from dataclasses import replace
from email.message import EmailMessage

import pytest

from alerts.mail_sending import MailConnection, NotSentError, RefusedMailError
from alerts.mail_server import MailServer, Security
from tests.alerts.letterbox import TAKEN, letterbox
from tests.alerts.test_email import SENDER, letter, message

NOWHERE = MailServer("192.0.2.1", 25, Security.NONE, SENDER)


def mail(number: int) -> EmailMessage:
    return message(replace(letter(), id=f"n{number}"), SENDER)


@pytest.mark.parametrize("count", [1, 5])
def test_one_connection_carries_them_all(count: int) -> None:
    with letterbox() as (box, server), MailConnection(server) as connection:
        for number in range(count):
            connection.send(mail(number))
    assert (len(box.raw), len(box.peers)) == (count, 1)


def test_who_has_nothing_to_send_does_not_call() -> None:
    with MailConnection(replace(NOWHERE, seconds=0.5)) as connection:
        assert connection._opened is None


@pytest.mark.parametrize(
    ("answer", "error"), [("451 later", NotSentError), ("550 never", RefusedMailError), ("hang", NotSentError)]
)
def test_after_a_failure_the_next_one_is_sent_all_the_same(answer: str, error: type[Exception]) -> None:
    answers = iter([TAKEN, answer, TAKEN])
    with letterbox() as (box, server):
        box.answer = lambda: next(answers)
        with MailConnection(replace(server, seconds=0.5)) as connection:
            connection.send(mail(1))
            with pytest.raises(error):
                connection.send(mail(2))
            connection.send(mail(3))
    assert [one["Message-ID"] for one in box.messages] == ["<n1@example.org>", "<n3@example.org>"]


def test_a_server_that_hung_up_meanwhile_is_called_again() -> None:
    with letterbox() as (box, server), MailConnection(server) as connection:
        connection.send(mail(1))
        assert connection._opened is not None
        assert connection._opened.sock is not None
        connection._opened.sock.shutdown(socket.SHUT_RDWR)
        connection.send(mail(2))
    assert (len(box.raw), len(box.peers)) == (2, 2)
