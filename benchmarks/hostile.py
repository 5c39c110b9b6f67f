"""What files made to do harm do to the product: `python -m benchmarks.hostile DIR`.

Every file of DIR goes the product's own way, from the front door through the steps of a worker, each parser in a child
with the settings' limits, pages of one file side by side. Prints one line of JSON: `files`; `crashed` (files that raised
what is no refusal, or were refused without words for the reason), `hung` (files with a step that outlived its limit),
`indexed` (files that have text), `refused`, and how many for each of `reasons`; `contained_refused`, the same of files that
came in them; `unread`, for what reasons how many pages were not read by OCR; `seconds` in all, `longest_seconds` of a step
and `peak_memory_mb` of a child, each with its file, beside the limits. Exit code 1 when anything crashed or hung.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app import wiring
from app.settings import Settings
from archive.store import Archive
from domain.failures import RefusedFileError
from domain.records import Task
from domain.translation import LANGUAGES, messages
from ingest.intake import FrontDoor, Sender
from ingest.limits import Limits
from ingest.steps import Steps

logger = logging.getLogger(__name__)

BATCH = "hostile"
_GRACE_SECONDS = 5.0
"""What a step may take beyond its child's limit: the child's start and end, analysis, the archive."""

_MEBIBYTE = 1024**2


@dataclass(slots=True)
class Step:
    """A step under way: each of the `pages` it gets out of a file buys it time."""

    pages: int = 0


@dataclass(slots=True)
class Measured:
    """What became of the files, and the most that a step took."""

    limits: Limits
    files: int = 0
    indexed: int = 0
    crashed: list[str] = field(default_factory=list)
    hung: list[str] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    contained: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)
    seconds: tuple[float, str] = (0.0, "")
    memory: tuple[int, str] = (0, "")

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """A step on a file; what it takes is noted."""
        started, step = time.monotonic(), Step()
        try:
            yield step
        finally:
            taken = time.monotonic() - started
            self.seconds = max(self.seconds, (taken, name))
            # The kernel tells the largest of all children so far: a new highest is this step's.
            self.memory = max(self.memory, (resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, name))
            if taken > self.limits.seconds + step.pages * self.limits.seconds_a_page + _GRACE_SECONDS:
                self.hung.append(name)

    def line(self) -> dict[str, object]:
        """What is printed."""
        return {
            "files": self.files,
            "crashed": len(self.crashed),
            "hung": len(self.hung),
            "indexed": self.indexed,
            "refused": self.reasons.total(),
            "reasons": dict(self.reasons.most_common()),
            "contained_refused": dict(self.contained.most_common()),
            "unread": dict(self.unread.most_common()),
            "seconds": round(time.monotonic() - self.started, 1),
            "longest_seconds": round(self.seconds[0], 1),
            "longest_file": self.seconds[1],
            "limit_seconds": self.limits.seconds,
            "peak_memory_mb": self.memory[0] // _MEBIBYTE,
            "peak_file": self.memory[1],
            "limit_memory_mb": self.limits.memory_bytes // _MEBIBYTE,
            "crashed_files": self.crashed,
            "hung_files": self.hung,
        }


@dataclass(frozen=True, slots=True)
class Run:
    """One run over an archive of its own."""

    archive: Archive
    door: FrontDoor
    steps: Steps
    measured: Measured
    threads: ThreadPoolExecutor

    def file(self, path: Path) -> None:
        """Take a file in and read it, and whatever came in it."""
        self.measured.files += 1
        try:
            with self.measured.step(path.name):
                intake = self.door.take(path, path.name, Sender("system:benchmark", BATCH))
            while tasks := self.archive.waiting_tasks():
                for task in tasks:
                    self._read(task, path.name, task.version_id == intake.version_id)
            version = self.archive.version(intake.version_id)
            if version is not None and version.reason is None:
                self.measured.indexed += 1
        except RefusedFileError as refusal:
            self._refused(refusal, path.name)
        except Exception:
            logger.exception("%s", path.name)
            self.measured.crashed.append(path.name)

    def _read(self, task: Task, name: str, is_main: bool) -> None:
        """The steps of a task, as the worker's workflow goes through them; not the main file's are a contained one's."""
        self.archive.mark_enqueued([task.id])
        try:
            with self.measured.step(name) as step:
                numbers = self.steps.extract(task.id)
                step.pages = sum(1 for _ in self.archive.pages_read(task.id))
            list(self.threads.map(lambda number: self._read_page(task, number, name), numbers))
            with self.measured.step(name):
                self.steps.finish(task.id)
        except RefusedFileError as refusal:
            self.steps.refuse(task.id, refusal.failure, refusal.detail)
            self._refused(refusal, name, is_main)

    def _read_page(self, task: Task, number: int, name: str) -> None:
        with self.measured.step(name):
            self.steps.read_page(task.id, number)
        page = self.archive.page_read(task.id, number)
        self.measured.unread.update(str(one.failure) for one in (page.readings if page else ()) if one.failure)

    def _refused(self, refusal: RefusedFileError, name: str, is_main: bool = True) -> None:
        key = f"failure.{refusal.failure}.reason"
        if all(messages(language).get(key) for language in LANGUAGES):
            (self.measured.reasons if is_main else self.measured.contained)[str(refusal.failure)] += 1
        else:
            self.measured.crashed.append(name)


def measure(files: Iterable[Path], settings: Settings) -> Measured:
    """Read the files into a new archive in the settings' state folder."""
    archive = wiring.open_archive(settings)
    steps = wiring.open_steps(settings, archive, wiring.open_analyzer(settings))
    measured = Measured(settings.limits)
    with ThreadPoolExecutor(settings.workers) as threads:
        run = Run(archive, wiring.open_front_door(settings, archive), steps, measured, threads)
        for path in files:
            run.file(path)
    archive.close()
    return measured


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.hostile", description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path, help="holds the files, in folders or not")
    parser.add_argument("--lexicon", type=Path, help="the lexicon's file, so that none has to be built")
    arguments = parser.parse_args()
    files = sorted(path for path in arguments.directory.rglob("*") if path.is_file())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as state:
        measured = measure(files, Settings(state=Path(state), lexicon=arguments.lexicon))
    print(json.dumps(measured.line(), ensure_ascii=False))
    raise SystemExit(1 if measured.crashed or measured.hung else 0)


if __name__ == "__main__":
    main()
