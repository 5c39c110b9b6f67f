"""E-mail: text and HTML, with the end of all messages one click away (RFC 8058)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from email.message import EmailMessage

from alerts import mail_text
from alerts.letter import ChannelSettings, Letter, MessageChannel
from alerts.mail import compose
from alerts.mail_sending import MailConnection
from alerts.mail_server import MailServer
from domain.alerts import DeliveryKind
from domain.mail import Mail, MailState, OutgoingMail


def message(letter: Letter, sender: str) -> EmailMessage:
    """The mail: the same bytes for the same letter, its Message-ID made of the letter's id."""
    words = Mail(
        recipient=letter.subscriber.address,
        subject=mail_text.subject(letter),
        text=mail_text.text(letter),
        language=letter.language,
        html=mail_text.html(letter),
    )
    made = compose(OutgoingMail(letter.id, words, MailState.WAITING, 0, letter.created_at), sender)
    if letter.kind is not DeliveryKind.CONFIRMATION:
        made["List-Id"] = f"<alerts.{sender.rpartition('@')[2].rstrip('>')}>"
        made["List-Unsubscribe"] = f"<{letter.stop_url}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return made


@dataclass(frozen=True, slots=True)
class EmailChannel:
    """Sends letters through a mail server."""

    server: MailServer

    @contextmanager
    def round(self) -> Iterator[MessageChannel]:
        """See `alerts.letter.MessageChannel`."""
        with MailConnection(self.server) as connection:
            yield _EmailRound(self.server, connection)

    def deliver(self, letter: Letter) -> None:
        """See `alerts.letter.MessageChannel`."""
        with self.round() as once:
            once.deliver(letter)


@dataclass(frozen=True, slots=True)
class _EmailRound:
    """Sends letters over one connection."""

    server: MailServer
    connection: MailConnection

    def round(self) -> AbstractContextManager[MessageChannel]:
        return nullcontext(self)

    def deliver(self, letter: Letter) -> None:
        self.connection.send(message(letter, self.server.sender))


class EmailPlugin:
    """See `alerts.letter.MessagePlugin`."""

    def open_channel(self, settings: ChannelSettings) -> EmailChannel | None:
        """The channel, where there is a mail server."""
        return None if settings.mail_server is None else EmailChannel(settings.mail_server)


PLUGIN = EmailPlugin()
