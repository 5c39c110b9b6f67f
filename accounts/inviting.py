"""Asking people in: a mail with a key, good for a week and once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.keys import digest, new_key
from accounts.mail_addresses import require_address
from accounts.passwords import Passwords, require_good
from archive.clock import now
from archive.staff import Staff
from domain.accounts import Account, AccountError, AccountFault, Caller, Invitation, NewAccount, NewInvitation, Role
from domain.mail import Mail
from domain.translation import LANGUAGES, translate

DAYS = 7
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to ask in, as what, for which body (None: every one), in which language."""

    email: str
    role: Role
    body_id: str | None
    body_names: Mapping[str, str]
    language: str


@dataclass(frozen=True, slots=True)
class Inviting:
    """Invitations. `site` is the address people know the site by. What can't be done raises AccountError."""

    staff: Staff
    passwords: Passwords
    site: str
    clock: Callable[[], datetime] = now

    def invite(self, asked: Asked, caller: Caller) -> str:
        """Have the mail sent; returns the invitation's id."""
        email, key, moment = require_address(asked.email), new_key(), self.clock()
        until = moment + timedelta(days=DAYS)
        new = NewInvitation(email, asked.body_id, asked.role, digest(key), moment, until)
        return self.staff.members.invite(new, self._letter(asked, email, key, caller.account), caller.account.id)

    def find(self, key: str) -> Invitation:
        """The invitation with the key."""
        found = self.staff.members.invitation(digest(key), self.clock())
        if found is None:
            raise AccountError(AccountFault.NO_INVITATION)
        return found

    def accept_as(self, key: str, account: Account) -> None:
        """Somebody who has an account takes the role."""
        self.staff.members.accept_as(digest(key), account.id, self.clock())

    def accept_newly(self, key: str, name: str, password: str, language: str) -> str:
        """Somebody without an account makes one and takes the role; returns the account's id."""
        invitation, name = self.find(key), name.strip()[:_LONGEST_NAME]
        if not name:
            raise AccountError(AccountFault.NO_NAME)
        require_good(password, invitation.email)
        new = NewAccount(invitation.email, name, language, self.passwords.hash(password))
        return self.staff.members.accept_newly(digest(key), new, self.clock())

    def _letter(self, asked: Asked, email: str, key: str, inviter: Account) -> Mail:
        language = asked.language if asked.language in LANGUAGES else LANGUAGES[0]
        every = translate(language, "account.everywhere")
        values = {
            "body": asked.body_names.get(language) or next(iter(asked.body_names.values()), every),
            "role": translate(language, f"account.role.{asked.role}"),
            "inviter": inviter.name,
            "link": f"{self.site.rstrip('/')}/invitation/{key}?lang={language}",
            "days": DAYS,
        }
        subject, text = (translate(language, f"account.letter.{part}", **values) for part in ("subject", "text"))
        return Mail(email, subject, text, language)
