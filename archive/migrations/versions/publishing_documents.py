"""Documents become public at a time set before, and what was withdrawn leaves a tombstone."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0014_publication"
down_revision = "0013_page_texts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was withdrawn before has its reason in the audit."""
    op.create_table(
        "withdrawals",
        sa.Column("document_id", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_withdrawals_document_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", name="pk_withdrawals"),
    )
    op.create_table(
        "publication_schedules",
        sa.Column("document_id", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.JSON(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_publication_schedules_document_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", name="pk_publication_schedules"),
    )
    op.create_index("ix_publication_schedules_at", "publication_schedules", ["at"])
    _bury_the_withdrawn(op.get_bind())


def downgrade() -> None:
    """The reasons stay in the audit."""
    for table in ("publication_schedules", "withdrawals"):
        op.drop_table(table)


def _bury_the_withdrawn(connection: sa.Connection) -> None:
    said = "SELECT audit.subject, audit.at, audit.actor, audit.detail FROM audit JOIN documents ON documents.id = audit.subject"
    rows = connection.execute(
        sa.text(f"{said} WHERE audit.action = 'withdraw' AND documents.status = 'withdrawn' ORDER BY audit.number")
    )
    last = {row.subject: row for row in rows}
    put = sa.text("INSERT INTO withdrawals (document_id, at, reason, actor) VALUES (:document_id, :at, :reason, :actor)")
    for subject, row in last.items():
        detail = json.loads(row.detail) if isinstance(row.detail, str) else row.detail
        values = {"document_id": subject, "at": row.at, "reason": detail.get("reason", ""), "actor": row.actor}
        connection.execute(put, values)
