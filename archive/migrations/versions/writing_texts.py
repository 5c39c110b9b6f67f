"""What people write as the text of pages is kept in editions, beside what machines read; readers propose some."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_page_texts"
down_revision = "0011_batches"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has written any yet."""
    op.create_table(
        "page_texts",
        sa.Column("version_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("proposal_id", sa.String(64)),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_page_texts_version_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("version_id", "number", "edition", name="pk_page_texts"),
    )
    op.create_table(
        "text_proposals",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("document_id", sa.String(64), nullable=False),
        sa.Column("version_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_text_proposals_document_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_text_proposals_version_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("row", name="pk_text_proposals"),
        sa.UniqueConstraint("id", name="uq_text_proposals_id"),
    )
    op.create_index("ix_text_proposals_document_id", "text_proposals", ["document_id"])
    op.create_index("ix_text_proposals_version_id", "text_proposals", ["version_id"])


def downgrade() -> None:
    """What machines read stands again."""
    for table in ("text_proposals", "page_texts"):
        op.drop_table(table)
