"""`shaffaf unlock`: asks for the passwords of files that wait for theirs, and has those files read."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from app import wiring
from app.console import Speaker
from app.ingesting import Outcome, await_reading, new_batch
from app.settings import Settings
from archive.store import Archive
from domain.documents import Document, File, ReadingState
from domain.failures import Failure, FullDiskError, RefusedFileError
from ingest.intake import FrontDoor, Sender

_TRIES = 3


def unlock(settings: Settings, speaker: Speaker, document_id: str | None, publish: bool) -> Outcome | None:
    """Go through the locked files of a document, or of all; None when there are none.

    Raises LookupError for a document that is not there.
    """
    archive = wiring.open_archive(settings)
    waiting = [file for document in _documents(archive, document_id) for file in document.files if _waits(file)]
    if not waiting:
        return None
    door, outcome = wiring.open_front_door(settings, archive), Outcome(new_batch())
    for file in waiting:
        _ask(door, speaker, file, Sender("system:unlock", outcome.batch, publish=publish), outcome)
    await_reading(settings, archive, speaker, outcome)
    archive.close()
    return outcome


def _documents(archive: Archive, document_id: str | None) -> Iterator[Document]:
    if document_id is None:
        yield from archive.documents(archive.all_document_ids()).values()
        return
    document = archive.document(document_id)
    if document is None:
        raise LookupError(document_id)
    yield document


def _waits(file: File) -> bool:
    """Whether the file was refused for want of its password."""
    return file.current.state is ReadingState.REFUSED and file.current.reason == Failure.ENCRYPTED


def _ask(door: FrontDoor, speaker: Speaker, file: File, sender: Sender, outcome: Outcome) -> None:
    """Ask for a file's password until it fits, is not given, or was wrong three times."""
    for _ in range(_TRIES):
        password = typer.prompt(speaker.words("cli.ask_password", name=file.name), "", hide_input=True, show_default=False)
        if not password:
            break
        try:
            door.unlock(file, Sender(sender.actor, sender.batch, sender.body_id, sender.publish, (password,)))
        except FullDiskError as full:
            outcome.failures.append((file.name, full.failure))
            return
        except RefusedFileError:
            speaker.complain("cli.wrong_password")
            continue
        outcome.taken += 1
        return
    outcome.failures.append((file.name, Failure.ENCRYPTED))
