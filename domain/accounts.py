"""People who work with the archive, what each may do in which body, and by what they are let in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class Right(StrEnum):
    """What a route can ask for. The values are the scopes of API tokens."""

    READ_DRAFTS = "drafts:read"
    UPLOAD = "documents:upload"
    EDIT = "documents:edit"
    PUBLISH = "documents:publish"
    ADMINISTER = "people:administer"
    READ_AUDIT = "audit:read"


class Role(StrEnum):
    """What somebody is in a body; each role has the rights of those before it."""

    VIEWER = "viewer"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    ADMINISTRATOR = "administrator"

    @property
    def rights(self) -> frozenset[Right]:
        """What the role allows."""
        return RIGHTS[self]


RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.VIEWER: frozenset({Right.READ_DRAFTS}),
        Role.EDITOR: frozenset({Right.READ_DRAFTS, Right.UPLOAD, Right.EDIT}),
        Role.PUBLISHER: frozenset({Right.READ_DRAFTS, Right.UPLOAD, Right.EDIT, Right.PUBLISH}),
        Role.ADMINISTRATOR: frozenset(Right),
    }
)


class AccountFault(StrEnum):
    """Why an account can't do something; the words are under `account.fault` in `domain/locale`."""

    WRONG = "wrong"
    THROTTLED = "throttled"
    WRONG_CODE = "wrong_code"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 (a reason, no password)
    SHORT = "short"
    LONG = "long"
    GUESSABLE = "guessable"
    NO_EMAIL = "no_email"
    NO_NAME = "no_name"
    NO_SCOPE = "no_scope"
    NO_TERM = "no_term"
    NO_INVITATION = "no_invitation"
    OTHER_ACCOUNT = "other_account"
    MEMBER = "member"
    NO_MEMBER = "no_member"
    LAST_ADMINISTRATOR = "last_administrator"
    TAKEN = "taken"
    PROVIDER = "provider"
    UNKNOWN_IDENTITY = "unknown_identity"


class AccountError(Exception):
    """What was asked for can't be done. `values` fill the places of the fault's words."""

    def __init__(self, fault: AccountFault, **values: object) -> None:
        super().__init__(str(fault))
        self.fault = fault
        self.values = values


@dataclass(frozen=True, slots=True)
class Membership:
    """A role in a body; in every body, also those to come, where `body_id` is None."""

    body_id: str | None
    role: Role


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in. Without memberships there is nothing they may do."""

    id: str
    email: str
    name: str
    language: str
    memberships: tuple[Membership, ...] = ()
    has_password: bool = True
    has_second_factor: bool = False

    def may(self, right: Right, body_id: str | None) -> bool:
        """Whether the account has the right in the body; None asks for every body."""
        return any(right in one.role.rights for one in self.memberships if one.body_id in (None, body_id))

    def bodies(self, right: Right) -> frozenset[str] | None:
        """Where the account has the right: in these bodies, or, None, in every one."""
        having = [one.body_id for one in self.memberships if right in one.role.rights]
        return None if None in having else frozenset(body for body in having if body is not None)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: an account by one of its sessions, or by a token that lets it do no more than its scopes."""

    account: Account
    session_id: str | None = None
    scopes: frozenset[Right] | None = None

    def may(self, right: Right, body_id: str | None) -> bool:
        """As `Account.may`, within the scopes."""
        return (self.scopes is None or right in self.scopes) and self.account.may(right, body_id)

    def bodies(self, right: Right) -> frozenset[str] | None:
        """As `Account.bodies`, within the scopes."""
        return self.account.bodies(right) if self.scopes is None or right in self.scopes else frozenset()


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made. Without a password hash only an identity provider lets its owner in."""

    email: str
    name: str
    language: str
    password_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """By what an account is known; never shown to anybody."""

    account_id: str
    password_hash: str | None
    second_factor: str | None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is to an identity provider."""

    issuer: str
    subject: str


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session to be opened. `digest` is that of the key which the browser holds; not `proven` until a code is given."""

    account_id: str
    digest: str
    opened_at: datetime
    expires_at: datetime
    address: str
    agent: str
    proven: bool


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that somebody is signed in with."""

    id: str
    account_id: str
    opened_at: datetime
    seen_at: datetime
    expires_at: datetime
    address: str
    agent: str
    proven: bool


@dataclass(frozen=True, slots=True)
class NewToken:
    """An API token to be made. `digest` is that of what its owner is shown, once."""

    account_id: str
    name: str
    scopes: frozenset[Right]
    digest: str
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ApiToken:
    """By what a program acts for an account."""

    id: str
    account_id: str
    name: str
    scopes: frozenset[Right]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """Somebody to be asked to work for a body (None: for every one). `digest` is that of the key in the mail."""

    email: str
    body_id: str | None
    role: Role
    digest: str
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that waits for its answer."""

    id: str
    email: str
    body_id: str | None
    role: Role
    invited_by: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a body."""

    account: Account
    role: Role
