"""`shaffaf watch`: take in what is put into a folder, for as long as it runs."""

from __future__ import annotations

import signal
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from app.console import Speaker, console
from app.settings import Settings
from domain.failures import FullDiskError

if TYPE_CHECKING:
    from ingest.watching import Seen, WatchedFolder

_EVERYTHING = "all"


def watch(  # noqa: PLR0913 (each is an option)
    folder: Annotated[Path, typer.Argument(help="The folder.", exists=True, file_okay=False)],
    body: Annotated[str, typer.Option(help="The council's id; `all` for none.")],
    publish: Annotated[bool, typer.Option("--publish", help="Publish what is read at once; else it stays a draft.")] = False,
    silent: Annotated[bool, typer.Option("--silent", help="Send nobody an alert: for old documents.")] = False,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks; what changed between them waits.")] = 10,
    once: Annotated[bool, typer.Option("--once", help="Look twice, then end: for a timer.")] = False,
) -> None:
    """Take in what is put into a folder; files are moved to its `taken`, or to `not-taken`: their batch says why."""
    from app import wiring
    from ingest.watching import Order, WatchedFolder, Workshop

    settings = Settings()
    speaker = Speaker(settings)
    archive = wiring.open_archive(settings)
    known = [one.id for one in archive.bodies()]
    if body not in (*known, _EVERYTHING):
        speaker.complain("cli.no_body", body=body, bodies=", ".join(known) or "—")
        raise typer.Exit(2)
    order = Order(None if body == _EVERYTHING else body, publish, not silent)
    workshop = Workshop(settings.limits, wiring.scratch(settings))
    watched = WatchedFolder(folder, order, wiring.open_front_door(settings, archive), archive.batches, workshop)
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    _go_on(watched, speaker, every, stopped, looks=2 if once else None)
    archive.close()


def _go_on(watched: WatchedFolder, speaker: Speaker, every: float, stopped: Event, looks: int | None) -> None:
    """Look until stopped, or so many times; a disk that is full is waited for."""
    while looks is None or looks > 0:
        try:
            for seen in watched.look():
                _tell(seen, speaker)
        except FullDiskError:
            speaker.complain("cli.watch_full")
        looks = None if looks is None else looks - 1
        if looks == 0 or stopped.wait(every):
            return


def _tell(seen: Seen, speaker: Speaker) -> None:
    if seen.refusal is None:
        speaker.say("cli.watch_known" if seen.known else "cli.watch_taken", name=seen.path)
        return
    reason, remedy = (speaker.words(f"failure.{seen.refusal.failure}.{part}") for part in ("reason", "remedy"))
    speaker.complain("cli.watch_refused", name=seen.path)
    console.print(f"    {reason} {remedy}", markup=False)
