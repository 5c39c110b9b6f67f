"""A worker among others: it says that it lives, and learns whose work is left behind."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Collection

from archive.store import Archive
from ingest.roll_call import RollCall

logger = logging.getLogger(__name__)


class DismissedError(Exception):
    """Others took this worker for dead, or another process has its name: it must not go on."""


class Membership:
    """The place of one run of a worker in the archive's register. Its name is its executor id in the durable queue."""

    def __init__(self, archive: Archive, name: str, roll: RollCall | None = None) -> None:
        self._register = archive.workers
        self._roll = roll or RollCall()
        self._run = secrets.token_hex(8)
        self.name = name

    def enter(self) -> None:
        """To be called before any work is taken."""
        self._register.enter(self.name, self._run)

    def beat(self) -> None:
        """Say that it lives, and strike those off the register who do not. Raises DismissedError."""
        if not self._register.beat(self.name, self._run):
            raise DismissedError(self.name)
        for name, beats in self._roll.call(self._register.beats()).items():
            if self._register.dismiss(name, beats):
                logger.warning("worker %s is gone", name)

    def present(self) -> Collection[str]:
        """The names of those who are at work, or not known to be gone yet."""
        return self._register.beats().keys()

    def leave(self) -> None:
        """To be called when no work is under way any more: what is left is taken over at once."""
        self._register.leave(self.name, self._run)
