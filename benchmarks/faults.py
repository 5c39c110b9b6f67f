"""What is lost when parts of a site fail: `python -m benchmarks.faults`.

Brings up the cluster of `bin/cluster` in `--state` (3 Elasticsearch nodes, PostgreSQL, S3, 2 servers behind nginx, 2
workers) and puts it under a steady load: up to four searches a second, and a file handed in every two seconds, some scans.
Then one Elasticsearch node is killed, then the busiest worker, then PostgreSQL crashes and is started again, each `--times`.
After a fault all that was handed in until then, and the first file after it, must be read and found by a search before the
next one comes. Prints one line of JSON: `searches` and of these `searches_retried` (met an error that passes and were asked
again) and `searches_failed` (no right answer after all tries); `documents` handed in (`uploads_retried`),
`documents_lost` (not read, not published or not found at the end), `done_twice` (added, read or published more than once, or
a document nobody handed in); `recovery`, for each kind the seconds that each recovery took, and `longest_recovery`.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from app import wiring
from archive.dialect import DATABASE_AWAY
from archive.store import Archive
from benchmarks.cluster.storage import KEYS
from benchmarks.cluster.topology import Site, cluster
from benchmarks.faulting.kinds import KINDS
from benchmarks.faulting.ledger import Entry, Ledger, done_twice, lost
from benchmarks.faulting.searches import Searcher, SteadySearches
from benchmarks.faulting.uploads import SteadyUploads, samples

_PATIENCE = 600.0
_LOOK = 0.5


@dataclass(frozen=True)
class Drill:
    """A site under load, and the account of it."""

    site: Site
    archive: Archive
    ledger: Ledger
    searcher: Searcher
    searches: SteadySearches

    def recover(self) -> float:
        """Seconds until all that was handed in by now, and one file more, is read and found at the first try."""
        started = time.monotonic()
        before = len(self.ledger.entries())
        self._await(lambda: any(entry.word for entry in self.ledger.entries()[before:]))
        self.settle()
        return time.monotonic() - started

    def settle(self) -> None:
        """Until all that was handed in by now is read, and each of it found at the first try. Raises TimeoutError.

        Each, for the index follows the order in which files were read, not that in which they were handed in.
        """
        entries = self.ledger.entries()
        self._await(lambda: not lost(self.archive, entries))
        for entry in self.searches.unknown(entry for entry in entries if entry.word):
            self._await(partial(self._finds, entry))
            self.searches.know(entry)

    def _finds(self, entry: Entry) -> bool:
        return self.searcher.ask(entry, patience=0).found

    def _await(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            for name in self.site.revive():
                _say(f"{name} ended and is started again")
            with suppress(*DATABASE_AWAY):
                if condition():
                    return
            time.sleep(_LOOK)
        raise TimeoutError("the site does not recover")


def measure(folder: Path, times: int, port: int | None = None) -> dict[str, Any]:
    """The line to print."""
    os.environ.update(KEYS)
    with cluster(folder, port, _say) as site:
        archive = wiring.open_archive(site.settings)
        ledger, searcher = Ledger(), Searcher(site.address)
        scans = samples(folder / "samples", 8 * times, archive)
        searches = SteadySearches(searcher)
        with SteadyUploads(site.settings, archive, ledger, scans) as uploads, searches:
            drill = Drill(site, archive, ledger, searcher, searches)
            recovery = _faults(drill, times)
        if uploads.failure is not None:
            raise uploads.failure
        line = _account(drill, recovery) | {"uploads_retried": uploads.retried}
        archive.close()
    return line


def _faults(drill: Drill, times: int) -> Mapping[str, Sequence[float]]:
    _say(f"recovered from nothing in {drill.recover():.1f} s")
    recovery: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for number in range(times):
        for kind, fault in KINDS.items():
            with fault(drill.site, number):
                took = drill.recover()
            _say(f"{kind} {number + 1}: {took:.1f} s")
            recovery[kind].append(round(took, 1))
            drill.site.nodes.await_whole()
    return recovery


def _account(drill: Drill, recovery: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    with suppress(TimeoutError):
        drill.settle()
    entries = drill.ledger.entries()
    searchable = [one for one in entries if one.word]
    unfound = {one.document_id for one in searchable if not drill.searcher.ask(one).found}
    gone = {*lost(drill.archive, entries), *unfound}
    again, failed = done_twice(drill.archive, entries), drill.searches.failed()
    for what in (*sorted(gone), *again, *(answer.wrong for answer in failed)):
        _say(what)
    answers = drill.searches.answers
    return {
        "searches": len(answers),
        "searches_failed": len(failed),
        "searches_retried": sum(answer.retries > 0 for answer in answers),
        "documents": len(entries),
        "documents_lost": len(gone),
        "done_twice": len(again),
        "recovery": recovery,
        "longest_recovery": max(max(times) for times in recovery.values()),
        "longest_search": round(max(answer.seconds for answer in answers), 2),
        "cores": os.cpu_count(),
    }


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.faults", description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=3, help="how often each kind of fault (default: %(default)s)")
    parser.add_argument(
        "--state",
        type=Path,
        default=Path("state-faults"),
        help="folder of the cluster, new each time (default: %(default)s)",
    )
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the cluster goes too
    print(json.dumps(measure(arguments.state, arguments.times)))


if __name__ == "__main__":
    main()
