"""What documents tell of days is kept apart, for calendars and for who follows a tender."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016_events"
down_revision = "0015_redaction"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Days of documents that were described before are known when they are read again."""
    op.create_table(
        "events",
        sa.Column("document_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("announced", sa.Date()),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_events_document_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "kind", name="pk_events"),
    )
    op.create_index("ix_events_day", "events", ["day"])


def downgrade() -> None:
    """Who follows a tender follows nothing that the version before knows."""
    alerts = sa.table("alerts", sa.column("kind", sa.String()))
    op.execute(sa.delete(alerts).where(alerts.c.kind == "tender"))
    for table in ("notifications", "publications"):
        told = sa.table(table, sa.column("occasion", sa.String()))
        op.execute(sa.delete(told).where(told.c.occasion == "deadline"))
    op.drop_table("events")
