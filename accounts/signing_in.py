"""Signing in: by password or an identity provider, with a code where the account asks for one.

Attempts are counted before anything is compared, under what was typed and under where it came from, so that guessing
is slow for one account and for many, at once or in turn. What is answered never tells whether there is an account.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts import second_factor
from accounts.keys import digest, new_key
from accounts.passwords import Passwords
from archive.clock import now
from archive.staff import Staff
from domain.accounts import Account, AccountError, AccountFault, Identity, NewSession, Session

LONGEST = timedelta(days=7)
"""How long somebody stays signed in at most."""

IDLE = timedelta(hours=12)
"""How long somebody stays signed in who does nothing."""

_FOR_CODE = timedelta(minutes=10)
_WINDOW = timedelta(minutes=15)
_PER_ACCOUNT, _PER_ADDRESS = 10, 60


@dataclass(frozen=True, slots=True)
class Browser:
    """From where somebody signs in: network address and what the browser says it is."""

    address: str
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """The key of a new session. Until it is `proven` by a code it lets nobody do anything."""

    key: str
    proven: bool


class SignIn:
    """Opens sessions. Whatever is wrong raises AccountError, with `retry` in seconds when there were too many attempts."""

    def __init__(self, staff: Staff, passwords: Passwords, clock: Callable[[], datetime] = now) -> None:
        self._staff = staff
        self._passwords = passwords
        self._clock = clock

    def by_password(self, email: str, password: str, browser: Browser) -> Opened:
        """Sign in the account with the address."""
        email = email.strip().lower()
        self._count(f"account:{email}", browser)
        known = self._staff.accounts.credentials(email)
        if not self._passwords.matches(known.password_hash if known else None, password) or known is None:
            raise AccountError(AccountFault.WRONG)
        if known.password_hash and self._passwords.is_weak(known.password_hash):
            self._staff.accounts.renew_hash(known.account_id, self._passwords.hash(password))
        self._forgive(f"account:{email}")
        return self._open(known.account_id, browser, known.second_factor is None)

    def by_identity(self, identity: Identity, email: str | None, browser: Browser) -> Opened:
        """Sign in the account bound to the identity; else the one with an address that the provider has verified, which
        is bound to it from now on.
        """
        account = self._staff.accounts.by_identity(identity) or self._bind(identity, email)
        return self._open(account.id, browser, not account.has_second_factor)

    def by_code(self, key: str, code: str, browser: Browser) -> Opened:
        """Prove a session that was opened without: by a code of the app, or a recovery code."""
        session = self._staff.sessions.find(digest(key), self._clock(), _FOR_CODE)
        if session is None or session.proven:
            raise AccountError(AccountFault.WRONG_CODE)
        self._count(f"code:{session.account_id}", browser)
        if not self._is_right(session, code):
            raise AccountError(AccountFault.WRONG_CODE)
        self._forgive(f"code:{session.account_id}")
        proven = new_key()
        self._staff.sessions.prove(session.id, digest(proven), self._clock() + LONGEST)
        return Opened(proven, proven=True)

    def require_password(self, account: Account, password: str, browser: Browser) -> None:
        """Raise AccountError unless it is the account's password: asked for again before what is at stake changes."""
        self._count(f"account:{account.email}", browser)
        known = self._staff.accounts.credentials(account.email)
        if not self._passwords.matches(known.password_hash if known else None, password):
            raise AccountError(AccountFault.WRONG_PASSWORD)
        self._forgive(f"account:{account.email}")

    def open_for(self, account_id: str, browser: Browser) -> Opened:
        """A session for an account that has just been made."""
        return self._open(account_id, browser, proven=True)

    def _open(self, account_id: str, browser: Browser, proven: bool) -> Opened:
        key, moment = new_key(), self._clock()
        until = moment + (LONGEST if proven else _FOR_CODE)
        new = NewSession(account_id, digest(key), moment, until, browser.address, browser.agent, proven)
        self._staff.sessions.open(new)
        return Opened(key, proven)

    def _bind(self, identity: Identity, email: str | None) -> Account:
        account = self._staff.accounts.by_email(email) if email else None
        if account is None:
            raise AccountError(AccountFault.UNKNOWN_IDENTITY)
        self._staff.accounts.bind(account.id, identity)
        return account

    def _is_right(self, session: Session, code: str) -> bool:
        account = self._staff.accounts.account(session.account_id)
        known = self._staff.accounts.credentials(account.email) if account else None
        if known is None or known.second_factor is None:
            return False
        step = second_factor.step_of(known.second_factor, code, self._clock())
        if step is not None:
            return self._staff.accounts.use_step(known.account_id, step)
        recovery = digest(second_factor.plain_recovery_code(code))
        return self._staff.accounts.use_recovery_code(known.account_id, recovery)

    def _count(self, subject: str, browser: Browser) -> None:
        limits = {digest(subject): _PER_ACCOUNT, digest(f"address:{_network(browser.address)}"): _PER_ADDRESS}
        free_at = self._staff.sessions.attempt(limits, self._clock(), _WINDOW)
        if free_at is not None:
            seconds = int((free_at - self._clock()).total_seconds()) + 1
            raise AccountError(AccountFault.THROTTLED, retry=seconds, minutes=-(-seconds // 60))

    def _forgive(self, subject: str) -> None:
        self._staff.sessions.forgive(digest(subject))


def _network(address: str) -> str:
    """Whom one line is given to: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address
