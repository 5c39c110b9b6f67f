"""The front door: bytes into the blob store, then record and task in one commit. Whoever uploads uses this."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.blob_store import BlobStore
from archive.store import Archive
from domain.failures import Failure, RefusedFileError
from domain.records import Intake, Upload
from ingest.identify import identify


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends files, into which batch, for which body, and whether they are published once read."""

    actor: str
    batch: str
    body_id: str | None = None
    publish: bool = True


class FrontDoor:
    """Takes files in, one at a time; any number of processes may use one at once."""

    def __init__(self, archive: Archive, blobs: BlobStore, largest: int) -> None:
        self._archive = archive
        self._blobs = blobs
        self._largest = largest

    def take(self, path: Path, name: str, sender: Sender) -> Intake:
        """Keep a file's bytes and queue it to be read. The same bytes again are answered as a duplicate.

        Raises RefusedFileError when it is empty, too large (over `largest` bytes), of no kind that can be read, or
        can't be read from the disk.
        """
        try:
            media_type = identify(path, name)
            with path.open("rb") as stream:
                blob = self._blobs.put(stream, limit=self._largest)
        except OSError as error:
            raise RefusedFileError(Failure.UNREADABLE, str(error)) from error
        return self._archive.add(
            Upload(
                name=name,
                sha256=blob.sha256,
                size=blob.size,
                media_type=media_type,
                body_id=sender.body_id,
                publish=sender.publish,
                batch=sender.batch,
                actor=sender.actor,
            )
        )
