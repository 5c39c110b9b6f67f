"""Handing mails to a mail server, several over one connection."""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from types import TracebackType
from typing import Self

from alerts.mail_server import MailServer, Security

_OPERATORS = (smtplib.SMTPSenderRefused, smtplib.SMTPAuthenticationError, smtplib.SMTPHeloError)
"""Refusals that settings cause and not the mail: it is tried again when the settings are mended."""


class NotSentError(Exception):
    """The mail could not be sent; another try may help."""


class RefusedMailError(Exception):
    """The mail server wants this mail neither now nor later."""


class MailConnection:
    """The way to a mail server, opened when there is something to send and kept for what comes next; opened anew after
    anything went wrong. For one thread.
    """

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._opened: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._opened is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._opened.quit()
            self._hang_up()

    def send(self, message: EmailMessage) -> None:
        """Hand the mail to the server, signed where it has a key for that. Raises NotSentError or RefusedMailError, each
        with what the server said.
        """
        try:
            self._hand_over(message)
        except BaseException:
            self._hang_up()
            raise

    def _hand_over(self, message: EmailMessage) -> None:
        written = message.as_bytes(policy=SMTP)
        signed = self._server.signer.sign(written) if self._server.signer else written
        sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
        try:
            self._ready().sendmail(sender, [recipient], signed)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _refusal(code, said) from error
        except _OPERATORS as error:
            raise NotSentError(str(error)) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotSentError(str(error) or type(error).__name__) from error

    def _ready(self) -> smtplib.SMTP:
        """A connection that answers: servers hang up on who says nothing for a while, or has sent enough."""
        if self._opened is not None and not _answers(self._opened):
            self._hang_up()
        if self._opened is None:
            self._opened = _connect(self._server)
        return self._opened

    def _hang_up(self) -> None:
        """Without a word: who does not answer is not waited for once more."""
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()


def send(server: MailServer, message: EmailMessage) -> None:
    """Hand one mail to the server. Raises as `MailConnection.send`."""
    with MailConnection(server) as connection:
        connection.send(message)


def greet(server: MailServer) -> None:
    """Reach the server and sign in, with nothing to send. Raises NotSentError with what the server said."""
    try:
        with _connect(server) as connection:
            connection.noop()
    except (smtplib.SMTPException, OSError) as error:
        raise NotSentError(str(error) or type(error).__name__) from error


def _answers(opened: smtplib.SMTP) -> bool:
    try:
        return opened.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _connect(server: MailServer) -> smtplib.SMTP:
    if server.security is Security.TLS:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, _own_name(), timeout=server.seconds, context=ssl.create_default_context()
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, _own_name(), timeout=server.seconds)
    try:
        if server.security is Security.STARTTLS:
            connection.starttls(context=ssl.create_default_context())
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


@cache
def _own_name() -> str:
    """What this machine calls itself when it greets a server: looked up once, since a slow DNS made each greeting wait."""
    return socket.getfqdn()


def _refusal(code: int, said: bytes | str) -> NotSentError | RefusedMailError:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return RefusedMailError(f"{code} {text}") if code >= 500 else NotSentError(f"{code} {text}")
