"""Many workers: who is at work, and which tasks can wait for others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_workers"
down_revision = "0004_arranging"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has said yet that it works; what waits is urgent."""
    op.create_table(
        "workers",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("run", sa.String(64), nullable=False),
        sa.Column("beats", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_workers"),
    )
    with op.batch_alter_table("tasks") as batch:
        batch.add_column(sa.Column("urgency", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("tasks") as batch:
        batch.alter_column("urgency", server_default=None)


def downgrade() -> None:
    """All tasks are alike again."""
    with op.batch_alter_table("tasks") as batch:
        batch.drop_column("urgency")
    op.drop_table("workers")
