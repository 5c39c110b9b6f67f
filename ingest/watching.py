"""A folder that is watched: what people put into it, by a scanner or over the network, is taken into the archive.

A file is taken once it has not changed between two looks, so half of one never is. Then it is moved: to TAKEN, or to
NOT_TAKEN when the archive refuses it; the batch of the day says why. A kill in between has it taken again, and the archive
knows it.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from archive.batches import Batches
from archive.clock import now
from archive.upload_rows import new_upload_id
from domain.batches import Batch, NewBatch, NewFile
from domain.failures import FullDiskError, RefusedFileError
from domain.file_paths import relative_path
from ingest.collect import Candidate, Refused, collect, why_skipped
from ingest.intake import FrontDoor, Sender
from ingest.limits import Limits

TAKEN, NOT_TAKEN = "taken", "not-taken"
"""Where files are moved, below the folder."""

ACTOR = "system:watch"

_Stamp = tuple[int, int]
"""Size and time of the last change."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with what comes: of which body it is, whether it is published once read, and people are told."""

    body_id: str | None
    publish: bool = False
    announce: bool = True


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of one file; of a ZIP, of each of its files. `refusal` is None for what was taken."""

    path: str
    known: bool = False
    refusal: RefusedFileError | None = None


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where ZIPs are unpacked, and how much of one."""

    limits: Limits
    scratch: Path


class WatchedFolder:
    """Takes in what is complete in a folder, look by look."""

    def __init__(self, folder: Path, order: Order, door: FrontDoor, batches: Batches, workshop: Workshop) -> None:
        self._folder = folder
        self._order = order
        self._door = door
        self._batches = batches
        self._workshop = workshop
        self._stamps: dict[Path, _Stamp] = {}

    def look(self) -> Iterator[Seen]:
        """Take what has not changed since the last look; raises FullDiskError when there is no room, and leaves the rest."""
        found = dict(self._files())
        complete = [path for path, stamp in found.items() if self._stamps.get(path) == stamp]
        self._stamps = found
        for path in complete:
            yield from self._take(path)

    def _files(self) -> Iterator[tuple[Path, _Stamp]]:
        """The files that are not put aside yet, in the order of their names."""
        for folder, folders, names in os.walk(self._folder):
            aside = (TAKEN, NOT_TAKEN) if Path(folder) == self._folder else ()
            folders[:] = sorted(name for name in folders if name not in aside and not why_skipped(name))
            for path in (Path(folder, name) for name in sorted(names) if not why_skipped(name)):
                with suppress(FileNotFoundError):  # whoever put it there took it away again
                    status = path.lstat()
                    if stat.S_ISREG(status.st_mode):
                        yield path, (status.st_size, status.st_mtime_ns)

    def _take(self, path: Path) -> Iterator[Seen]:
        place = PurePosixPath(path.relative_to(self._folder).parent.as_posix())
        batch, seen = self._batch(), []
        sender = Sender(ACTOR, batch.id, self._order.body_id, self._order.publish, announce=self._order.announce)
        for item in collect([path], self._workshop.limits, self._workshop.scratch):
            if isinstance(item, Candidate):
                seen.append(self._take_one(item.path, relative_path(str(place / item.name)), sender, batch))
            elif isinstance(item, Refused):
                refusal = RefusedFileError(item.failure, item.detail)
                seen.append(self._refuse(path, relative_path(str(place / item.name)), batch, refusal))
        self._put_aside(path, NOT_TAKEN if any(one.refusal for one in seen) else TAKEN)
        yield from seen

    def _take_one(self, path: Path, name: str, sender: Sender, batch: Batch) -> Seen:
        try:
            return Seen(name, self._door.take(path, name, sender).duplicate)
        except FullDiskError:
            raise
        except RefusedFileError as refusal:
            return self._refuse(path, name, batch, refusal)

    def _refuse(self, path: Path, name: str, batch: Batch, refusal: RefusedFileError) -> Seen:
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        file = NewFile(name, path.stat().st_size, sha256)
        self._batches.uploads.refuse(new_upload_id(), batch, file, ACTOR, refusal)
        return Seen(name, refusal=refusal)

    def _batch(self) -> Batch:
        """That of the day."""
        day = now().date().isoformat()
        order = self._order
        key = f"{self._folder.resolve()}\0{day}\0{order.body_id}\0{order.publish}"
        resume_key = hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
        name = f"{self._folder.resolve().name} {day}"
        return self._batches.create(NewBatch(name, order.body_id, ACTOR, order.publish, order.announce, resume_key))

    def _put_aside(self, path: Path, where: str) -> None:
        to = self._folder / where / path.relative_to(self._folder)
        to.parent.mkdir(parents=True, exist_ok=True)
        number = 1
        while to.exists():
            number += 1
            to = to.with_name(f"{path.stem} ({number}){path.suffix}")
        path.rename(to)
