"""The tables of accounts: people, what lets them in, and where they may do what.

Keys that let somebody in are kept as digests only, passwords as Argon2 hashes.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table

from archive.column_types import AnyText, Choice, Key, UtcTime
from archive.columns import identifier, part_of, row
from archive.schema import metadata
from domain.accounts import Role


def _digest() -> Column[str]:
    return Column("digest", String(64), nullable=False, unique=True)


def _owner() -> Column[str]:
    return part_of("account_id", "accounts.id")


accounts = Table(
    "accounts",
    metadata,
    row(),
    identifier(),
    # Folded to small letters: nobody has two accounts.
    Column("email", String(254), nullable=False, unique=True),
    Column("name", AnyText, nullable=False),
    Column("language", String(8), nullable=False),
    Column("password_hash", String(255)),
    Column("second_factor", String(64)),
    # The last time step whose code was taken: no code is good twice.
    Column("second_factor_step", Integer),
    Column("created_at", UtcTime, nullable=False),
)

identities = Table(
    "identities",
    metadata,
    Column("issuer", String(255), primary_key=True),
    Column("subject", String(255), primary_key=True),
    _owner(),
)

recovery_codes = Table("recovery_codes", metadata, Column("digest", String(64), primary_key=True), _owner())

memberships = Table(
    "memberships",
    metadata,
    row(),
    _owner(),
    # None: every body.
    Column("body_id", Key, ForeignKey("bodies.id", ondelete="CASCADE"), index=True),
    Column("role", Choice(Role), nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    row(),
    identifier(),
    _digest(),
    Column("email", String(254), nullable=False),
    Column("body_id", Key, ForeignKey("bodies.id", ondelete="CASCADE"), index=True),
    Column("role", Choice(Role), nullable=False),
    Column("invited_by", AnyText, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    row(),
    identifier(),
    _digest(),
    _owner(),
    Column("opened_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("address", String(64), nullable=False),
    Column("agent", AnyText, nullable=False),
    Column("proven", Boolean, nullable=False),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    row(),
    identifier(),
    _digest(),
    _owner(),
    Column("name", AnyText, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
)

# Who tried to sign in lately, by digests of addresses and of what was typed.
sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    row(),
    Column("subject", String(64), nullable=False, index=True),
    Column("at", UtcTime, nullable=False, index=True),
)
