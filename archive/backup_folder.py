"""A folder that holds a backup: the records as one SQLite file, whatever database they come from, the originals under
their hashes, and a note that says which records are the backup's. It is written last: until then the former backup stands.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from archive.blob_store import digest, parts_of
from archive.blobs.directory import DirectoryBlobStore

FORMAT = 1


class BackupTrouble(StrEnum):
    """Why a backup can't be used."""

    NOT_THERE = "not_there"
    NEWER = "newer"
    RECORDS_DAMAGED = "records_damaged"
    NOT_EMPTY = "not_empty"


class BackupError(Exception):
    """Nothing was changed; `trouble` says why."""

    def __init__(self, trouble: BackupTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class BackupNote:
    """What a backup holds: the file of its records and that one's SHA-256, when it was made (ISO 8601, UTC), how many
    documents, how many originals they have, and how many bytes of these are here.
    """

    records: str
    sha256: str
    made_at: str
    documents: int
    originals: int
    size: int
    format: int = FORMAT


class BackupFolder:
    """A backup's place. Several may be made into one, after another: what is there already is not copied again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._note = path / "backup.json"

    @property
    def originals(self) -> DirectoryBlobStore:
        """The originals, of the newest backup at least."""
        return DirectoryBlobStore(self._path / "originals")

    def records_called(self, name: str) -> Path:
        """Where records of that name are."""
        return self._path / name

    def note(self) -> BackupNote:
        """The note. Raises BackupError: NOT_THERE, or NEWER when a later version of this program wrote it."""
        try:
            found = json.loads(self._note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise BackupError(BackupTrouble.NOT_THERE) from None
        if found.get("format") != FORMAT:
            raise BackupError(BackupTrouble.NEWER)
        return BackupNote(**found)

    def settle(self, note: BackupNote) -> None:
        """From now on this is the backup; records of others go."""
        fresh = self._note.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(asdict(note), file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._note)
        for file_of_records in self._path.glob("records-*"):
            if file_of_records.name != note.records:
                file_of_records.unlink()

    def check_records(self) -> Path:
        """The file of records, found whole. Raises BackupError as `note` does, or RECORDS_DAMAGED."""
        note = self.note()
        file = self._path / note.records
        if not file.is_file() or digest_of_file(file) != note.sha256 or not _is_sound(file):
            raise BackupError(BackupTrouble.RECORDS_DAMAGED)
        return file


def digest_of_file(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return digest(parts_of(file))


def _is_sound(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            return bool(database.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False
