"""`shaffaf ingest`: files, folders and ZIPs into the archive, with a progress bar and an honest summary."""

from __future__ import annotations

import secrets
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app import wiring
from app.console import Speaker, console, progress_bar
from app.settings import Settings
from app.supervision import spawn
from archive.store import Archive
from domain.failures import Failure, RefusedFileError
from domain.records import BatchReport
from domain.searching import Space
from index.engine import IndexReader, IndexUnavailableError
from ingest.collect import Item, Refused, Skipped, collect
from ingest.intake import FrontDoor, Sender
from ingest.roll_call import SILENT_SECONDS
from ingest.worker_files import worker_is_running

_LOOK_SECONDS = 0.2


@dataclass(slots=True)
class Outcome:
    """What became of everything that was named: counts, failures by name, what was passed over as no document."""

    batch: str
    taken: int = 0
    duplicates: list[str] = field(default_factory=list)
    failures: list[tuple[str, Failure]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    published: int = 0


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files, folders and ZIPs that one sender hands in."""

    sender: Sender
    paths: Sequence[Path]


def ingest(settings: Settings, speaker: Speaker, batch: str, parcels: Iterable[Parcel]) -> Outcome:
    """Take the parcels of a batch in and wait until they are read and can be found. A worker is started unless one
    runs already.
    """
    archive = wiring.open_archive(settings)
    outcome = Outcome(batch)
    with progress_bar(speaker.words("cli.taking")) as bar:
        door = wiring.open_front_door(settings, archive)
        handed_in = (
            (parcel.sender, item)
            for parcel in parcels
            for item in collect(parcel.paths, settings.limits, wiring.scratch(settings), parcel.sender.passwords)
        )
        for number, (sender, item) in enumerate(handed_in, start=1):
            _take(door, item, sender, outcome)
            bar.show(number, number)
    await_reading(settings, archive, speaker, outcome)
    archive.close()
    return outcome


def await_reading(settings: Settings, archive: Archive, speaker: Speaker, outcome: Outcome) -> None:
    """Wait until the outcome's batch is read and can be found, and note in it what was read and what failed."""
    with progress_bar(speaker.words("cli.reading")) as bar:
        report = wait(settings, archive, outcome.batch, _telling_of_a_full_disk(settings, speaker, bar.show))
    outcome.failures += [(failure.name, failure.failure) for failure in report.failures]
    outcome.published = report.done


def _telling_of_a_full_disk(
    settings: Settings, speaker: Speaker, show: Callable[[int, int], None]
) -> Callable[[int, int], None]:
    """`show`, which also says once why nothing goes on while the disk is too full."""
    disk, said = wiring.disk_reserve(settings), False

    def watching(done: int, total: int) -> None:
        nonlocal said
        show(done, total)
        short = disk.is_short()
        if short and not said:
            speaker.complain("cli.disk_short", folder=disk.folder, mebibytes=disk.reserve // 1024**2)
        said = short

    return watching


def somebody_works(settings: Settings, archive: Archive) -> bool:
    """Whether there is a worker: here, or, where machines share the archive, on any of them."""
    if worker_is_running(settings.state):
        return True
    return settings.shared and archive.workers.seen_within(SILENT_SECONDS) > 0


def start_worker() -> subprocess.Popen[bytes]:
    """A worker process that stops by itself when nothing is left to do."""
    return spawn(["worker", "--until-idle"])


def new_batch() -> str:
    """A name for files handed in together."""
    return secrets.token_hex(6)


def _take(door: FrontDoor, item: Item, sender: Sender, outcome: Outcome) -> None:
    if isinstance(item, Skipped):
        outcome.skipped.append(item)
        return
    if isinstance(item, Refused):
        outcome.failures.append((item.name, item.failure))
        return
    try:
        intake = door.take(item.path, item.name, sender)
    except RefusedFileError as refusal:
        outcome.failures.append((item.name, refusal.failure))
        return
    outcome.taken += intake.task_id is not None
    if intake.duplicate and intake.task_id is None:
        outcome.duplicates.append(item.name)


def wait(settings: Settings, archive: Archive, batch: str, show: Callable[[int, int], None]) -> BatchReport:
    """Until every task of the batch is finished and the index holds it."""
    engine = wiring.open_engine(settings)
    readers = [engine.reader(space) for space in Space]
    helper: subprocess.Popen[bytes] | None = None
    while True:
        report = archive.batch_report(batch)
        finished = report.done + report.refused
        show(finished, report.total)
        held = _held(readers)
        if finished == report.total and held >= archive.last_change():
            break
        if (helper is None or helper.poll() is not None) and not somebody_works(settings, archive):
            helper = start_worker()
        time.sleep(_LOOK_SECONDS)
    for reader in readers:
        reader.close()
    if helper is not None:
        helper.wait()
    return report


def _held(readers: Iterable[IndexReader]) -> int:
    """The last change that the index holds; -1 while its engine is away, which ends some time."""
    try:
        return min(reader.committed_change() for reader in readers)
    except IndexUnavailableError:
        return -1


def summarise(outcome: Outcome, speaker: Speaker) -> None:
    """Print what was read, what was there already, what was passed over, and what failed, why, and what to do."""
    speaker.say("cli.summary", done=outcome.published, failed=len(outcome.failures))
    if outcome.duplicates:
        speaker.say("cli.duplicates", count=len(outcome.duplicates))
        _list(outcome.duplicates)
    if outcome.skipped:
        speaker.say("cli.skipped", count=len(outcome.skipped))
        _list(item.name for item in outcome.skipped)
    list_failures(outcome.failures, speaker)


def list_failures(failures: Sequence[tuple[str, Failure]], speaker: Speaker) -> None:
    """Print which files failed, why, and what to do."""
    if failures:
        speaker.say("cli.failed", count=len(failures))
    for name, failure in failures:
        reason, remedy = (speaker.words(f"failure.{failure}.{part}") for part in ("reason", "remedy"))
        console.print(f"  {name}\n    {reason} {remedy}", markup=False)


def _list(names: Iterable[str]) -> None:
    for name in names:
        console.print(f"  {name}", markup=False)
