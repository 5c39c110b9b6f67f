"""Mails over SMTP: the same bytes however often, from the side their language begins at, to a real server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from alerts.mail import as_html, compose
from alerts.mail_sending import NotSentError, RefusedMailError, send
from alerts.mail_server import MailServer, Security
from benchmarks.ports import free_port
from domain.mail import Mail, MailState, OutgoingMail
from tests.alerts.mail_servers import SENDER, MailBox, knowing, running

ARABIC = Mail("karim@example.ma", "دعوة للعمل في الأرشيف", "مرحبا\n\nافتح العنوان:\n\nhttps://a.ma/x?lang=ar", "ar")
FRENCH = Mail("karim@example.ma", "Invitation", "Bonjour\n\nOuvrez https://a.ma/x (ici).", "fr")


def outgoing(mail: Mail) -> OutgoingMail:
    return OutgoingMail("m1", mail, MailState.WAITING, 1, datetime(2026, 3, 1, 9, tzinfo=UTC))


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


@pytest.mark.parametrize("mail", [ARABIC, FRENCH])
def test_a_mail_arrives_as_it_was_written(mail: Mail) -> None:
    box = MailBox()
    with running(box) as server:
        send(server, compose(outgoing(mail), SENDER))
    (message,) = box.received
    assert (message["Subject"], message["To"], message["From"]) == (mail.subject, mail.recipient, SENDER)
    assert (message["Content-Language"], message["Message-ID"]) == (mail.language, "<m1@example.ma>")
    assert part(message, "plain").replace("\u200f", "").split() == mail.text.split()
    assert "https://a.ma/x" in part(message, "html")


def test_a_mail_is_the_same_to_the_byte_however_often() -> None:
    once, again = (compose(outgoing(ARABIC), SENDER).as_bytes() for _ in range(2))
    assert once == again


def test_arabic_begins_from_the_right() -> None:
    message = compose(outgoing(ARABIC), SENDER)
    lines = [line for line in part(message, "plain").splitlines() if line]
    assert [line[0] for line in lines] == ["\u200f", "\u200f", "h"]
    page = html.document_fromstring(part(message, "html"))
    assert (page.get("dir"), page.get("lang")) == ("rtl", "ar")


def test_addresses_in_a_text_are_links_without_what_stands_behind_them() -> None:
    page = html.document_fromstring(as_html(FRENCH.text, "fr"))
    (link,) = page.xpath("//a")
    assert (link.get("href"), link.text_content()) == ("https://a.ma/x", "https://a.ma/x")
    assert page.text_content().endswith("(ici).")


@given(st.text(max_size=200))
def test_no_text_becomes_markup(text: str) -> None:
    page = html.document_fromstring(as_html(text.replace("\0", ""), "ar"))
    assert {element.tag for element in page.iter()} <= {"html", "head", "meta", "body", "p", "br", "a", "bdi"}


@given(st.text(max_size=100))
def test_no_subject_becomes_a_header(subject: str) -> None:
    message = compose(outgoing(replace(FRENCH, subject=subject)), SENDER)
    assert [name for name in message if name.lower() in ("bcc", "cc", "to")] == ["To"]
    message.as_bytes()


def test_a_mail_may_bring_its_own_page() -> None:
    message = compose(outgoing(replace(FRENCH, html="<p>own</p>")), SENDER)
    assert part(message, "html").strip() == "<p>own</p>"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("550 no such user", RefusedMailError),
        ("554 spam", RefusedMailError),
        ("450 mailbox busy", NotSentError),
        ("421 going down", NotSentError),
    ],
)
def test_what_the_server_says_decides_whether_another_try_helps(answer: str, error: type[Exception]) -> None:
    with running(MailBox([answer])) as server, pytest.raises(error, match=answer[:3]):
        send(server, compose(outgoing(FRENCH), SENDER))


def test_a_server_that_is_away_may_be_back_later() -> None:
    server = MailServer("127.0.0.1", free_port(), Security.NONE, SENDER)
    with pytest.raises(NotSentError):
        send(server, compose(outgoing(FRENCH), SENDER))


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_server_that_knows_nobody_without_password_is_told_it() -> None:
    box = MailBox()
    options = {"authenticator": knowing("clerk", "secret"), "auth_required": True, "auth_require_tls": False}
    with running(box, **options) as server:
        send(replace(server, user="clerk", password="secret"), compose(outgoing(FRENCH), SENDER))
        with pytest.raises(NotSentError):
            send(replace(server, user="clerk", password="wrong"), compose(outgoing(FRENCH), SENDER))
    assert len(box.received) == 1


def test_a_mail_never_leaves_over_an_open_line_where_a_closed_one_is_asked_for() -> None:
    box = MailBox()
    with running(box) as server, pytest.raises(NotSentError):
        send(replace(server, security=Security.STARTTLS), compose(outgoing(FRENCH), SENDER))
    assert box.received == []


def test_no_password_is_shown_where_settings_are() -> None:
    assert "secret" not in repr(MailServer("h", 25, Security.NONE, SENDER, "clerk", "secret"))
