"""Making a backup while everything runs.

The records are copied from one snapshot, then the originals that they speak of, which never change: so both agree. Index
and durable queue are no part of it: they are made again.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from archive import migration
from archive.backup_folder import BackupFolder, BackupNote, digest_of_file
from archive.blob_copying import Progress, copy_originals, forget_others
from archive.blob_store import BlobStore
from archive.copying import copy_records
from archive.dialect import open_engine, writing
from archive.originals import Original
from archive.store import Archive

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup came to: its note, and the originals that were missing or damaged already."""

    note: BackupNote
    lost: list[Original]


def back_up(url: str, blobs: BlobStore, folder: BackupFolder, progress: Progress) -> Copied:
    """Have in the folder what the archive at `url`, whose tables are the newest, and its blob store hold now.

    Whatever happens on the way, the folder's former backup stands until this one is whole. Making another one into the
    same folder copies only those originals that are not there yet.
    """
    made_at = datetime.now(UTC)
    for _ in range(_TRIES):
        records = folder.records_called(f"records-{uuid4().hex}.sqlite")
        _copy_records(url, records)
        wanted = originals_in(f"sqlite:///{records}")
        lost = copy_originals(wanted, blobs, folder.originals, progress)
        # What is read in place of a file may have been made anew meanwhile: then these records are out of date.
        if {one.sha256 for one in lost} <= {one.sha256 for one in originals_in(url)}:
            break
    store = folder.originals
    note = BackupNote(
        records=records.name,
        sha256=digest_of_file(records),
        made_at=made_at.isoformat(timespec="seconds"),
        documents=len({one.document_id for one in wanted}),
        originals=len(wanted),
        size=sum(store.size(one.sha256) for one in wanted if one not in lost),
    )
    folder.settle(note)
    forget_others(wanted, store)
    return Copied(note, lost)


def originals_in(url: str) -> list[Original]:
    """What the archive's records need from a blob store."""
    archive = Archive(url)
    found = list(archive.originals())
    archive.close()
    return found


def _copy_records(url: str, file: Path) -> None:
    copy = f"sqlite:///{file}"
    migration.upgrade(copy)
    source, target = open_engine(url), open_engine(copy)
    with source.begin() as reading, writing(target).begin() as connection:
        copy_records(reading, connection, lambda _done, _total: None)
    source.dispose()
    target.dispose()
    _make_one_file(file)


def _make_one_file(file: Path) -> None:
    """Without a log beside it, so that copying the file copies all of it."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    file.with_name(f"{file.name}.lock").unlink(missing_ok=True)
