"""The archive's front door to what staff do to make documents public: lists, schedules, tombstones."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from archive import audit, listing, publication, redacting, schedules, tombstones
from archive.clock import now
from archive.documents import load_one
from archive.transactions import Transactions
from domain.arranging import ArrangementError
from domain.documents import DocumentStatus
from domain.publication import (
    DocumentFilter,
    ListedDocument,
    PublicationError,
    PublicationFault,
    Schedule,
    Tombstone,
)
from domain.redaction import RedactionState

SCHEDULE = "system:schedule"
"""Who publishes what was scheduled; the entry tells on whose order."""

_UNDONE = frozenset({RedactionState.WAITING, RedactionState.FAILED})
"""Something is still to be taken out: a redaction that failed is asked for again before anything is published."""


class Publishing(Transactions):
    """Part of `archive.store.Archive`, with its promises. What concerns one document is one transaction and one entry of the
    audit.
    """

    def page(self, wanted: DocumentFilter, before: int | None = None, limit: int = 50) -> list[ListedDocument]:
        """The documents that entered last, the newest first, with rows (`Document.row`) below `before`."""
        with self._reading.begin() as connection:
            return listing.page(connection, wanted, before, limit)

    def count(self, wanted: DocumentFilter) -> int:
        """How many documents there are."""
        with self._reading.begin() as connection:
            return listing.count(connection, wanted)

    def tombstone(self, document_id: str) -> Tombstone | None:
        """When and why a document that was public was withdrawn; None for every other."""
        with self._reading.begin() as connection:
            return tombstones.load(connection, document_id)

    def schedules(self, document_ids: Collection[str]) -> dict[str, Schedule]:
        """When those of the documents are to become public that have a schedule."""
        with self._reading.begin() as connection:
            return schedules.load(connection, document_ids)

    def publish(self, document_id: str, actor: str, accepted: int = 0) -> None:
        """As `Archive.publish`; `accepted` is with how many personal data it is published all the same, for the audit.
        Raises LookupError, and PublicationError when its pages are shown in other documents, or something is still to be
        taken out of them.
        """
        detail = {"personal_data": str(accepted)} if accepted else {}
        with self._writing.begin() as connection:
            states = redacting.latest_states(connection, load_one(connection, document_id))
            if RedactionState.WAITING in states:
                raise PublicationError(PublicationFault.REDACTING)
            if RedactionState.FAILED in states:
                raise PublicationError(PublicationFault.UNREDACTED)
            try:
                publication.publish(connection, document_id, actor, True, **detail)
            except ArrangementError as error:
                raise PublicationError(PublicationFault.CLOSED) from error

    def schedule(self, schedule: Schedule) -> None:
        """Have a draft, or what was withdrawn, become public then. Raises LookupError, and PublicationError for a time that
        is past and for a document that can't become public.
        """
        if schedule.at <= now():
            raise PublicationError(PublicationFault.PAST)
        detail = {"personal_data": str(len(schedule.confirmed))} if schedule.confirmed else {}
        with self._writing.begin() as connection:
            document = load_one(connection, schedule.document_id)
            if document.status in (DocumentStatus.MOVED, DocumentStatus.PUBLISHED):
                raise PublicationError(PublicationFault.CLOSED)
            schedules.put(connection, schedule)
            at = schedule.at.isoformat(timespec="minutes")
            audit.record(connection, schedule.actor, "schedule", document.id, at=at, **detail)

    def cancel(self, document_id: str, actor: str) -> None:
        """Do not publish it by itself any more; nothing happens where that was not meant to be."""
        with self._writing.begin() as connection:
            if schedules.drop(connection, document_id):
                audit.record(connection, actor, "cancel_schedule", document_id)

    def due(self, moment: datetime, limit: int = 100) -> list[Schedule]:
        """The schedules whose time has come by then and that nobody has carried out or held."""
        with self._reading.begin() as connection:
            return schedules.due(connection, moment, limit)

    def carry_out(self, schedule: Schedule) -> bool:
        """Publish the document as scheduled, once, however many ask for it; False when it was not to be done any more, or
        not yet, since something is still to be taken out of its pages.
        """
        with self._writing.begin() as connection:
            states = redacting.latest_states(connection, load_one(connection, schedule.document_id))
            if not states.isdisjoint(_UNDONE) or not schedules.take(connection, schedule):
                return False
            publication.publish(connection, schedule.document_id, SCHEDULE, True, ordered_by=schedule.actor)
            return True

    def hold(self, schedule: Schedule, others: int) -> bool:
        """Leave the document unpublished, since it holds so many `others` personal data that nobody confirmed."""
        with self._writing.begin() as connection:
            if not schedules.hold(connection, schedule):
                return False
            audit.record(connection, SCHEDULE, "hold_schedule", schedule.document_id, personal_data=str(others))
            return True
