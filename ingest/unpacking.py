"""Files that come in another: attachments of a message, files embedded in a PDF. They join its document as annexes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.blob_store import BlobStore
from archive.store import Archive
from domain.documents import Document, File, FileRole
from domain.failures import Failure, RefusedFileError
from domain.records import Task, Upload
from ingest.capabilities import Container
from ingest.collect import Candidate, Refused, collect
from ingest.disk import is_want_of_room
from ingest.extractor import extractor_for
from ingest.identify import identify
from ingest.made_files import MadeFile
from ingest.sandbox import Sandbox
from ingest.scratch import scratch_folder

logger = logging.getLogger(__name__)

DEEPEST = 3
"""How many files a file may be in: a message in a message in a message is opened, what is attached to that is not."""

_UNKNOWN_TYPE = "application/octet-stream"
_NAME_BYTES = 120


@dataclass(frozen=True, slots=True)
class Unpacking:
    """Takes what a file contains into the archive. Doing so again adds nothing."""

    archive: Archive
    blobs: BlobStore
    sandbox: Sandbox

    def unpack(self, task: Task) -> None:
        """Record every file contained in the one that the task reads, with a task of its own.

        Never refuses: what can't be unpacked leaves the file that holds it as it is. A ZIP among them is taken apart.
        """
        document = self.archive.document_of_version(task.version_id)
        file = next(file for file in document.files if file.current.id == task.version_id)
        source = file.current.readable
        if not isinstance(extractor_for(source.media_type), Container) or _depth(document, file) >= DEEPEST:
            return
        try:
            with self.blobs.path(source.sha256) as path:
                for made in self.sandbox.contained(path, source.media_type):
                    self._take(made, task, file)
        except RefusedFileError as refusal:
            if is_want_of_room(refusal):
                raise
            logger.warning("not everything in %s was unpacked: %s", task.version_id, refusal)

    def _take(self, made: MadeFile, task: Task, container: File) -> None:
        scratch = made.path.parent
        with scratch_folder(scratch) as folder:
            for item in collect([_named(made, folder)], self.sandbox.limits, scratch):
                if isinstance(item, Candidate):
                    self._add(item.path, item.name, task, container)
                elif isinstance(item, Refused):
                    logger.warning("%s in %s can't be opened: %s", item.name, container.name, item.detail)

    def _add(self, path: Path, name: str, task: Task, container: File) -> None:
        try:
            media_type, failure = identify(path, name), None
        except RefusedFileError as refusal:
            media_type, failure = _UNKNOWN_TYPE, refusal.failure
        if failure is Failure.EMPTY:
            return
        with path.open("rb") as stream:
            blob = self.blobs.put(stream)
        upload = Upload(
            name=name,
            sha256=blob.sha256,
            size=blob.size,
            media_type=media_type,
            body_id=None,
            publish=False,  # an annex is as public as its document
            batch=task.batch,
            actor=task.actor,
            document_id=container.document_id,
            role=FileRole.ANNEX,
            contained_in=container.id,
            announce=task.announce,
        )
        intake = self.archive.add_contained(upload)
        if intake is not None and intake.task_id is not None and failure is not None:
            self.archive.refuse(intake.task_id, failure, name)


def _named(made: MadeFile, folder: Path) -> Path:
    """The file under its own name, as far as a file system takes it; `folder` is the only place it can be in."""
    name = made.name.replace("\0", "").replace("/", "_")
    stem, dot, suffix = name.rpartition(".")
    short = stem.encode("utf-8", "replace")[:_NAME_BYTES].decode("utf-8", "ignore")
    name = f"{short}{dot}{suffix[:20]}" if dot else suffix.encode("utf-8", "replace")[:_NAME_BYTES].decode("utf-8", "ignore")
    return made.path.rename(folder / (name if name.strip(". ") else "attachment"))


def contained(document: Document, version_id: str) -> list[File]:
    """The document's files that came in the one with that version."""
    holder = next(file for file in document.files if file.current.id == version_id)
    return [file for file in document.files if file.contained_in == holder.id]


def _depth(document: Document, file: File) -> int:
    """How many files a file is in."""
    return sum(1 for _ in _containers(document, file))


def _containers(document: Document, file: File) -> Iterator[File]:
    files = {one.id: one for one in document.files}
    while file.contained_in in files:
        file = files.pop(file.contained_in)
        yield file
