"""`shaffaf backup` and `shaffaf restore`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import wiring
from app.console import Speaker, console, progress_bar
from app.settings import Settings
from ingest.worker_files import ReindexRequest, WorkerRunningError, worker_lock

if TYPE_CHECKING:
    from archive.backup_folder import BackupFolder
    from archive.originals import Original

_MEBIBYTE = 1024**2


def backup(
    folder: Annotated[Path, typer.Argument(help="Where the backup is made, or brought up to date.", file_okay=False)],
) -> None:
    """Back up records and originals while everything runs. Exit code 1 if an original is missing or damaged."""
    from archive.backup import back_up
    from archive.backup_folder import BackupFolder

    settings = Settings()
    speaker = Speaker(settings)
    wiring.open_archive(settings).close()
    folder.mkdir(parents=True, exist_ok=True)
    with progress_bar(speaker.words("backup.copying")) as bar:
        made = back_up(settings.archive_url, wiring.open_blobs(settings), BackupFolder(folder.resolve()), bar.show)
    note = made.note
    size = f"{note.size / _MEBIBYTE:.1f}"
    originals = note.originals - len(made.lost)
    speaker.say("backup.made", folder=folder, documents=note.documents, originals=originals, size=size)
    _list(speaker, made.lost)
    raise typer.Exit(1 if made.lost else 0)


def restore(
    folder: Annotated[Path, typer.Argument(help="Where the backup is.", file_okay=False, exists=True)],
    despite_damage: Annotated[
        bool, typer.Option("--despite-damage", help="Restore what is whole even where originals are not.")
    ] = False,
) -> None:
    """Check a backup, all of it, and make an empty archive what it holds. The search index is built anew after it."""
    from archive.backup_folder import BackupError, BackupFolder

    settings = Settings()
    speaker = Speaker(settings)
    try:
        with worker_lock(settings.state):
            _restore(settings, speaker, BackupFolder(folder.resolve()), despite_damage)
    except WorkerRunningError:
        speaker.complain("backup.stop_first", state=settings.state)
        raise typer.Exit(1) from None
    except BackupError as error:
        speaker.complain(f"backup.{error.trouble}", folder=folder)
        raise typer.Exit(1) from None


def _restore(settings: Settings, speaker: Speaker, folder: BackupFolder, despite_damage: bool) -> None:
    from archive.restoring import check, restore
    from ingest.queue_reset import forget_queue
    from ingest.rebuilding import RebuildNote

    with progress_bar(speaker.words("backup.checking")) as bar:
        lost = check(folder, bar.show)
    _list(speaker, lost)
    if lost and not despite_damage:
        speaker.complain("backup.not_whole")
        raise typer.Exit(1)
    with progress_bar(speaker.words("backup.copying")) as bar:
        note = restore(folder, settings.archive_url, wiring.open_blobs(settings), wiring.scratch(settings), bar.show)
    forget_queue(settings.work_url)
    RebuildNote(settings.state / "rebuild.json").clear()
    ReindexRequest(settings.state).ask()
    speaker.say("backup.restored", made_at=note.made_at, documents=note.documents, originals=note.originals - len(lost))


def _list(speaker: Speaker, lost: Sequence[Original]) -> None:
    if lost:
        speaker.complain("backup.lost", count=len(lost))
    for one in lost:
        console.print(f"  {one.name}  {one.document_id}  {one.sha256}", markup=False)
