"""Making an archive out of a backup, whichever database and blob store it is to be in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from archive import migration
from archive.backup import originals_in
from archive.backup_folder import BackupError, BackupFolder, BackupNote, BackupTrouble
from archive.blob_copying import Progress, copy_originals
from archive.blob_store import BlobStore
from archive.copying import copy_records, is_empty
from archive.dialect import open_engine, writing
from archive.originals import BlobState, Original
from archive.originals import check as check_originals


def check(folder: BackupFolder, progress: Progress) -> list[Original]:
    """The originals of a backup that are not there whole; all of it is read. Raises BackupError: NOT_THERE, NEWER, or
    RECORDS_DAMAGED.
    """
    wanted, lost = originals_in(f"sqlite:///{folder.check_records()}"), []
    for number, (original, state) in enumerate(check_originals(wanted, folder.originals), start=1):
        if state is not BlobState.WHOLE:
            lost.append(original)
        progress(number, len(wanted))
    return lost


def restore(folder: BackupFolder, url: str, blobs: BlobStore, scratch: Path, progress: Progress) -> BackupNote:
    """Put what the backup holds into the empty archive at `url` and into the blob store; tasks that were under way wait
    again. What `check` found damaged is left out.

    Records come last, and whole or not at all. Raises BackupError as `check` does, or NOT_EMPTY, or NEWER when a later
    version of this program made the backup. `scratch` needs room for a copy of the records.
    """
    note = folder.note()
    migration.upgrade(url)
    with _opened(url) as target:
        _require_empty(target)
        with TemporaryDirectory(dir=scratch) as made:
            records = _of_this_version(folder.check_records(), Path(made))
            copy_originals(originals_in(records), folder.originals, blobs, progress)
            with _opened(records) as source, source.begin() as reading, writing(target).begin() as connection:
                copy_records(reading, connection, lambda _done, _total: None)
    return note


def _of_this_version(records: Path, scratch: Path) -> str:
    from alembic.util import CommandError

    copy = scratch / "records.sqlite"
    shutil.copyfile(records, copy)
    url = f"sqlite:///{copy}"
    try:
        migration.upgrade(url)
    except CommandError as error:
        raise BackupError(BackupTrouble.NEWER) from error
    return url


def _require_empty(target: Engine) -> None:
    with target.begin() as connection:
        if not is_empty(connection):
            raise BackupError(BackupTrouble.NOT_EMPTY)


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
