"""Real SMTP servers on loopback that keep what they get, or will not take it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from alerts.mail_server import MailServer, Security
from benchmarks.ports import free_port

TAKEN = "250 OK"
SENDER = "Shaffaf <archive@example.ma>"


@dataclass
class MailBox:
    """What came in. `answers` are given one after the other, to the recipient, then TAKEN for ever."""

    answers: list[str] = field(default_factory=list)
    received: list[EmailMessage] = field(default_factory=list)
    refused: int = 0

    async def handle_RCPT(  # noqa: N802 (the library's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take or refuse somebody's mail."""
        answer = self.answers.pop(0) if self.answers else TAKEN
        if answer != TAKEN:
            self.refused += 1
            return answer
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail."""
        content = envelope.content
        assert isinstance(content, bytes)
        self.received.append(message_from_bytes(content, policy=default))  # type: ignore[arg-type]
        return TAKEN


@contextmanager
def running(box: MailBox, **options: Any) -> Iterator[MailServer]:
    """A server on a free port that hands over to the box."""
    controller = Controller(
        box, hostname="127.0.0.1", port=free_port(), ready_timeout=60, server_hostname="localhost", **options
    )
    controller.start()
    try:
        yield MailServer("127.0.0.1", controller.port, Security.NONE, SENDER)
    finally:
        controller.stop()


def knowing(user: str, password: str) -> Any:
    """An authenticator that lets in whoever has the password."""

    def check(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=right)

    return check
