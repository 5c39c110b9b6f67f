"""What programs find out of documents is kept value by value, and what people say instead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010_description"
down_revision = "0009_alerts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is described yet: reading again describes."""
    op.create_table(
        "described_values",
        sa.Column("document_id", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(16), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("language", sa.String(16)),
        sa.Column("version_id", sa.String(64)),
        sa.Column("page", sa.Integer()),
        sa.Column("first", sa.Integer()),
        sa.Column("last", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_described_values_document_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", "position", name="pk_described_values"),
    )
    op.create_index("ix_described_values_confidence", "described_values", ["confidence"])
    op.create_table(
        "corrections",
        sa.Column("document_id", sa.String(64), nullable=False),
        sa.Column("field", sa.String(16), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_corrections_document_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "field", name="pk_corrections"),
    )


def downgrade() -> None:
    """What people said of types, numbers and dates stays with the documents."""
    for table in ("corrections", "described_values"):
        op.drop_table(table)
