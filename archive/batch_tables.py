"""The tables of batches: what is handed in together, the files of each as they come, and what a sheet says of these."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table

from archive.column_types import AnyText, Choice, Key, UtcTime
from archive.columns import identifier, part_of, row
from archive.schema import metadata
from domain.batches import UploadState
from domain.failures import Failure

batches = Table(
    "batches",
    metadata,
    row(),
    # The name under which tasks and documents know it: these may be of batches without a row, made by commands.
    identifier(),
    Column("name", AnyText, nullable=False),
    Column("body_id", Key, ForeignKey("bodies.id"), index=True),
    Column("actor", AnyText, nullable=False),
    Column("publish", Boolean, nullable=False),
    Column("announce", Boolean, nullable=False),
    # By which its maker finds it again; empty where nobody will.
    Column("resume_key", String(64), nullable=False, index=True),
    Column("created_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
)

uploads = Table(
    "uploads",
    metadata,
    row(),
    identifier(),
    part_of("batch_id", "batches.id"),
    Column("path", AnyText, nullable=False),
    Column("size", BigInteger, nullable=False),
    # As the sender says until it is taken, then as it is.
    Column("sha256", String(64)),
    Column("state", Choice(UploadState), nullable=False),
    Column("actor", AnyText, nullable=False),
    Column("failure", Choice(Failure, 32)),
    Column("detail", AnyText, nullable=False),
    # No foreign keys: what became of a file is told even where its document was removed.
    Column("document_id", Key, index=True),
    Column("task_id", Key),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Index("ix_uploads_batch_id_sha256", "batch_id", "sha256"),
    Index("ix_uploads_state_expires_at", "state", "expires_at"),
)

# What a sheet says of a batch's files, row by row as the sheet counts them, until they come and after.
sheet_rows = Table(
    "sheet_rows",
    metadata,
    Column("batch_id", ForeignKey("batches.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    # The folded path, or the end of it, of the file that it speaks of.
    Column("key", String(1000), nullable=False),
    # Values and languages by field.
    Column("given", JSON, nullable=False),
    Column("actor", AnyText, nullable=False),
    # The file that has got the values. No foreign key: uploads that are not whole come and go.
    Column("upload_id", Key),
    Index("ix_sheet_rows_batch_id_key", "batch_id", "key"),
)
