"""The front door: bytes into the blob store, then record and task in one commit. Whoever uploads uses this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.blob_store import BlobsAwayError, BlobStore
from archive.store import Archive
from domain.documents import File, FileRole, ReadingCopy
from domain.failures import Failure, RefusedFileError
from domain.records import Intake, StoredBlob, Upload
from ingest.disk import DiskReserve, full_disk_said
from ingest.identify import identify
from ingest.reading_copies import ReadingCopies
from ingest.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends files, into which batch, for which body, whether they are published once read, the passwords that may open
    them, and whether people are told whose saved searches find them.
    """

    actor: str
    batch: str
    body_id: str | None = None
    publish: bool = True
    passwords: tuple[str, ...] = field(default=(), repr=False)
    announce: bool = True


@dataclass(frozen=True, slots=True)
class Kept:
    """A file whose bytes are in the blob store, and what it is."""

    media_type: str
    blob: StoredBlob


class FrontDoor:
    """Takes files in, one at a time; any number of processes may use one at once."""

    def __init__(
        self, archive: Archive, blobs: BlobStore, sandbox: Sandbox, largest: int, disk: DiskReserve | None = None
    ) -> None:
        self._archive = archive
        self._blobs = blobs
        self._copies = ReadingCopies(blobs, sandbox)
        self._largest = largest
        self._disk = disk

    def take(self, path: Path, name: str, sender: Sender) -> Intake:
        """Keep a file's bytes and queue it to be read. The same bytes again are answered as a duplicate.

        A locked file is unlocked by the sender's passwords; without one that fits it is taken in locked, to be refused
        when it is read and unlocked later. Passwords go no further than this call and its children.

        Raises RefusedFileError when it is empty, too large (over `largest` bytes), of no kind that can be read, or
        can't be read from the disk; FullDiskError when there is no room for it.
        """
        with full_disk_said():
            return self._take(path, name, sender)

    def keep(self, path: Path, name: str) -> Kept:
        """Keep a file's bytes, and leave it to the caller to record it. Raises as `take` does, and BlobsAwayError when the
        blob store can't be reached.
        """
        with full_disk_said():
            try:
                media_type, blob = self._keep(path, name)
            except RefusedFileError as refusal:
                if isinstance(refusal.__cause__, BlobsAwayError):
                    raise refusal.__cause__ from refusal
                raise
        return Kept(media_type, blob)

    def keep_on(self, path: Path, sha256: str) -> None:
        """Keep a file's bytes again if they have gone since: whoever removed the last document that had them may have
        deleted them before they were recorded anew. To be called afterwards.
        """
        if not self._blobs.contains(sha256):
            with path.open("rb") as stream:
                self._blobs.put(stream, limit=self._largest)

    def unlock(self, file: File, sender: Sender) -> Intake:
        """Open a locked file that is in the archive by the sender's passwords and queue it to be read again.

        Raises RefusedFileError(ENCRYPTED) when none fits; FullDiskError when there is no room for it without its lock.
        """
        with full_disk_said():
            return self._unlock(file, sender)

    def _unlock(self, file: File, sender: Sender) -> Intake:
        version = file.current
        with self._blobs.path(version.sha256) as path:
            copy = self._copies.unlocked(path, file.name, version.media_type, sender.passwords)
        return self._archive.add(
            Upload(
                name=file.name,
                sha256=version.sha256,
                size=version.size,
                media_type=version.media_type,
                body_id=None,
                publish=sender.publish and file.role is FileRole.MAIN,
                batch=sender.batch,
                actor=sender.actor,
                announce=sender.announce,
                copy=copy,
            )
        )

    def _take(self, path: Path, name: str, sender: Sender) -> Intake:
        media_type, blob = self._keep(path, name)
        intake = self._archive.add(
            Upload(
                name=name,
                sha256=blob.sha256,
                size=blob.size,
                media_type=media_type,
                body_id=sender.body_id,
                publish=sender.publish,
                batch=sender.batch,
                actor=sender.actor,
                announce=sender.announce,
                copy=self._unlocked(path, name, media_type, sender.passwords),
            )
        )
        self.keep_on(path, blob.sha256)
        return intake

    def _keep(self, path: Path, name: str) -> tuple[str, StoredBlob]:
        try:
            if self._disk is not None:
                self._disk.require(path.stat().st_size)
            media_type = identify(path, name)
            with path.open("rb") as stream:
                return media_type, self._blobs.put(stream, limit=self._largest)
        except OSError as error:
            raise RefusedFileError(Failure.UNREADABLE, str(error)) from error

    def _unlocked(self, path: Path, name: str, media_type: str, passwords: Sequence[str]) -> ReadingCopy | None:
        if not passwords:
            return None
        try:
            return self._copies.unlocked(path, name, media_type, passwords)
        except RefusedFileError:
            return None
