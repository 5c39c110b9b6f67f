"""What people change of their own account."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts import second_factor
from accounts.keys import digest, new_key
from accounts.passwords import Passwords, require_good
from accounts.signing_in import Browser, SignIn
from archive.clock import now
from archive.staff import Staff
from domain.accounts import Account, AccountError, AccountFault, Caller, NewToken, Right

TERMS = (30, 90, 365)
"""For how many days a token may be made."""

PREFIX = "shaffaf_"
"""By which a token is told from other text, also by those who look for such things in places where they should not be."""

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """Password, second factor and tokens. Whatever is wrong raises AccountError and changes nothing."""

    staff: Staff
    passwords: Passwords
    sign_in: SignIn
    clock: Callable[[], datetime] = now

    def change_password(self, caller: Caller, old: str, new: str, browser: Browser) -> None:
        """Give the account another password; it is signed out everywhere else. One without password needs no old one."""
        if caller.account.has_password:
            self.sign_in.require_password(caller.account, old, browser)
        require_good(new, caller.account.email)
        hashed = self.passwords.hash(new)
        self.staff.accounts.set_password(caller.account.id, hashed, caller.session_id, caller.account.id)

    def turn_on_second_factor(self, account: Account, secret: str, code: str) -> list[str]:
        """Ask for a code from now on, if `code` shows that the app has the secret; returns the recovery codes."""
        step = second_factor.step_of(secret, code, self.clock()) if second_factor.is_secret(secret) else None
        if step is None:
            raise AccountError(AccountFault.WRONG_CODE)
        codes = second_factor.new_recovery_codes()
        self.staff.accounts.set_second_factor(account.id, secret, step, map(digest, codes))
        return codes

    def turn_off_second_factor(self, account: Account, password: str, browser: Browser) -> None:
        """Ask for no code any more."""
        if account.has_password:
            self.sign_in.require_password(account, password, browser)
        self.staff.accounts.drop_second_factor(account.id, account.id)

    def make_token(self, account: Account, name: str, scopes: Iterable[str], days: int) -> str:
        """A token's characters, which are kept nowhere. It lets a program do what is in its scopes and the account may."""
        name = name.strip()[:_LONGEST_NAME]
        chosen = frozenset(Right(scope) for scope in scopes if scope in set(Right))
        if not name:
            raise AccountError(AccountFault.NO_NAME)
        if not chosen:
            raise AccountError(AccountFault.NO_SCOPE)
        if days not in TERMS:
            raise AccountError(AccountFault.NO_TERM)
        characters, moment = new_key(PREFIX), self.clock()
        until = moment + timedelta(days=days)
        self.staff.tokens.make(NewToken(account.id, name, chosen, digest(characters), moment, until))
        return characters
