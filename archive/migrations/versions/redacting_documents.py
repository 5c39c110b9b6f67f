"""Versions can be withheld, and others be made of them in which places are black."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015_redaction"
down_revision = "0014_publication"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is withheld yet."""
    op.add_column("versions", sa.Column("withheld", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("versions", sa.Column("redacts", sa.String(64)))
    op.create_table(
        "redactions",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version_id", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("passages", sa.JSON(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("made", sa.String(64)),
        sa.Column("failure", sa.String(16)),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_redactions_version_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("row", name="pk_redactions"),
        sa.UniqueConstraint("id", name="uq_redactions_id"),
    )
    for column in ("version_id", "state"):
        op.create_index(f"ix_redactions_{column}", "redactions", [column])


def downgrade() -> None:
    """Documents with withheld versions become drafts: what is under the black would be public otherwise."""
    op.execute(
        "UPDATE documents SET status = 'draft' WHERE status = 'published' AND id IN (SELECT files.document_id FROM files "
        "JOIN versions ON versions.file_id = files.id WHERE versions.withheld)"
    )
    op.drop_table("redactions")
    with op.batch_alter_table("versions") as batch:
        batch.drop_column("redacts")
        batch.drop_column("withheld")
