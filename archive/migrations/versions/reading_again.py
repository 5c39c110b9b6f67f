"""A version can be read again while the pages of its last reading stay: pages belong to attempts. What was tried on a
page, and its raw text layer, are kept.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from archive.column_order import behind, recreate

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Everything read so far was read in attempt 1."""
    for table in ("versions", "tasks"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("attempt", sa.Integer(), nullable=False, server_default="1"))
    # Replaced as a whole: reading a page's text must not walk through its words, which come last.
    with op.batch_alter_table("pages", recreate=recreate()) as batch:
        batch.add_column(
            sa.Column("attempt", sa.Integer(), nullable=False, server_default="1"), **behind("version_id")
        )
        batch.add_column(sa.Column("readings", sa.JSON(), nullable=False, server_default="[]"), **behind("trust"))
        batch.add_column(sa.Column("raw_text", sa.Text()), **behind("readings"))
        _set_key(batch, ["version_id", "attempt", "number"])
    for table, column in (("versions", "attempt"), ("tasks", "attempt"), ("pages", "attempt"), ("pages", "readings")):
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, server_default=None)


def downgrade() -> None:
    """Only the attempts that are shown stay."""
    op.execute(
        "DELETE FROM pages WHERE attempt <> (SELECT attempt FROM versions WHERE versions.id = pages.version_id)"
    )
    with op.batch_alter_table("pages") as batch:
        _set_key(batch, ["version_id", "number"])
        for column in ("raw_text", "readings", "attempt"):
            batch.drop_column(column)
    for table in ("tasks", "versions"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("attempt")


def _set_key(batch: BatchOperations, columns: list[str]) -> None:
    batch.drop_constraint("pk_pages", type_="primary")
    batch.create_primary_key("pk_pages", columns)
