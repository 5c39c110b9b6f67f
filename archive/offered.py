"""How files stand that somebody could send with a batch: so nothing is sent that the archive has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from archive import schema
from archive.batch_tables import uploads
from archive.documents import AT_ONCE
from archive.upload_rows import columns_of, load, new_upload_id, take, upload_of
from domain.batches import ENDED, Batch, FileStanding, FileUpload, NewFile, Standing, UploadState

STANDINGS = {
    UploadState.RECEIVING: Standing.BEGUN,
    UploadState.TAKEN: Standing.SENT,
    UploadState.KNOWN: Standing.KNOWN,
    UploadState.REFUSED: Standing.REFUSED,
}
"""How a file stands that the batch has."""

Own = Mapping[tuple[str, str | None], FileUpload]
"""Uploads of a batch by path and hash."""


class Offer:
    """What somebody could send with a batch."""

    def __init__(self, connection: Connection, batch: Batch, actor: str) -> None:
        self._connection = connection
        self._batch = batch
        self._actor = actor

    def standings(self, files: Sequence[NewFile]) -> list[FileStanding]:
        """How the files stand, in their order. See `archive.uploads.Uploads.offer`."""
        hashes = sorted({file.sha256 or "" for file in files})
        own, here = self._own(hashes), self._versions(hashes)
        return [self._stand(file, own.get((file.path, file.sha256)), here.get(file.sha256 or "")) for file in files]

    def _stand(self, file: NewFile, begun: FileUpload | None, version: Row[Any] | None) -> FileStanding:
        if begun is not None and begun.state in ENDED:
            return FileStanding(file, STANDINGS[begun.state], begun)
        if version is not None:
            return FileStanding(
                file, Standing.KNOWN, self._add_again(NewFile(file.path, version.size, file.sha256), version)
            )
        if begun is not None:
            return FileStanding(file, Standing.BEGUN, begun)
        return FileStanding(file, Standing.WANTED)

    def _add_again(self, file: NewFile, version: Row[Any]) -> FileUpload:
        upload = upload_of(self._batch, file, version.media_type, self._actor)
        return take(self._connection, columns_of(new_upload_id(), self._batch, file, self._actor), upload)

    def _own(self, hashes: Sequence[str]) -> Own:
        """The batch's uploads with these hashes; those that have ended before those that have not."""
        found: dict[tuple[str, str | None], FileUpload] = {}
        for first in range(0, len(hashes), AT_ONCE):
            some = uploads.c.batch_id == self._batch.id, uploads.c.sha256.in_(hashes[first : first + AT_ONCE])
            for one in load(self._connection, *some):
                key = one.file.path, one.file.sha256
                if key not in found or found[key].state not in ENDED:
                    found[key] = one
        return found

    def _versions(self, hashes: Sequence[str]) -> dict[str, Row[Any]]:
        """The archive's own of these hashes."""
        versions = schema.versions
        columns = versions.c.sha256, versions.c.size, versions.c.media_type
        found: dict[str, Row[Any]] = {}
        for first in range(0, len(hashes), AT_ONCE):
            some = versions.c.sha256.in_(hashes[first : first + AT_ONCE])
            found |= {row.sha256: row for row in self._connection.execute(select(*columns).where(some))}
        return found
