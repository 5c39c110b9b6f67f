"""Accounts: who there is, and what lets each in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select, update

from archive import audit, schema
from archive.account_tables import accounts, identities, memberships, recovery_codes, sessions
from archive.clock import now
from archive.column_types import storable
from archive.councils import require
from archive.identifiers import new_id
from archive.transactions import Transactions
from domain.accounts import Account, AccountError, AccountFault, Credentials, Identity, Membership, NewAccount, Role


class Accounts(Transactions):
    """The accounts of one archive. Every call is one transaction, which holds its entry in the audit, too.

    E-mail addresses are compared without regard to small and capital letters.
    """

    def exist(self) -> bool:
        """Whether anybody has an account."""
        with self._reading.begin() as connection:
            return connection.scalar(select(accounts.c.row).limit(1)) is not None

    def account(self, account_id: str) -> Account | None:
        """The account, or None."""
        with self._reading.begin() as connection:
            return next(iter(load(connection, accounts.c.id == account_id)), None)

    def by_email(self, email: str) -> Account | None:
        """The account with the address, or None."""
        with self._reading.begin() as connection:
            return next(iter(load(connection, accounts.c.email == folded(email))), None)

    def by_identity(self, identity: Identity) -> Account | None:
        """The account that the identity was bound to, or None."""
        mine = identities.c.issuer == identity.issuer, identities.c.subject == identity.subject
        owner = select(identities.c.account_id).where(*mine)
        with self._reading.begin() as connection:
            return next(iter(load(connection, accounts.c.id.in_(owner))), None)

    def credentials(self, email: str) -> Credentials | None:
        """By what the account with the address is known, or None."""
        with self._reading.begin() as connection:
            row = connection.execute(select(accounts).where(accounts.c.email == folded(email))).one_or_none()
        return None if row is None else Credentials(row.id, row.password_hash, row.second_factor)

    def create_administrator(self, new: NewAccount, body_id: str | None, actor: str) -> str:
        """Make an account that administers the body, or every one; returns its id.

        Raises AccountError when the address has an account, LookupError when the body is not there.
        """
        with self._writing.begin() as connection:
            require(connection, schema.bodies, body_id)
            account_id = create(connection, new)
            connection.execute(insert(memberships).values(account_id=account_id, body_id=body_id, role=Role.ADMINISTRATOR))
            audit.record_in(connection, body_id, actor, "create_administrator", account_id, email=new.email.lower())
        return account_id

    def set_password(self, account_id: str, password_hash: str, keep: str | None, actor: str) -> None:
        """Change the password and end every session but the one with the id `keep`."""
        with self._writing.begin() as connection:
            _change(connection, account_id, password_hash=password_hash)
            connection.execute(
                delete(sessions).where(sessions.c.account_id == account_id, sessions.c.id.is_distinct_from(keep))
            )
            audit.record_in(connection, None, actor, "change_password", account_id)

    def renew_hash(self, account_id: str, password_hash: str) -> None:
        """Keep the same password by a hash of today's strength."""
        with self._writing.begin() as connection:
            _change(connection, account_id, password_hash=password_hash)

    def set_second_factor(self, account_id: str, secret: str, step: int, codes: Iterable[str]) -> None:
        """Ask for codes from now on; `step` is that of the code that proved it, `codes` the digests of recovery codes."""
        with self._writing.begin() as connection:
            _change(connection, account_id, second_factor=secret, second_factor_step=step)
            connection.execute(delete(recovery_codes).where(recovery_codes.c.account_id == account_id))
            rows = [{"account_id": account_id, "digest": digest} for digest in codes]
            connection.execute(insert(recovery_codes), rows)
            audit.record_in(connection, None, account_id, "turn_on_second_factor", account_id)

    def drop_second_factor(self, account_id: str, actor: str) -> None:
        """Ask for no code any more."""
        with self._writing.begin() as connection:
            _change(connection, account_id, second_factor=None, second_factor_step=None)
            connection.execute(delete(recovery_codes).where(recovery_codes.c.account_id == account_id))
            audit.record_in(connection, None, actor, "turn_off_second_factor", account_id)

    def use_step(self, account_id: str, step: int) -> bool:
        """Take the code of a time step; False when it, or a later one, was taken before."""
        older = or_(accounts.c.second_factor_step.is_(None), accounts.c.second_factor_step < step)
        with self._writing.begin() as connection:
            taken = update(accounts).where(accounts.c.id == account_id, older).values(second_factor_step=step)
            return connection.execute(taken).rowcount == 1

    def use_recovery_code(self, account_id: str, digest: str) -> bool:
        """Take a recovery code; False when there is no such code (any more)."""
        mine = recovery_codes.c.account_id == account_id, recovery_codes.c.digest == digest
        with self._writing.begin() as connection:
            used = connection.execute(delete(recovery_codes).where(*mine)).rowcount == 1
            if used:
                audit.record_in(connection, None, account_id, "use_recovery_code", account_id)
        return used

    def recovery_codes_left(self, account_id: str) -> int:
        """How many recovery codes were not used."""
        found = select(recovery_codes.c.digest).where(recovery_codes.c.account_id == account_id)
        with self._reading.begin() as connection:
            return len(connection.execute(found).all())

    def bind(self, account_id: str, identity: Identity) -> None:
        """Let the identity sign in as the account."""
        values = {"issuer": identity.issuer, "subject": identity.subject, "account_id": account_id}
        with self._writing.begin() as connection:
            connection.execute(insert(identities).values(values))
            audit.record_in(connection, None, account_id, "bind_identity", account_id, issuer=identity.issuer)


def folded(email: str) -> str:
    """The address as it is kept and looked for."""
    return storable(email).lower()


def create(connection: Connection, new: NewAccount) -> str:
    """Add an account; returns its id. Raises AccountError when the address has one."""
    email = folded(new.email)
    if connection.scalar(select(accounts.c.id).where(accounts.c.email == email)):
        raise AccountError(AccountFault.TAKEN, email=email)
    account_id = new_id("a")
    values = {
        "id": account_id,
        "email": email,
        "name": new.name,
        "language": new.language,
        "password_hash": new.password_hash,
        "created_at": now(),
    }
    connection.execute(insert(accounts).values(values))
    return account_id


def load(connection: Connection, *which: ColumnElement[bool]) -> list[Account]:
    """The accounts that meet the conditions, in the order they were made."""
    rows = connection.execute(select(accounts).where(*which).order_by(accounts.c.row)).all()
    roles = _memberships(connection, [row.id for row in rows])
    return [_account(row, roles[row.id]) for row in rows]


def _memberships(connection: Connection, account_ids: Sequence[str]) -> dict[str, list[Membership]]:
    found: dict[str, list[Membership]] = defaultdict(list)
    listed = select(memberships).where(memberships.c.account_id.in_(account_ids)).order_by(memberships.c.row)
    for row in connection.execute(listed):
        found[row.account_id].append(Membership(row.body_id, row.role))
    return found


def _account(row: Row[Any], roles: Sequence[Membership]) -> Account:
    return Account(
        id=row.id,
        email=row.email,
        name=row.name,
        language=row.language,
        memberships=tuple(roles),
        has_password=row.password_hash is not None,
        has_second_factor=row.second_factor is not None,
    )


def _change(connection: Connection, account_id: str, **values: object) -> None:
    connection.execute(update(accounts).where(accounts.c.id == account_id).values(values))
