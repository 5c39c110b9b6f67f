"""People ask to be told of documents, and what there is to tell is numbered."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009_alerts"
down_revision = "0008_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody is told of what was published before."""
    _create_asked()
    _create_to_tell()
    _create_told()
    with op.batch_alter_table("tasks") as batch:
        batch.add_column(sa.Column("announce", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("tasks") as batch:
        batch.alter_column("announce", server_default=None)


def downgrade() -> None:
    """All that people asked for goes, with their addresses."""
    with op.batch_alter_table("tasks") as batch:
        batch.drop_column("announce")
    for table in ("notifications", "deliveries", "cursors", "publications", "alert_changes", "alerts", "subscribers"):
        op.drop_table(table)


def _create_asked() -> None:
    op.create_table(
        "subscribers",
        *_identified("subscribers"),
        _string("address", 254),
        _string("language", 8),
        _string("state", 16),
        _string("key", 64),
        _integer("bounces"),
        _time("created_at"),
        sa.UniqueConstraint("address", name="uq_subscribers_address"),
    )
    op.create_table(
        "alerts",
        *_identified("alerts"),
        *_of_subscriber("alerts"),
        _string("kind", 16),
        _text("name"),
        _text("text"),
        sa.Column("filters", sa.JSON(), nullable=False),
        _string("precision", 16),
        sa.Column("translate", sa.Boolean(), nullable=False),
        _string("language", 8),
        _string("frequency", 16),
        _string("channel", 32),
        _text("target"),
        _text("secret"),
        _string("state", 16),
        _integer("since"),
        _time("created_at"),
    )
    op.create_index("ix_alerts_subscriber_id", "alerts", ["subscriber_id"])
    _create_numbered("alert_changes", "number", _string("alert_id", 64))


def _create_to_tell() -> None:
    columns = _string("document_id", 64), _string("edition", 64), _string("occasion", 16), _time("at")
    _create_numbered("publications", "number", *columns)
    op.create_index("ix_publications_document_id", "publications", ["document_id"])
    op.create_table(
        "cursors", _string("name", 64), _integer("number"), sa.PrimaryKeyConstraint("name", name="pk_cursors")
    )


def _create_told() -> None:
    op.create_table(
        "deliveries",
        *_identified("deliveries"),
        _string("kind", 16),
        *_of_subscriber("deliveries"),
        _string("channel", 32),
        _string("alert_id", 64),
        _string("state", 16),
        _integer("attempts"),
        _time("due_at"),
        _text("error"),
        _time("created_at"),
        sa.Column("ended_at", sa.DateTime()),
    )
    op.create_index("ix_deliveries_subscriber_id", "deliveries", ["subscriber_id"])
    op.create_index("ix_deliveries_state", "deliveries", ["state", "due_at"])
    op.create_table(
        "notifications",
        _integer("row"),
        _string("alert_id", 64),
        _string("document_id", 64),
        _string("edition", 64),
        _string("channel", 32),
        _string("occasion", 16),
        _integer("publication"),
        sa.Column("delivery_id", sa.String(64)),
        sa.PrimaryKeyConstraint("row", name="pk_notifications"),
        _going_with("notifications", "alert_id", "alerts"),
        _going_with("notifications", "delivery_id", "deliveries"),
        sa.UniqueConstraint("alert_id", "document_id", "edition", "channel", name="uq_notifications_once"),
    )
    op.create_index("ix_notifications_delivery_id", "notifications", ["delivery_id"])


def _create_numbered(table: str, number: str, *columns: sa.Column[Any]) -> None:
    """A table whose numbers are never given twice."""
    key = sa.PrimaryKeyConstraint(number, name=f"pk_{table}")
    op.create_table(table, _integer(number), *columns, key, sqlite_autoincrement=True)


def _identified(table: str) -> tuple[Any, ...]:
    key = sa.PrimaryKeyConstraint("row", name=f"pk_{table}")
    return _integer("row"), _string("id", 64), key, sa.UniqueConstraint("id", name=f"uq_{table}_id")


def _of_subscriber(table: str) -> tuple[Any, ...]:
    return _string("subscriber_id", 64), _going_with(table, "subscriber_id", "subscribers")


def _going_with(table: str, column: str, owner: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")


def _string(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _integer(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _time(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(), nullable=False)
