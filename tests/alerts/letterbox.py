"""A real SMTP server on this machine that keeps what it is given, and refuses or hangs when it is told to."""

from __future__ import annotations

import asyncio
import email
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from alerts.mail_server import MailServer, Security
from benchmarks.ports import free_port

TAKEN = "250 OK"


@dataclass
class Letterbox:
    """What came, and over which connections. `answer` is what is said to each message: `hang` is to say nothing."""

    answer: Callable[[], str] = lambda: TAKEN
    raw: list[bytes] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    peers: set[object] = field(default_factory=set)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        said = self.answer()
        if said == "hang":
            await asyncio.sleep(3600)
        self.peers.add(session.peer)
        if said == TAKEN:
            self.raw.append(bytes(envelope.content or b""))
            self.to += envelope.rcpt_tos
        return said

    @property
    def messages(self) -> list[EmailMessage]:
        return [email.message_from_bytes(one, policy=default) for one in self.raw]


@contextmanager
def letterbox(box: Letterbox | None = None) -> Iterator[tuple[Letterbox, MailServer]]:
    """A letterbox and how it is reached."""
    box = box or Letterbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port, server_hostname="localhost")  # else DNS is asked each time
    controller.start()
    try:
        sender = "Shaffaf <alerts@example.org>"
        yield box, MailServer("127.0.0.1", port, Security.NONE, sender, seconds=1.0)
    finally:
        controller.stop(no_assert=True)
