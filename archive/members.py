"""Who works for a body: roles, and invitations to take one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from archive import audit, outbox, schema
from archive.account_tables import accounts, invitations, memberships
from archive.accounts import create, folded, load
from archive.councils import require
from archive.identifiers import new_id
from archive.transactions import Transactions
from domain.accounts import (
    AccountError,
    AccountFault,
    Invitation,
    Member,
    Membership,
    NewAccount,
    NewInvitation,
    Role,
)
from domain.mail import Mail


class Members(Transactions):
    """The people of each body; `body_id` None stands for those of every body.

    Every call is one transaction, which holds its entry in the audit, too. What can't be done raises AccountError, or
    LookupError for a body that is not there, and changes nothing.
    """

    def members(self, body_id: str | None) -> list[Member]:
        """The people of exactly this body, in the order of their accounts."""
        mine = select(memberships.c.account_id).where(_of(body_id))
        with self._reading.begin() as connection:
            found = load(connection, accounts.c.id.in_(mine))
        roles = {(account.id, one.body_id): one.role for account in found for one in account.memberships}
        return [Member(account, roles[account.id, body_id]) for account in found]

    def set_role(self, body_id: str | None, account_id: str, role: Role, actor: str) -> None:
        """Give a member another role."""
        with self._writing.begin() as connection:
            before = _role(connection, body_id, account_id)
            _keep_an_administrator(connection, body_id, before, role)
            connection.execute(update(memberships).where(_of(body_id), _by(account_id)).values(role=role))
            audit.record_in(connection, body_id, actor, "change_role", account_id, before=before, role=role)

    def remove(self, body_id: str | None, account_id: str, actor: str) -> None:
        """Take a member's role away; the account stays."""
        with self._writing.begin() as connection:
            before = _role(connection, body_id, account_id)
            _keep_an_administrator(connection, body_id, before, None)
            connection.execute(delete(memberships).where(_of(body_id), _by(account_id)))
            audit.record_in(connection, body_id, actor, "remove_member", account_id, role=before)

    def invite(self, new: NewInvitation, letter: Mail, actor: str) -> str:
        """Ask somebody in by mail, in place of an invitation they have not answered; returns its id."""
        email = folded(new.email)
        with self._writing.begin() as connection:
            require(connection, schema.bodies, new.body_id)
            _refuse_members(connection, email, new.body_id)
            connection.execute(delete(invitations).where(invitations.c.email == email, _asked_to(new.body_id)))
            invitation_id = _insert(connection, new, actor)
            outbox.put(connection, letter)
            detail = {"email": email, "role": str(new.role)}
            audit.record_in(connection, new.body_id, actor, "invite", invitation_id, **detail)
        return invitation_id

    def invitations(self, body_id: str | None, moment: datetime) -> list[Invitation]:
        """Those to the body that wait for their answer."""
        waiting = select(invitations).where(_asked_to(body_id), invitations.c.expires_at > moment)
        with self._reading.begin() as connection:
            return [_invitation(row) for row in connection.execute(waiting.order_by(invitations.c.row))]

    def invitation(self, digest: str, moment: datetime) -> Invitation | None:
        """The invitation whose key has the digest, unless it is answered, taken back or too old."""
        with self._reading.begin() as connection:
            return _find(connection, digest, moment)

    def accept_as(self, digest: str, account_id: str, moment: datetime) -> None:
        """The account takes the role that it was asked to take."""
        with self._writing.begin() as connection:
            invitation = _taken(connection, digest, moment)
            (account,) = load(connection, accounts.c.id == account_id)
            if account.email != invitation.email:
                raise AccountError(AccountFault.OTHER_ACCOUNT, email=invitation.email)
            _join(connection, invitation, account_id)

    def accept_newly(self, digest: str, new: NewAccount, moment: datetime) -> str:
        """Somebody without an account takes the role; `new` is without regard to its address. Returns the account's id."""
        with self._writing.begin() as connection:
            invitation = _taken(connection, digest, moment)
            account_id = create(connection, NewAccount(invitation.email, new.name, new.language, new.password_hash))
            _join(connection, invitation, account_id)
        return account_id

    def cancel(self, body_id: str | None, invitation_id: str, actor: str) -> None:
        """Take an invitation back."""
        mine = invitations.c.id == invitation_id, _asked_to(body_id)
        with self._writing.begin() as connection:
            row = connection.execute(select(invitations).where(*mine)).one_or_none()
            if row is None:
                raise AccountError(AccountFault.NO_INVITATION)
            connection.execute(delete(invitations).where(*mine))
            audit.record_in(connection, body_id, actor, "cancel_invitation", invitation_id, email=row.email)


def _of(body_id: str | None) -> ColumnElement[bool]:
    return memberships.c.body_id.is_not_distinct_from(body_id)


def _by(account_id: str) -> ColumnElement[bool]:
    return memberships.c.account_id == account_id


def _asked_to(body_id: str | None) -> ColumnElement[bool]:
    return invitations.c.body_id.is_not_distinct_from(body_id)


def _role(connection: Connection, body_id: str | None, account_id: str) -> Role:
    role: Role | None = connection.scalar(select(memberships.c.role).where(_of(body_id), _by(account_id)))
    if role is None:
        raise AccountError(AccountFault.NO_MEMBER)
    return role


def _keep_an_administrator(connection: Connection, body_id: str | None, before: Role, after: Role | None) -> None:
    """Nobody could let anybody in any more if the last administrator of every body went."""
    if body_id is not None or before != Role.ADMINISTRATOR or after == Role.ADMINISTRATOR:
        return
    others = select(memberships.c.row).where(_of(None), memberships.c.role == Role.ADMINISTRATOR)
    if len(connection.execute(others).all()) == 1:
        raise AccountError(AccountFault.LAST_ADMINISTRATOR)


def _refuse_members(connection: Connection, email: str, body_id: str | None) -> None:
    joined = memberships.join(accounts, accounts.c.id == memberships.c.account_id)
    there = select(memberships.c.row).select_from(joined).where(accounts.c.email == email, _of(body_id))
    if connection.scalar(there) is not None:
        raise AccountError(AccountFault.MEMBER, email=email)


def _insert(connection: Connection, new: NewInvitation, actor: str) -> str:
    invitation_id = new_id("i")
    values = {
        "id": invitation_id,
        "digest": new.digest,
        "email": folded(new.email),
        "body_id": new.body_id,
        "role": new.role,
        "invited_by": actor,
        "made_at": new.made_at,
        "expires_at": new.expires_at,
    }
    connection.execute(insert(invitations).values(values))
    return invitation_id


def _find(connection: Connection, digest: str, moment: datetime) -> Invitation | None:
    waiting = select(invitations).where(invitations.c.digest == digest, invitations.c.expires_at > moment)
    row = connection.execute(waiting).one_or_none()
    return None if row is None else _invitation(row)


def _taken(connection: Connection, digest: str, moment: datetime) -> Invitation:
    """The invitation, which nobody can take after."""
    invitation = _find(connection, digest, moment)
    if invitation is None:
        raise AccountError(AccountFault.NO_INVITATION)
    connection.execute(delete(invitations).where(invitations.c.id == invitation.id))
    return invitation


def _join(connection: Connection, invitation: Invitation, account_id: str) -> None:
    _refuse_members(connection, invitation.email, invitation.body_id)
    membership = Membership(invitation.body_id, invitation.role)
    values = {"account_id": account_id, "body_id": membership.body_id, "role": membership.role}
    connection.execute(insert(memberships).values(values))
    detail = {"role": str(invitation.role), "email": invitation.email}
    audit.record_in(connection, invitation.body_id, account_id, "accept_invitation", invitation.id, **detail)


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(row.id, row.email, row.body_id, row.role, row.invited_by, row.expires_at)
