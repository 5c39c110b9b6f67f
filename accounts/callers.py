"""Who asks: the account behind a session's key or a token's characters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from accounts.keys import digest
from accounts.signing_in import IDLE
from archive.clock import now
from archive.staff import Staff
from domain.accounts import Caller


@dataclass(frozen=True, slots=True)
class Callers:
    """Finds out who asks. Rights are looked up each time, so that one taken away is gone at once."""

    staff: Staff
    clock: Callable[[], datetime] = now

    def by_session(self, key: str) -> Caller | None:
        """Whom a browser with the key is signed in as; None for a session that has ended or waits for a code."""
        session = self.staff.sessions.find(digest(key), self.clock(), IDLE)
        if session is None or not session.proven:
            return None
        account = self.staff.accounts.account(session.account_id)
        return None if account is None else Caller(account, session_id=session.id)

    def by_token(self, characters: str) -> Caller | None:
        """For whom a program with the token acts; None for one that is revoked or has expired."""
        token = self.staff.tokens.find(digest(characters), self.clock())
        account = None if token is None else self.staff.accounts.account(token.account_id)
        return None if token is None or account is None else Caller(account, scopes=token.scopes)
