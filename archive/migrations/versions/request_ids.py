"""Tasks keep the id of the request that made them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_request_ids"
down_revision = "0005_workers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody said which request made the tasks that are there."""
    with op.batch_alter_table("tasks") as tasks:
        tasks.add_column(sa.Column("request_id", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    """The ids are lost."""
    with op.batch_alter_table("tasks") as tasks:
        tasks.drop_column("request_id")
