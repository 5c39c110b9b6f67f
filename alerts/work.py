"""The worker's part in alerts: matching, digests and what is forgotten in a thread, sending in the durable queue."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass

from alerts.courier import Courier
from alerts.deadlines import Deadlines
from alerts.digests import Digests
from alerts.matching import AlertMatcher
from archive.alerts.asking import Asking
from archive.clock import now
from archive.dialect import DATABASE_AWAY

logger = logging.getLogger(__name__)

_PAUSE = 0.25
"""Seconds between two looks for new publications."""

_AWAY_PAUSE = 5.0
_HOUSEKEEPING = 600.0


@dataclass(frozen=True, slots=True)
class Rounds:
    """What it is time for now and then."""

    digests: Digests
    deadlines: Deadlines
    asking: Asking


class AlertWork:
    """Part of the worker's durable queue (`ingest.workflow.DurableWork`)."""

    def __init__(self, matcher: AlertMatcher, rounds: Rounds, courier: Courier) -> None:
        self._matcher = matcher
        self._rounds = rounds
        self._courier = courier
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="alerts", daemon=True)
        self._next_round = 0.0

    def register(self) -> None:
        """Tell DBOS of the workflows, before it starts."""
        self._courier.register()

    def open(self) -> None:
        """Begin to match and to take messages, once DBOS has started."""
        self._courier.open()
        self._thread.start()

    def dispatch(self) -> None:
        """Start what is due to be sent."""
        self._courier.dispatch()

    def close(self) -> None:
        """Stop matching, at the end of what is being matched."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> int:
        """Match what is new, and announce, open and forget what it is time for; how many publications were matched."""
        done = self._matcher.step()
        self._rounds.digests.open_due()
        if time.monotonic() >= self._next_round:
            self._rounds.deadlines.announce_near()
            self._rounds.asking.forget_unconfirmed(now())
            self._next_round = time.monotonic() + _HOUSEKEEPING
        return done

    def _run(self) -> None:
        pause = 0.0
        while not self._stop.wait(pause):
            try:
                pause = 0.0 if self.look() else _PAUSE
            except DATABASE_AWAY as error:
                logger.warning("alerts wait for the database: %s", error)
                pause = _AWAY_PAUSE
            except Exception:
                logger.exception("publications could not be matched; tried again later")
                pause = _AWAY_PAUSE
