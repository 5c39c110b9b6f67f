"""Files that come over a network, piece by piece, each into a batch: kept while they come, taken in once they are whole."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.batches import Batches
from archive.blob_store import digest, parts_of
from archive.clock import now
from archive.upload_rows import KEPT, new_upload_id, upload_of
from archive.uploads import Ended
from domain.batches import Batch, FileStanding, FileUpload, NewFile, UploadState
from domain.failures import Failure, FullDiskError, RefusedFileError
from ingest.disk import DiskReserve, full_disk_said
from ingest.intake import FrontDoor
from ingest.partial_files import PartialFiles


class ClosedBatchError(Exception):
    """Nothing more may come into the batch."""


class QuotaError(Exception):
    """Somebody has begun more than they may leave unfinished."""


class AlteredError(Exception):
    """The bytes that came are not those that were to come: nothing of them is kept."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many bytes a file may have, and how many files and bytes one person may have begun and not sent whole."""

    file_bytes: int
    unfinished_files: int = 1_000
    unfinished_bytes: int = 64 * 1024**3


class Receiving:
    """Takes files of batches in. Holds nothing itself: any number of processes may go on with the same files."""

    def __init__(
        self, batches: Batches, door: FrontDoor, parts: PartialFiles, allowance: Allowance, disk: DiskReserve
    ) -> None:
        self.allowance = allowance
        self._batches = batches
        self._uploads = batches.uploads
        self._door = door
        self._parts = parts
        self._disk = disk

    def open_batch(self, batch_id: str) -> Batch:
        """The batch. Raises LookupError when there is none, ClosedBatchError when nothing more may come into it."""
        batch = self._batches.batch(batch_id)
        if batch is None:
            raise LookupError(batch_id)
        if batch.closed_at is not None:
            raise ClosedBatchError(batch_id)
        return batch

    def offer(self, batch: Batch, files: Sequence[NewFile], actor: str) -> list[FileStanding]:
        """How the files stand (see `archive.uploads.Uploads.offer`)."""
        return self._uploads.offer(batch, files, actor)

    def begin(self, batch: Batch, file: NewFile, actor: str, data: bytes = b"") -> FileUpload:
        """A file of which `data` has come. Raises RefusedFileError(TOO_LARGE), QuotaError, FullDiskError."""
        self._require_size(batch, file, actor)
        self._require_room(file, actor)
        upload_id = new_upload_id()
        with full_disk_said():
            self._parts.begin(upload_id, data)
            return self._uploads.begin(upload_id, batch, file, actor)

    def take_whole(self, batch: Batch, file: NewFile, actor: str, data: bytes) -> FileUpload:
        """A file that came whole. Raises as `begin` and `finish` do; nothing of it is kept then."""
        self._require_size(batch, file, actor)
        self._disk.require(file.size)
        upload_id = new_upload_id()
        try:
            with full_disk_said():
                self._parts.begin(upload_id, data)
            return self._end(upload_id, batch, file, actor)
        finally:
            self._parts.remove(upload_id)

    def take_bundle(self, batch: Batch, files: Sequence[tuple[NewFile, bytes]], actor: str) -> list[FileUpload | None]:
        """Files that came whole and together, in one transaction; None for one whose bytes are not those announced.

        Raises FullDiskError or BlobsAwayError, and none of them is recorded then.
        """
        self._disk.require(sum(len(data) for _, data in files))
        kept = {new_upload_id(): (file, data) for file, data in files if _is_whole(file, data)}
        ended = [self._ended(upload_id, batch, file, actor, data) for upload_id, (file, data) in kept.items()]
        with full_disk_said():
            recorded = iter(self._uploads.end_all(batch, ended))
        return [next(recorded) if _is_whole(file, data) else None for file, data in files]

    def upload(self, batch_id: str, upload_id: str) -> FileUpload | None:
        """The file of the batch, or None."""
        return self._uploads.upload(batch_id, upload_id)

    def offset(self, upload: FileUpload) -> int:
        """How many bytes of the file are here. Raises `ingest.partial_files.NoPartialFileError` when it is gone."""
        return self._parts.offset(upload.id) if upload.state is UploadState.RECEIVING else upload.file.size

    def append(self, upload: FileUpload, offset: int, data: bytes) -> int:
        """A piece has come; returns how many bytes are here now. Raises FullDiskError, and as `PartialFiles.append` does."""
        with full_disk_said():
            return self._parts.append(upload.id, offset, data)

    def require_room(self, upload: FileUpload, offset: int) -> None:
        """Raises FullDiskError when there is no room for what is missing of the file."""
        self._disk.require(upload.file.size - offset)

    def settle(self, upload: FileUpload) -> None:
        """What has come survives a power cut when this returns."""
        with full_disk_said():
            self._parts.settle(upload.id)

    def take_back(self, upload: FileUpload, offset: int) -> None:
        """Forget what came behind `offset`."""
        self._parts.cut(upload.id, offset)

    def finish(self, batch: Batch, upload: FileUpload) -> FileUpload:
        """Take in a file all of whose bytes are here; it may have been refused afterwards.

        Raises AlteredError, after which the file is gone; FullDiskError or BlobsAwayError, after which this may be called
        again.
        """
        try:
            ended = self._end(upload.id, batch, upload.file, upload.actor)
        except AlteredError:
            self.drop(upload, upload.actor)
            raise
        self._parts.remove(upload.id)
        return ended

    def drop(self, upload: FileUpload, actor: str) -> bool:
        """Forget a file that is not whole; False when there is none such."""
        dropped = self._uploads.drop(upload.id, actor)
        if dropped:
            self._parts.remove(upload.id)
        return dropped

    def sweep(self) -> int:
        """Forget what nobody has gone on with for long. Returns how many files were removed."""
        self._uploads.expire(now())
        old = self._parts.untouched(KEPT.total_seconds())
        gone = set(old) - self._uploads.receiving(old)
        for upload_id in gone:
            self._parts.remove(upload_id)
        return len(gone)

    def _ended(self, upload_id: str, batch: Batch, file: NewFile, actor: str, data: bytes) -> Ended:
        try:
            with full_disk_said():
                self._parts.begin(upload_id, data)
            return self._kept(upload_id, batch, file, actor)
        finally:
            self._parts.remove(upload_id)

    def _end(self, upload_id: str, batch: Batch, file: NewFile, actor: str) -> FileUpload:
        if file.sha256 is not None and _sha256(self._parts.path(upload_id)) != file.sha256:
            raise AlteredError(file.path)
        with full_disk_said():
            return self._uploads.end_all(batch, [self._kept(upload_id, batch, file, actor)])[0]

    def _kept(self, upload_id: str, batch: Batch, file: NewFile, actor: str) -> Ended:
        """The file, its bytes in the blob store, or refused."""
        try:
            kept = self._door.keep(self._parts.path(upload_id), file.path)
        except FullDiskError:
            raise
        except RefusedFileError as refusal:
            return Ended(upload_id, actor, (file, refusal))
        whole = NewFile(file.path, kept.blob.size, kept.blob.sha256)
        return Ended(upload_id, actor, upload_of(batch, whole, kept.media_type, actor))

    def _require_size(self, batch: Batch, file: NewFile, actor: str) -> None:
        """Nothing of a file that is too large is taken, but the batch keeps the reason."""
        if file.size > self.allowance.file_bytes:
            refusal = RefusedFileError(Failure.TOO_LARGE, f"{file.size} bytes")
            self._uploads.refuse(new_upload_id(), batch, file, actor, refusal)
            raise refusal

    def _require_room(self, file: NewFile, actor: str) -> None:
        count, size = self._uploads.unfinished(actor)
        if count >= self.allowance.unfinished_files or size + file.size > self.allowance.unfinished_bytes:
            raise QuotaError(actor)
        self._disk.require(file.size)


def _is_whole(file: NewFile, data: bytes) -> bool:
    return len(data) == file.size and hashlib.sha256(data).hexdigest() == file.sha256


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return digest(parts_of(file))
