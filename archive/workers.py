"""Who is at work on the archive: one row a worker, in which it counts its heart-beats."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, select, update

from archive import schema
from archive.dialect import moment, upsert
from archive.transactions import Transactions

_TABLE = schema.workers


class Workers(Transactions):
    """The register of workers. Part of `archive.store.Archive`, with its promises.

    A name is a worker's for good, a `run` one process of it: who starts under a name takes it over from the run before.
    """

    def enter(self, name: str, run: str) -> None:
        """The worker's run begins; a run of the same name that is still there learns so by its next beat."""
        with self._writing.begin() as connection:
            seen_at = moment(connection)
            entered = upsert(connection, _TABLE).values(name=name, run=run, beats=1, seen_at=seen_at)
            again = {"run": run, "beats": _TABLE.c.beats + 1, "seen_at": seen_at}
            connection.execute(entered.on_conflict_do_update(index_elements=[_TABLE.c.name], set_=again))

    def beat(self, name: str, run: str) -> bool:
        """Count one more beat. False when the run was dismissed, or another one has its name."""
        with self._writing.begin() as connection:
            counted = {"beats": _TABLE.c.beats + 1, "seen_at": moment(connection)}
            return connection.execute(update(_TABLE).where(_run(name, run)).values(counted)).rowcount == 1

    def leave(self, name: str, run: str) -> None:
        """The run ends; what it left undone is anybody's. No error when it was dismissed before."""
        with self._writing.begin() as connection:
            connection.execute(delete(_TABLE).where(_run(name, run)))

    def dismiss(self, name: str, beats: int) -> bool:
        """Strike a worker off that is taken for dead. False, and nothing changes, when it has not stood at `beats`."""
        with self._writing.begin() as connection:
            silent = (_TABLE.c.name == name) & (_TABLE.c.beats == beats)
            return connection.execute(delete(_TABLE).where(silent)).rowcount == 1

    def beats(self) -> Mapping[str, int]:
        """How often each worker's heart beat, by name. A higher number is a sign of life, whatever the clocks say."""
        with self._reading.begin() as connection:
            found = connection.execute(select(_TABLE.c.name, _TABLE.c.beats).order_by(_TABLE.c.name))
            return {row.name: row.beats for row in found}

    def seen_within(self, seconds: float) -> int:
        """How many workers gave a sign of life in the last `seconds`, by the database's clock."""
        with self._reading.begin() as connection:
            since = moment(connection) - timedelta(seconds=seconds)
            return connection.scalar(select(func.count()).where(_TABLE.c.seen_at >= since)) or 0


def _run(name: str, run: str) -> ColumnElement[bool]:
    return (_TABLE.c.name == name) & (_TABLE.c.run == run)
