"""Batches are records, and so is each file of one while it comes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_batches"
down_revision = "0010_description"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was handed in before stays without a record: nobody noted who did, and when."""
    _hold_reasons_of(32)
    op.create_table(
        "batches",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body_id", sa.String(64)),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("publish", sa.Boolean(), nullable=False),
        sa.Column("announce", sa.Boolean(), nullable=False),
        sa.Column("resume_key", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime()),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name="fk_batches_body_id"),
        sa.PrimaryKeyConstraint("row", name="pk_batches"),
        sa.UniqueConstraint("id", name="uq_batches_id"),
    )
    op.create_index("ix_batches_body_id", "batches", ["body_id"])
    op.create_index("ix_batches_resume_key", "batches", ["resume_key"])
    op.create_table(
        "uploads",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("batch_id", sa.String(64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("failure", sa.String(32)),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("document_id", sa.String(64)),
        sa.Column("task_id", sa.String(64)),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_uploads_batch_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("row", name="pk_uploads"),
        sa.UniqueConstraint("id", name="uq_uploads_id"),
    )
    op.create_table(
        "sheet_rows",
        sa.Column("batch_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(1000), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("upload_id", sa.String(64)),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_sheet_rows_batch_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("batch_id", "number", name="pk_sheet_rows"),
    )
    op.create_index("ix_sheet_rows_batch_id_key", "sheet_rows", ["batch_id", "key"])
    for columns in (["batch_id"], ["batch_id", "sha256"], ["document_id"], ["state", "expires_at"]):
        op.create_index(f"ix_uploads_{'_'.join(columns)}", "uploads", columns)


def downgrade() -> None:
    """Documents and tasks keep the names of their batches."""
    for table in ("sheet_rows", "uploads", "batches"):
        op.drop_table(table)
    _hold_reasons_of(16)


def _hold_reasons_of(length: int) -> None:
    """`needs_libreoffice` has 17 characters, of which PostgreSQL makes an error where there is room for 16."""
    for table, column in (("versions", "reason"), ("tasks", "failure")):
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, type_=sa.String(length), postgresql_using=f"substr({column}, 1, {length})")
