"""The archive's front door to people: accounts, members of bodies, sessions, tokens, and who did what."""

from __future__ import annotations

from sqlalchemy import Engine

from archive.accounts import Accounts
from archive.api_tokens import ApiTokens
from archive.audit_log import AuditLog
from archive.members import Members
from archive.outbox import Outbox
from archive.sessions import Sessions


class Staff:
    """What the archive knows of those who work with it. Part of `archive.store.Archive`, with its promises."""

    def __init__(self, reading: Engine, writing: Engine) -> None:
        self.accounts = Accounts(reading, writing)
        self.members = Members(reading, writing)
        self.sessions = Sessions(reading, writing)
        self.tokens = ApiTokens(reading, writing)
        self.audit = AuditLog(reading, writing)
        self.outbox = Outbox(reading, writing)
