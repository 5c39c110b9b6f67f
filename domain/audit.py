"""What is asked of the list of who did what, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are wanted; what is None or "" does not matter.

    `bodies` None: those of every body and of none. `actor` is an account's id or e-mail address, or a command's
    `system:` name. `since` is part of the span, `until` is not.
    """

    bodies: frozenset[str] | None = None
    actor: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LoggedAction:
    """One entry. `email` is the actor's address, "" where the actor is no account."""

    number: int
    at: datetime
    actor: str
    email: str
    action: str
    subject: str
    body_id: str | None
    detail: Mapping[str, str]
