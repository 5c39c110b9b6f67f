"""What documents say will happen, or happened, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.description import DocumentDescription, Field

_WHOLE_DAY = len("2026-11-25")


class EventKind(StrEnum):
    """A council or committee meets, bids for a tender are due, or bids are opened."""

    MEETING = "meeting"
    DEADLINE = "deadline"
    OPENING = "opening"


_FIELDS: Mapping[EventKind, Field] = {EventKind.DEADLINE: Field.DEADLINE, EventKind.OPENING: Field.OPENING}
_OF_MEETINGS = frozenset({"session_minutes", "committee_minutes"})
"""Types whose own date is the day on which was met."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a document tells of a day. `sequence` counts what changed of it so far, the last time at `changed_at`: another
    day, taken back (`cancelled`) or taken up again.
    """

    document_id: str
    kind: EventKind
    day: date
    sequence: int
    changed_at: datetime
    cancelled: bool = False


def told_days(description: DocumentDescription, type_code: str) -> dict[EventKind, date]:
    """The days that a document of that type tells, one a kind; what is not known to the day is left out."""
    fields = dict(_FIELDS)
    if type_code in _OF_MEETINGS:
        fields[EventKind.MEETING] = Field.DATE
    found = {kind: _first_day(description, field) for kind, field in fields.items()}
    return {kind: day for kind, day in found.items() if day is not None}


def tender_key(reference: str) -> str:
    """One key for all ways to write a tender's reference: without spaces, in small letters."""
    return "".join(reference.split()).casefold()


def _first_day(description: DocumentDescription, field: Field) -> date | None:
    whole = (value for value in description.values(field) if len(value) == _WHOLE_DAY)
    return next((date.fromisoformat(value) for value in whole), None)
