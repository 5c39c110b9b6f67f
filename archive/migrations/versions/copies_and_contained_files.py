"""Copies that versions are read from, and files that came in other files."""

import sqlalchemy as sa
from alembic import op

revision = "0003_copies"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("files", sa.Column("contained_in", sa.String(64)))
    op.add_column("versions", sa.Column("copy_sha256", sa.String(64)))
    op.add_column("versions", sa.Column("copy_type", sa.String(255)))
    op.create_index("ix_versions_copy_sha256", "versions", ["copy_sha256"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_versions_copy_sha256", "versions")
    with op.batch_alter_table("versions") as table:
        table.drop_column("copy_type")
        table.drop_column("copy_sha256")
    with op.batch_alter_table("files") as table:
        table.drop_column("contained_in")
