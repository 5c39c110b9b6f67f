"""Pages can be arranged into documents anew, and turned."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from archive.column_order import behind, recreate

revision = "0004_arranging"
down_revision = "0003_copies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is arranged or turned yet."""
    op.create_table(
        "arranged_pages",
        sa.Column("document_id", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_arranged_pages_document_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name="fk_arranged_pages_version_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", "position", name="pk_arranged_pages"),
    )
    op.create_index("ix_arranged_pages_version_id", "arranged_pages", ["version_id"])
    op.create_table(
        "former_arrangements",
        sa.Column("operation", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16)),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_former_arrangements_document_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("operation", "document_id", name="pk_former_arrangements"),
    )
    op.create_index("ix_former_arrangements_document_id", "former_arrangements", ["document_id"])
    op.create_table(
        "page_turns",
        sa.Column("version_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("degrees", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_page_turns_version_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("version_id", "number", name="pk_page_turns"),
    )
    with op.batch_alter_table("pages", recreate=recreate()) as batch:
        batch.add_column(sa.Column("turn", sa.Integer(), nullable=False, server_default="0"), **behind("readings"))
    with op.batch_alter_table("tasks") as batch:
        batch.add_column(sa.Column("turned", sa.Boolean(), nullable=False, server_default=sa.false()))
    for table, column in (("pages", "turn"), ("tasks", "turned")):
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, server_default=None)


def downgrade() -> None:
    """Documents made of other documents' pages stay, without pages."""
    with op.batch_alter_table("tasks") as batch:
        batch.drop_column("turned")
    with op.batch_alter_table("pages") as batch:
        batch.drop_column("turn")
    for table in ("page_turns", "former_arrangements", "arranged_pages"):
        op.drop_table(table)
    op.execute("UPDATE documents SET status = 'draft' WHERE status = 'moved'")
