"""API tokens: what programs are let in by."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from archive import audit
from archive.account_tables import api_tokens
from archive.identifiers import new_id
from archive.transactions import Transactions
from domain.accounts import ApiToken, NewToken, Right

_USED = timedelta(minutes=1)
"""How exactly it is known when a token was used last."""


class ApiTokens(Transactions):
    """The tokens of one archive. Every call is one transaction, which holds its entry in the audit, too."""

    def make(self, new: NewToken) -> str:
        """Add a token; returns its id."""
        token_id = new_id("k")
        scopes = sorted(new.scopes)
        values = {
            "id": token_id,
            "digest": new.digest,
            "account_id": new.account_id,
            "name": new.name,
            "scopes": scopes,
            "made_at": new.made_at,
            "expires_at": new.expires_at,
        }
        with self._writing.begin() as connection:
            connection.execute(insert(api_tokens).values(values))
            detail = {"name": new.name, "scopes": " ".join(scopes)}
            audit.record_in(connection, None, new.account_id, "create_token", token_id, **detail)
        return token_id

    def find(self, digest: str, moment: datetime) -> ApiToken | None:
        """The token whose characters have the digest, unless it has expired."""
        with self._reading.begin() as connection:
            row = connection.execute(select(api_tokens).where(api_tokens.c.digest == digest)).one_or_none()
        if row is None or row.expires_at <= moment:
            return None
        if row.used_at is None or row.used_at + _USED <= moment:
            self._use(row.id, moment)
        return _token(row)

    def of_account(self, account_id: str) -> list[ApiToken]:
        """The account's tokens, the newest first, those that have expired too."""
        mine = select(api_tokens).where(api_tokens.c.account_id == account_id).order_by(api_tokens.c.row.desc())
        with self._reading.begin() as connection:
            return [_token(row) for row in connection.execute(mine)]

    def revoke(self, account_id: str, token_id: str) -> bool:
        """Let nobody in by one of the account's tokens any more; False when there is no such token."""
        mine = api_tokens.c.account_id == account_id, api_tokens.c.id == token_id
        with self._writing.begin() as connection:
            revoked = connection.execute(delete(api_tokens).where(*mine)).rowcount == 1
            if revoked:
                audit.record_in(connection, None, account_id, "revoke_token", token_id)
        return revoked

    def _use(self, token_id: str, moment: datetime) -> None:
        with self._writing.begin() as connection:
            connection.execute(update(api_tokens).where(api_tokens.c.id == token_id).values(used_at=moment))


def _token(row: Row[Any]) -> ApiToken:
    return ApiToken(
        id=row.id,
        account_id=row.account_id,
        name=row.name,
        scopes=frozenset(Right(scope) for scope in row.scopes),
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )
