"""What the tests of accounts share: a clock that is set by hand, passwords that hash fast, and people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from argon2 import PasswordHasher

from accounts.callers import Callers
from accounts.inviting import Asked, Inviting
from accounts.own import OwnAccount
from accounts.passwords import Passwords
from accounts.signing_in import Browser, SignIn
from archive.store import Archive
from domain.accounts import Account, Caller, NewAccount, Role
from domain.mail import Mail

PASSWORD = "seven tired storks over Ifrane"
HERE = Browser("192.0.2.7", "Firefox on the clerk's desk")
SITE = "https://archive.example.ma"


def quick() -> PasswordHasher:
    """Argon2 with the least work it takes."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Clock:
    """A clock that moves only when it is told to."""

    moment: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        """Let time go by."""
        self.moment += timedelta(**by)


class Office:
    """An archive, the services around its accounts, and an administrator of every body, made when first asked for."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.staff, self.clock = archive, archive.staff, Clock()
        self.passwords = Passwords(quick())
        self.sign_in = SignIn(self.staff, self.passwords, self.clock)
        self.callers = Callers(self.staff, self.clock)
        self.inviting = Inviting(self.staff, self.passwords, SITE, self.clock)
        self.own = OwnAccount(self.staff, self.passwords, self.sign_in, self.clock)

    @cached_property
    def admin(self) -> Account:
        """The administrator."""
        return self.account(self.administrator("nadia@example.ma", None))

    def administrator(self, email: str, body_id: str | None) -> str:
        """Make an administrator with the password PASSWORD; returns the account's id."""
        new = NewAccount(email, email.partition("@")[0].title(), "ar", self.passwords.hash(PASSWORD))
        return self.staff.accounts.create_administrator(new, body_id, "system:test")

    def account(self, account_id: str) -> Account:
        """The account, which there is."""
        found = self.staff.accounts.account(account_id)
        assert found is not None
        return found

    def caller(self, account_id: str | None = None) -> Caller:
        """Somebody (the administrator) as a caller."""
        return Caller(self.account(account_id or self.admin.id))

    def key_sent_to(self, email: str, role: Role, body_id: str | None = None, language: str = "fr") -> str:
        """Invite somebody; returns the key in the letter."""
        self.inviting.invite(Asked(email, role, body_id, {}, language), self.caller())
        (text,) = [letter.text for letter in self.letters() if letter.recipient == email.lower()][-1:]
        return text.partition("/invitation/")[2].partition("?")[0]

    def letters(self) -> list[Mail]:
        """The mails that wait to be sent, oldest first."""
        return [one.mail for one in self.staff.outbox.due(datetime.max.replace(tzinfo=UTC))]

    def member(self, email: str, role: Role, body_id: str | None = None) -> Account:
        """Have somebody work for a body, with the password PASSWORD."""
        key = self.key_sent_to(email, role, body_id)
        return self.account(self.inviting.accept_newly(key, email.partition("@")[0], PASSWORD, "fr"))

    def actions(self) -> list[str]:
        """What the audit says was done, oldest first."""
        return [entry.action for entry in reversed(self.archive.audit(limit=1000))]
