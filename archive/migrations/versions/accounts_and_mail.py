"""People have accounts, mails wait in an outbox, and entries of the audit can't be changed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008_accounts"
down_revision = "0004_arranging"
branch_labels = None
depends_on = None

_SQLITE = """
CREATE TRIGGER audit_keeps_{name} BEFORE {event} ON audit
BEGIN SELECT RAISE(ABORT, 'entries of the audit are never changed'); END
"""

_POSTGRESQL = (
    """CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'entries of the audit are never changed'; END $$""",
    "CREATE TRIGGER audit_keeps_rows BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuses()",
    "CREATE TRIGGER audit_keeps_all BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()",
)


def upgrade() -> None:
    """There is nobody yet; what was done before is of no body."""
    _create_people()
    _create_what_lets_in()
    _create_outbox()
    op.add_column("audit", sa.Column("body_id", sa.String(64)))
    op.create_index("ix_audit_body_id", "audit", ["body_id"])
    op.create_index("ix_audit_actor", "audit", ["actor"])
    _protect_audit()


def downgrade() -> None:
    """Accounts and mails go; what was done stays."""
    _unprotect_audit()
    op.drop_index("ix_audit_actor", "audit")
    op.drop_index("ix_audit_body_id", "audit")
    op.drop_column("audit", "body_id")
    for table in (
        "outbox",
        "sign_in_attempts",
        "api_tokens",
        "sessions",
        "invitations",
        "memberships",
        "recovery_codes",
        "identities",
        "accounts",
    ):
        op.drop_table(table)


def _protect_audit() -> None:
    on_sqlite = [_SQLITE.format(name=name, event=event) for name, event in (("rows", "UPDATE"), ("all", "DELETE"))]
    for statement in on_sqlite if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def _unprotect_audit() -> None:
    place = "" if op.get_bind().dialect.name == "sqlite" else " ON audit"
    op.execute(f"DROP TRIGGER audit_keeps_rows{place}")
    op.execute(f"DROP TRIGGER audit_keeps_all{place}")
    if place:
        op.execute("DROP FUNCTION audit_refuses()")


def _table(name: str, *parts: sa.Column[Any] | sa.Constraint, unique: tuple[str, ...] = (), index: tuple[str, ...] = ()) -> None:
    uniques = [sa.UniqueConstraint(column, name=f"uq_{name}_{column}") for column in unique]
    op.create_table(name, *parts, *uniques)
    for column in index:
        op.create_index(f"ix_{name}_{column}", name, [column])


def _row(table: str) -> tuple[sa.Column[Any], sa.Constraint]:
    return sa.Column("row", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("row", name=f"pk_{table}")


def _text(name: str, length: int, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _time(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def _of(table: str, column: str, owner: str) -> sa.Constraint:
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=name, ondelete="CASCADE")


def _create_people() -> None:
    _table(
        "accounts",
        *_row("accounts"),
        _text("id", 64),
        _text("email", 254),
        sa.Column("name", sa.Text(), nullable=False),
        _text("language", 8),
        _text("password_hash", 255, nullable=True),
        _text("second_factor", 64, nullable=True),
        sa.Column("second_factor_step", sa.Integer()),
        _time("created_at"),
        unique=("id", "email"),
    )
    _table(
        "memberships",
        *_row("memberships"),
        _text("account_id", 64),
        _text("body_id", 64, nullable=True),
        _text("role", 16),
        _of("memberships", "account_id", "accounts"),
        _of("memberships", "body_id", "bodies"),
        index=("account_id", "body_id"),
    )
    _table(
        "invitations",
        *_row("invitations"),
        _text("id", 64),
        _text("digest", 64),
        _text("email", 254),
        _text("body_id", 64, nullable=True),
        _text("role", 16),
        sa.Column("invited_by", sa.Text(), nullable=False),
        _time("made_at"),
        _time("expires_at"),
        _of("invitations", "body_id", "bodies"),
        unique=("id", "digest"),
        index=("body_id",),
    )


def _create_what_lets_in() -> None:
    _table(
        "identities",
        _text("issuer", 255),
        _text("subject", 255),
        _text("account_id", 64),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_identities"),
        _of("identities", "account_id", "accounts"),
        index=("account_id",),
    )
    _table(
        "recovery_codes",
        _text("digest", 64),
        _text("account_id", 64),
        sa.PrimaryKeyConstraint("digest", name="pk_recovery_codes"),
        _of("recovery_codes", "account_id", "accounts"),
        index=("account_id",),
    )
    _table(
        "sessions",
        *_row("sessions"),
        _text("id", 64),
        _text("digest", 64),
        _text("account_id", 64),
        _time("opened_at"),
        _time("seen_at"),
        _time("expires_at"),
        _text("address", 64),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("proven", sa.Boolean(), nullable=False),
        _of("sessions", "account_id", "accounts"),
        unique=("id", "digest"),
        index=("account_id",),
    )
    _table(
        "api_tokens",
        *_row("api_tokens"),
        _text("id", 64),
        _text("digest", 64),
        _text("account_id", 64),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        _time("made_at"),
        _time("expires_at"),
        _time("used_at", nullable=True),
        _of("api_tokens", "account_id", "accounts"),
        unique=("id", "digest"),
        index=("account_id",),
    )
    _table("sign_in_attempts", *_row("sign_in_attempts"), _text("subject", 64), _time("at"), index=("subject", "at"))


def _create_outbox() -> None:
    _table(
        "outbox",
        *_row("outbox"),
        _text("id", 64),
        _text("recipient", 254),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("subject", "text", "html")),
        _text("language", 8),
        _text("state", 16),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _time("not_before"),
        _time("created_at"),
        _time("sent_at", nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        unique=("id",),
        index=("state",),
    )
