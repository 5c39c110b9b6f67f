"""The steps of a worker, run one after the other on an archive of their own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analyzers.pipeline import Analyzer
from archive.blob_store import BlobStore, open_blob_store
from archive.store import Archive
from domain.documents import Document
from domain.failures import RefusedFileError
from domain.records import Intake
from ingest.intake import FrontDoor, Sender
from ingest.limits import Limits
from ingest.patience import Patience
from ingest.sandbox import Sandbox
from ingest.scans.policy import PageReader
from ingest.steps import Steps
from ingest.trust import TrustGate
from tests.databases import archive_in


@dataclass(frozen=True)
class Reader:
    """A front door and the steps behind it."""

    archive: Archive
    blobs: BlobStore
    steps: Steps
    door: FrontDoor

    def take(self, path: Path, *passwords: str) -> Intake:
        return self.door.take(path, path.name, Sender("system:test", "batch", passwords=passwords))

    def read(self) -> None:
        """Read whatever waits, and what comes out of that."""
        while tasks := self.archive.waiting_tasks():
            for task in tasks:
                self.archive.mark_enqueued([task.id])
                try:
                    self.steps.extract(task.id)
                    self.steps.finish(task.id)
                except RefusedFileError as refusal:
                    self.steps.refuse(task.id, refusal.failure, refusal.detail)

    def document(self, intake: Intake) -> Document:
        found = self.archive.document(intake.document_id)
        assert found is not None
        return found

    def texts(self, document: Document) -> dict[str, str]:
        """The text of each file by its name."""
        return {file.name: "\n".join(page.text for page in self.archive.pages(file.current.id)) for file in document.files}


def open_reader(folder: Path, analyzer: Analyzer, limits: Limits | None = None) -> Reader:
    archive = archive_in(folder)
    blobs = open_blob_store("directory", folder / "blobs", folder / "cache")
    sandbox = Sandbox(limits or Limits(), folder / "scratch")
    steps = Steps(archive, blobs, sandbox, analyzer, PageReader(sandbox, analyzer), TrustGate(analyzer, 0.5), Patience(60))
    return Reader(archive, blobs, steps, FrontDoor(archive, blobs, sandbox, 10**9))
