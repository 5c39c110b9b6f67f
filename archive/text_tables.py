"""The tables of what people write of pages' texts: kept apart from attempts at reading, which come and go."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table

from archive.column_types import AnyText, Key, UtcTime, WordBoxes
from archive.columns import identifier, part_of, row
from archive.schema import metadata

# Editions are added, never changed. The highest number of a page is the text that stands.
page_texts = Table(
    "page_texts",
    metadata,
    Column("version_id", ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("edition", Integer, primary_key=True),
    # None: the machine's reading stands again.
    Column("text", AnyText),
    # What the machine had read then.
    Column("machine", AnyText, nullable=False),
    Column("actor", AnyText, nullable=False),
    Column("at", UtcTime, nullable=False),
    # The reader's proposal that it came from. No foreign key: proposals are cleared away.
    Column("proposal_id", Key),
    # Last, so that reading the text does not walk through them.
    Column("words", WordBoxes, nullable=False),
)

# What readers propose: nobody but editors sees it, and it goes when they have decided.
text_proposals = Table(
    "text_proposals",
    metadata,
    row(),
    identifier(),
    part_of("document_id", "documents.id"),
    part_of("version_id", "versions.id"),
    Column("number", Integer, nullable=False),
    Column("text", AnyText, nullable=False),
    # The text the reader saw.
    Column("seen", AnyText, nullable=False),
    Column("note", AnyText, nullable=False),
    Column("at", UtcTime, nullable=False),
)
