"""The tables. A change here needs a migration in `archive/migrations/versions`; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
)

from archive.column_types import AnyText, Choice, Key, PageReadings, UtcTime, WordBoxes
from archive.columns import identifier, part_of, row
from domain.description import Field
from domain.documents import DatePrecision, DocumentStatus, FileRole, ReadingState, TextSource
from domain.failures import Failure
from domain.records import TaskState

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


bodies = Table(
    "bodies",
    metadata,
    Column("id", Key, primary_key=True),
    Column("names", JSON, nullable=False),
)

organizations = Table(
    "organizations",
    metadata,
    Column("id", Key, primary_key=True),
    Column("body_id", ForeignKey("bodies.id"), nullable=False, index=True),
    Column("names", JSON, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    row(),
    identifier(),
    Column("type", String(64), nullable=False),
    Column("titles", JSON, nullable=False),
    Column("status", Choice(DocumentStatus), nullable=False, index=True),
    Column("entered_at", UtcTime, nullable=False),
    Column("published_at", UtcTime),
    Column("body_id", ForeignKey("bodies.id"), index=True),
    Column("organization_id", ForeignKey("organizations.id"), index=True),
    Column("number", AnyText),
    Column("decided_on", Date),
    Column("decided_precision", Choice(DatePrecision)),
    Column("languages", JSON, nullable=False),
    Column("batch", AnyText, nullable=False, index=True),
    # The fields that a person filled in, which no program may overwrite.
    Column("set_by_hand", JSON, nullable=False),
    sqlite_autoincrement=True,
)

files = Table(
    "files",
    metadata,
    row(),
    identifier(),
    part_of("document_id", "documents.id"),
    Column("name", AnyText, nullable=False),
    Column("role", Choice(FileRole), nullable=False),
    # The file it came in. No foreign key: files of a document go together anyway.
    Column("contained_in", Key),
)

versions = Table(
    "versions",
    metadata,
    row(),
    identifier(),
    part_of("file_id", "files.id"),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("media_type", String(255), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("state", Choice(ReadingState), nullable=False),
    Column("reason", Choice(Failure, 32)),
    Column("page_count", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    # The attempt at reading it whose pages are shown.
    Column("attempt", Integer, nullable=False),
    # What is read in place of the bytes: unlocked, or converted.
    Column("copy_sha256", String(64), index=True),
    Column("copy_type", String(255)),
)

pages = Table(
    "pages",
    metadata,
    Column("version_id", ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True),
    Column("attempt", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", AnyText, nullable=False),
    Column("source", Choice(TextSource), nullable=False),
    Column("tool", AnyText, nullable=False),
    Column("confidence", Float),
    Column("width", Float),
    Column("height", Float),
    Column("trust", Float),
    Column("readings", PageReadings, nullable=False),
    Column("turn", Integer, nullable=False),
    # Last, so that reading the text does not walk through them.
    Column("raw_text", AnyText),
    Column("words", WordBoxes, nullable=False),
)

tasks = Table(
    "tasks",
    metadata,
    row(),
    identifier(),
    part_of("version_id", "versions.id"),
    Column("name", AnyText, nullable=False),
    Column("publish", Boolean, nullable=False),
    Column("batch", AnyText, nullable=False, index=True),
    Column("actor", AnyText, nullable=False),
    Column("state", Choice(TaskState), nullable=False, index=True),
    Column("failure", Choice(Failure, 32)),
    Column("detail", AnyText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("attempt", Integer, nullable=False),
    # Reads only the pages that were turned since they were read.
    Column("turned", Boolean, nullable=False),
    # The lowest number goes first.
    Column("urgency", Integer, nullable=False),
    # Under which the logs know what made it; empty when nobody said.
    Column("request_id", String(64), nullable=False, server_default=""),
    # People are told of what becomes public by it.
    Column("announce", Boolean, nullable=False),
)

# The pages of documents that are not simply those of their files.
arranged_pages = Table(
    "arranged_pages",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    part_of("version_id", "versions.id"),
    Column("number", Integer, nullable=False),
)

# What documents were before each operation that arranged pages, so that it can be undone.
former_arrangements = Table(
    "former_arrangements",
    metadata,
    Column("operation", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True),
    # None for a document that the operation made.
    Column("status", Choice(DocumentStatus)),
    # Version and number each; none for the pages of the document's files.
    Column("pages", JSON, nullable=False),
)

# How people turned pages, in degrees clockwise: kept apart from attempts at reading, which come and go.
page_turns = Table(
    "page_turns",
    metadata,
    Column("version_id", ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("degrees", Integer, nullable=False),
)

# What programs found out of a document's words, in order, and where it stands.
described_values = Table(
    "described_values",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("field", Choice(Field), nullable=False),
    Column("value", AnyText, nullable=False),
    Column("confidence", Float, nullable=False, index=True),
    Column("language", String(16)),
    # Where it stands, in code points of a page's text. No foreign key: pages come and go with attempts at reading.
    Column("version_id", Key),
    Column("page", Integer),
    Column("first", Integer),
    Column("last", Integer),
)

# What people said instead, field by field: kept apart from what programs find, which comes and goes.
corrections = Table(
    "corrections",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("field", Choice(Field), primary_key=True),
    # Value and language each.
    Column("said", JSON, nullable=False),
    Column("actor", AnyText, nullable=False),
    Column("at", UtcTime, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("number", Integer, primary_key=True),
    # No foreign key: the change that a removal is outlives the document.
    Column("document_id", Key, nullable=False),
    Column("at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)

# Who is at work: a row goes with its worker, or when others take that one for dead.
workers = Table(
    "workers",
    metadata,
    Column("name", Key, primary_key=True),
    # Tells one process of that name from the next.
    Column("run", Key, nullable=False),
    Column("beats", BigInteger, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("actor", AnyText, nullable=False, index=True),
    Column("action", String(64), nullable=False),
    Column("subject", Key, nullable=False, index=True),
    Column("detail", JSON, nullable=False),
    # Whose administrators may see it. No foreign key: entries outlive everything.
    Column("body_id", Key, index=True),
    sqlite_autoincrement=True,
)
