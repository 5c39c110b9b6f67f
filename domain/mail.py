"""Mails as the archive keeps them until they are sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MailState(StrEnum):
    """How far a mail is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is still to be sent of some kind: how many messages wait, since when the oldest (None: none waits), and how many
    could not be sent.
    """

    waiting: int
    oldest: datetime | None
    failed: int


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to one person. Without `html`, the paragraphs of `text` are shown as such; `language` says from which side."""

    recipient: str
    subject: str
    text: str
    language: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A mail in the outbox, `attempts` to send it were begun so far."""

    id: str
    mail: Mail
    state: MailState
    attempts: int
    created_at: datetime
    reason: str = ""
