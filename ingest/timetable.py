"""Publishes documents when their time has come: part of the worker.

The schedule is a row of the archive that goes in the transaction which publishes: so it survives restarts, and of many
workers one carries it out. A document in which there are personal data by then that nobody confirmed is held instead.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime

from archive.clock import now
from archive.store import Archive
from domain.arranging import ArrangementError
from domain.publication import Schedule
from ingest.personal_data.check import PersonalDataCheck

logger = logging.getLogger(__name__)

_LOOK_SECONDS = 1.0


class Timetable:
    """Part of the worker's durable queue (`ingest.workflow.DurableWork`)."""

    def __init__(self, archive: Archive, clock: Callable[[], datetime] = now) -> None:
        self._archive = archive
        self._check = PersonalDataCheck(archive)
        self._clock = clock
        self._next_look = 0.0

    def register(self) -> None:
        """It has no workflows."""

    def open(self) -> None:
        """It waits for nothing."""

    def dispatch(self) -> None:
        """Publish what is due; looks now and then, however often it is called."""
        if time.monotonic() >= self._next_look:
            self._next_look = time.monotonic() + _LOOK_SECONDS
            self.look()

    def close(self) -> None:
        """Nothing of it goes on beside DBOS."""

    def look(self) -> int:
        """Publish what is due; returns how many documents became public by it."""
        return sum(self._carry_out(schedule) for schedule in self._archive.publishing.due(self._clock()))

    def _carry_out(self, schedule: Schedule) -> bool:
        document = self._archive.document(schedule.document_id)
        others = self._check.digests(document) - schedule.confirmed if document else frozenset()
        if others:
            logger.warning("document %s is not published: personal data", schedule.document_id)
            self._archive.publishing.hold(schedule, len(others))
            return False
        try:
            return self._archive.publishing.carry_out(schedule)
        except (LookupError, ArrangementError) as error:
            logger.warning("document %s can't be published: %s", schedule.document_id, error)
            self._archive.publishing.hold(schedule, 0)
            return False
