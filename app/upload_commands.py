"""`shaffaf upload`: send a folder to a server."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.console import Speaker, console, transfer_bar
from app.settings import Settings

if TYPE_CHECKING:
    from app.uploading.remote import Remote
    from app.uploading.sending import Sent

_STOPPED = 130


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be sent where."""

    folder: Path
    body: str
    publish: bool
    announce: bool
    name: str
    sheet: Path | None = None

    def batch(self, server: str) -> dict[str, object]:
        """The batch to ask for. The same folder of this machine goes on with the batch that was not ended."""
        identity = "\0".join((platform.node(), str(self.folder.resolve()), server, self.body, str(self.publish)))
        return {
            "name": self.name or self.folder.resolve().name,
            "publish": self.publish,
            "announce": self.announce,
            "resume_key": hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest(),
        }


def upload(  # noqa: PLR0913 (each is an option)
    folder: Annotated[Path, typer.Argument(help="The folder to send.", exists=True, file_okay=False)],
    server: Annotated[str, typer.Option(help="The site's address, such as https://docs.example.org.")],
    token: Annotated[str, typer.Option(envvar="SHAFFAF_TOKEN", help="An API token that may hand files in.")],
    body: Annotated[str, typer.Option(help="The council's id; `all` for none.")],
    metadata: Annotated[
        Path | None, typer.Option(help="A sheet (CSV, XLSX, ODS) that says what the files are.", exists=True, dir_okay=False)
    ] = None,
    name: Annotated[str, typer.Option(help="What the batch is called; the folder's name without it.")] = "",
    publish: Annotated[bool, typer.Option("--publish", help="Publish what is read at once; else it stays a draft.")] = False,
    silent: Annotated[bool, typer.Option("--silent", help="Send nobody an alert: for old documents.")] = False,
    lines: Annotated[int, typer.Option(min=1, max=32, help="How many files are sent at the same time.")] = 8,
    patience: Annotated[float, typer.Option(min=0, help="Seconds to wait for a server that does not answer.")] = 600,
) -> None:
    """Send a folder. Started again, it goes on where it was. What the archive has is not sent. Exit code 1: some failed."""
    from app.uploading.remote import AwayError, Remote, RemoteError

    speaker = Speaker(Settings())
    order = Order(folder, body, publish, not silent, name, metadata)
    remote = Remote(server, token, speaker.language, patience, lines)
    try:
        outcome = _send(remote, server, order, speaker, lines)
    except RemoteError as error:
        speaker.complain("cli.upload_refused", reason=error.said)
        raise typer.Exit(2) from None
    except AwayError as error:
        speaker.complain("cli.upload_away", server=server, reason=error)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        speaker.complain("cli.upload_stopped")
        raise typer.Exit(_STOPPED) from None
    finally:
        remote.close()
    _report(outcome, speaker)
    raise typer.Exit(1 if outcome.refused or outcome.unsent else 0)


def _send(remote: Remote, server: str, order: Order, speaker: Speaker, lines: int) -> Sent:
    """Send the folder, and end its batch unless something is left to be sent."""
    from app.uploading.local_files import LocalFile, walk
    from app.uploading.sending import Sending, Watcher

    batch = remote.begin(order.body, order.batch(server))
    speaker.say("cli.upload_batch", batch=batch)
    if order.sheet is not None:
        _tell_faults(remote.describe(batch, order.sheet.name, order.sheet.read_bytes()), speaker)
    with transfer_bar(speaker.words("cli.upload_counting"), speaker.words("cli.uploading")) as bar:
        for one in walk(order.folder):
            bar.expect(one.size if isinstance(one, LocalFile) else 0)
        bar.begin()
        watcher = Watcher(bar.advance, bar.count, lambda failure: _reason(speaker, failure))
        outcome = Sending(remote, batch, watcher, lines).send(walk(order.folder))
    if order.sheet is not None:
        _tell_waiting(remote.described(batch), speaker)
    if not outcome.unsent:
        remote.end(batch)
    return outcome


def _tell_faults(sheet: dict[str, Any], speaker: Speaker) -> None:
    speaker.say("cli.sheet_rows", rows=sheet["rows"], faults=len(sheet["faults"]))
    for one in sheet["faults"]:
        place = speaker.words("cli.sheet_place", row=one["row"], column=one["column"] or "—")
        console.print(f"  {place} {one['text']}\n    {one['reason']}", markup=False)


def _tell_waiting(sheet: dict[str, Any], speaker: Speaker) -> None:
    """Rows that speak of no file that was sent."""
    if sheet["waiting"]:
        speaker.say("cli.sheet_waiting", count=sheet["waiting"])
    for one in sheet["waiting_rows"]:
        console.print(f"  {one['row']:>6}  {one['file']}", markup=False)


def _reason(speaker: Speaker, failure: str) -> str:
    from app.uploading.sending import ALTERED
    from domain.failures import Failure

    if failure == ALTERED:
        return speaker.words("cli.upload_altered")
    known = failure in set(Failure)
    return " ".join(speaker.words(f"failure.{failure}.{part}") for part in ("reason", "remedy")) if known else failure


def _report(outcome: Sent, speaker: Speaker) -> None:
    known = outcome.known + outcome.sent_before
    speaker.say("cli.uploaded", sent=outcome.sent, known=known, failed=len(outcome.refused) + len(outcome.unsent))
    for key, failures in (("cli.upload_refused_files", outcome.refused), ("cli.upload_unsent_files", outcome.unsent)):
        if failures:
            speaker.say(key, count=len(failures))
        for path, reason in failures:
            console.print(f"  {path}\n    {reason}", markup=False)
