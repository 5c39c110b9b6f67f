"""The first tables: councils, documents with files, versions and pages, tasks, changes, audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create all tables."""
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])
    op.create_table(
        "bodies",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bodies"),
    )
    op.create_table(
        "changes",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_changes"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "organizations",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("body_id", sa.String(64), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name="fk_organizations_body_id"),
        sa.PrimaryKeyConstraint("id", name="pk_organizations"),
    )
    op.create_index("ix_organizations_body_id", "organizations", ["body_id"])
    op.create_table(
        "documents",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime()),
        sa.Column("body_id", sa.String(64)),
        sa.Column("organization_id", sa.String(64)),
        sa.Column("number", sa.Text()),
        sa.Column("decided_on", sa.Date()),
        sa.Column("decided_precision", sa.String(16)),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("set_by_hand", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name="fk_documents_body_id"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_documents_organization_id"
        ),
        sa.PrimaryKeyConstraint("row", name="pk_documents"),
        sa.UniqueConstraint("id", name="uq_documents_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_documents_batch", "documents", ["batch"])
    op.create_index("ix_documents_body_id", "documents", ["body_id"])
    op.create_index("ix_documents_organization_id", "documents", ["organization_id"])
    op.create_index("ix_documents_status", "documents", ["status"])
    op.create_table(
        "files",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("document_id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_files_document_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("row", name="pk_files"),
        sa.UniqueConstraint("id", name="uq_files_id"),
    )
    op.create_index("ix_files_document_id", "files", ["document_id"])
    op.create_table(
        "versions",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("file_id", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(255), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(16)),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_versions_file_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("row", name="pk_versions"),
        sa.UniqueConstraint("id", name="uq_versions_id"),
        sa.UniqueConstraint("sha256", name="uq_versions_sha256"),
    )
    op.create_index("ix_versions_file_id", "versions", ["file_id"])
    op.create_table(
        "pages",
        sa.Column("version_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("tool", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float()),
        sa.Column("width", sa.Float()),
        sa.Column("height", sa.Float()),
        sa.Column("trust", sa.Float()),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name="fk_pages_version_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_id", "number", name="pk_pages"),
    )
    op.create_table(
        "tasks",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version_id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("publish", sa.Boolean(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("failure", sa.String(16)),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name="fk_tasks_version_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("row", name="pk_tasks"),
        sa.UniqueConstraint("id", name="uq_tasks_id"),
    )
    op.create_index("ix_tasks_batch", "tasks", ["batch"])
    op.create_index("ix_tasks_state", "tasks", ["state"])
    op.create_index("ix_tasks_version_id", "tasks", ["version_id"])


def downgrade() -> None:
    """Drop all tables."""
    op.drop_table("tasks")
    op.drop_table("pages")
    op.drop_table("versions")
    op.drop_table("files")
    op.drop_table("documents")
    op.drop_table("organizations")
    op.drop_table("changes")
    op.drop_table("bodies")
    op.drop_table("audit")
