"""Making documents public and taking them back: schedules, tombstones, and what staff look documents up by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.documents import Document, DocumentStatus


class PublicationFault(StrEnum):
    """Why something can't be done; the words are under `publication.fault` in `domain/locale`."""

    NOTHING_CHOSEN = "nothing_chosen"
    NO_REASON = "no_reason"
    NO_TIME = "no_time"
    PAST = "past"
    CLOSED = "closed"
    REDACTING = "redacting"
    UNREDACTED = "unredacted"


class PublicationError(Exception):
    """What was asked for can't be done. `values` fill the places of the fault's words."""

    area = "publication"

    def __init__(self, fault: PublicationFault, **values: object) -> None:
        super().__init__(str(fault))
        self.fault = fault
        self.values = values


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What the public is told of a document that was public and is withdrawn: when, and why."""

    document_id: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a document is to become public, on whose order. `confirmed` are the names of the personal data that are to be
    public with it (`domain.personal_data.PersonalFind.digest`). `held`: it was time, but there was more.
    """

    document_id: str
    at: datetime
    actor: str
    confirmed: frozenset[str] = frozenset()
    held: bool = False


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents are wanted; what is None or "" does not matter.

    `bodies` None: those of every body and of none. `text` stands in a title, a number, a file's name, or is the id.
    """

    bodies: frozenset[str] | None = None
    status: DocumentStatus | None = None
    scheduled: bool = False
    batch: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document as staff find it in a list."""

    document: Document
    batch: str
    schedule: Schedule | None = None
