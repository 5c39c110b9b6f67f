"""The tables of alerts; part of `archive.schema.metadata`."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from archive.column_types import AnyText, Choice, Key, UtcTime
from archive.columns import identifier, part_of, row
from archive.schema import metadata
from domain.alerts import AlertKind, AlertState, DeliveryKind, DeliveryState, Frequency, Occasion
from domain.calendar import EventKind
from domain.searching import Precision


def _subscriber() -> Column[str]:
    return part_of("subscriber_id", "subscribers.id")


subscribers = Table(
    "subscribers",
    metadata,
    row(),
    identifier(),
    # Folded to small letters.
    Column("address", String(254), nullable=False, unique=True),
    Column("language", String(8), nullable=False),
    Column("state", Choice(AlertState), nullable=False),
    Column("key", String(64), nullable=False),
    Column("bounces", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    row(),
    identifier(),
    _subscriber(),
    Column("kind", Choice(AlertKind), nullable=False),
    Column("name", AnyText, nullable=False),
    Column("text", AnyText, nullable=False),
    Column("filters", JSON, nullable=False),
    Column("precision", Choice(Precision), nullable=False),
    Column("translate", Boolean, nullable=False),
    Column("language", String(8), nullable=False),
    Column("frequency", Choice(Frequency), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("target", AnyText, nullable=False),
    Column("secret", AnyText, nullable=False),
    Column("state", Choice(AlertState), nullable=False),
    Column("since", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

# What the matcher has to look at again among the alerts.
alert_changes = Table(
    "alert_changes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("alert_id", Key, nullable=False),
    sqlite_autoincrement=True,
)

# No foreign key: what was published is matched with the alerts once, whatever becomes of the document.
publications = Table(
    "publications",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("document_id", Key, nullable=False, index=True),
    Column("edition", Key, nullable=False),
    Column("occasion", Choice(Occasion), nullable=False),
    Column("at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)

# How far a reader of numbered rows has come, or a clock that opens digests.
cursors = Table(
    "cursors",
    metadata,
    Column("name", Key, primary_key=True),
    Column("number", Integer, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    row(),
    identifier(),
    Column("kind", Choice(DeliveryKind), nullable=False),
    _subscriber(),
    Column("channel", String(32), nullable=False),
    Column("alert_id", Key, nullable=False),
    Column("state", Choice(DeliveryState), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("error", AnyText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Index("ix_deliveries_state", "state", "due_at"),
)

notifications = Table(
    "notifications",
    metadata,
    row(),
    Column("alert_id", Key, ForeignKey("alerts.id", ondelete="CASCADE"), nullable=False),
    Column("document_id", Key, nullable=False),
    Column("edition", Key, nullable=False),
    Column("channel", String(32), nullable=False),
    Column("occasion", Choice(Occasion), nullable=False),
    Column("publication", Integer, nullable=False),
    # None until a delivery takes it up.
    Column("delivery_id", Key, ForeignKey("deliveries.id", ondelete="CASCADE"), index=True),
    UniqueConstraint("alert_id", "document_id", "edition", "channel", name="uq_notifications_once"),
)

# What public documents tell of days, and what they told once.
events = Table(
    "events",
    metadata,
    Column("document_id", Key, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Choice(EventKind), primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("sequence", Integer, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    # The deadline of which it was told that it is near.
    Column("announced", Date),
)
