"""The command `shaffaf`."""

from __future__ import annotations

import json
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.markup import escape

from app import backup_commands, logs, upload_commands, watch_commands
from app.admin_commands import admin_app
from app.console import Speaker, console, progress_bar
from app.mail_commands import mail_app
from app.page_commands import pages_app
from app.settings import Settings
from app.supervision import die_with_parent
from domain.searching import Window
from domain.tracing import following, new_request_id
from ingest.worker_files import ReindexRequest, WorkerRunningError, worker_is_running, worker_lock

logger = logging.getLogger(__name__)

app = typer.Typer(
    name="shaffaf",
    help="Search the documents of councils that write in Arabic and French.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
samples_app = typer.Typer(help="The sample archive of two invented councils.", no_args_is_help=True)
app.add_typer(samples_app, name="samples")
app.add_typer(pages_app, name="pages")
app.command()(backup_commands.backup)
app.command()(backup_commands.restore)
app.command()(upload_commands.upload)
app.command()(watch_commands.watch)
app.add_typer(admin_app, name="admin")
app.add_typer(mail_app, name="mail")


@app.command()
def serve(empty: Annotated[bool, typer.Option("--empty", help="Start without the sample archive.")] = False) -> None:
    """Start server and worker; on the first run the sample archive is loaded."""
    from app import serving

    settings = Settings()
    raise typer.Exit(serving.serve(settings, Speaker(settings), with_samples=not empty))


@app.command(hidden=True)
def server() -> None:
    """Only the server, as a child of `serve`."""
    from app import web

    die_with_parent()
    settings = Settings()
    logs.configure(settings, "server")
    web.run(settings)


@app.command()
def worker(
    until_idle: Annotated[bool, typer.Option("--until-idle", help="Stop when nothing is left to do.")] = False,
) -> None:
    """Read files and keep the index; `serve` starts one by itself."""
    from app import wiring
    from app.memory import settle

    die_with_parent()
    settings = Settings()
    logs.configure(settings, "worker")
    try:
        with worker_lock(settings.state):
            asked = threading.Event()  # to stop, while it was still starting
            _on_stop(asked.set)
            running = wiring.open_worker(settings)
            _on_stop(running.stop)
            settle()
            if asked.is_set():
                running.stop()
            running.run(until_idle)
    except WorkerRunningError:
        Speaker(settings).complain("cli.worker_runs", state=settings.state)
        raise typer.Exit(1) from None


def _on_stop(stop: Callable[[], None]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop())


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders, ZIPs.", exists=True)],
    draft: Annotated[bool, typer.Option("--draft", help="Keep as drafts instead of publishing.")] = False,
    body: Annotated[str | None, typer.Option(help="The council's id.")] = None,
    password: Annotated[
        list[str] | None, typer.Option(help="Opens locked files; may be given several times. `unlock` asks for it unseen.")
    ] = None,
    silent: Annotated[
        bool, typer.Option("--silent", help="Send nobody an alert: for a bulk import of old documents.")
    ] = False,
) -> None:
    """Take documents in, read and publish them; says what failed and why. Exit code 1 only if something failed."""
    from app import ingesting
    from ingest.intake import Sender

    settings = Settings()
    speaker = Speaker(settings)
    if body is not None and body not in _body_ids(settings):
        speaker.complain("cli.no_body", body=body, bodies=", ".join(_body_ids(settings)) or "—")
        raise typer.Exit(2)
    batch = ingesting.new_batch()
    sender = Sender("system:ingest", batch, body, not draft, tuple(password or ()), announce=not silent)
    parcel = ingesting.Parcel(sender, paths)
    outcome = ingesting.ingest(settings, speaker, batch, [parcel])
    ingesting.summarise(outcome, speaker)
    raise typer.Exit(1 if outcome.failures else 0)


@app.command()
def unlock(
    document: Annotated[str | None, typer.Argument(help="A document's id; every locked file without it.")] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Keep as drafts instead of publishing.")] = False,
) -> None:
    """Ask for the passwords of the files that wait for theirs, and read those files. Passwords are kept nowhere."""
    from app import ingesting, unlocking

    settings = Settings()
    speaker = Speaker(settings)
    try:
        outcome = unlocking.unlock(settings, speaker, document, publish=not draft)
    except LookupError:
        speaker.complain("cli.no_document", document=document)
        raise typer.Exit(2) from None
    if outcome is None:
        speaker.say("cli.none_locked")
        return
    ingesting.summarise(outcome, speaker)
    raise typer.Exit(1 if outcome.failures else 0)


def _body_ids(settings: Settings) -> list[str]:
    from app import wiring

    archive = wiring.open_archive(settings)
    ids = [body.id for body in archive.bodies()]
    archive.close()
    return ids


@app.command()
def reprocess(
    documents: Annotated[list[str] | None, typer.Argument(help="Documents' ids.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every file.")] = False,
    tool: Annotated[str | None, typer.Option(help="Files with a page that this tool read, such as 'tesseract 5.3'.")] = None,
    below: Annotated[float | None, typer.Option(min=0, max=1, help="Files with a page that scored less.")] = None,
) -> None:
    """Read files again from their originals; searches go on finding what was read before until each is ready."""
    from app import reprocessing
    from domain.records import Rereading

    settings = Settings()
    speaker = Speaker(settings)
    which = Rereading(tuple(documents or ()), tool, below)
    if which == Rereading() and not everything:
        reprocessing.show_tools(settings, speaker)
        raise typer.Exit(2)
    raise typer.Exit(1 if reprocessing.reprocess(settings, speaker, which) else 0)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help='Words, a "phrase", -not, prefix*, field:value.')],
    size: Annotated[int, typer.Option(min=1, max=50, help="How many hits.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="The API's answer, as JSON.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="What makes the score of each hit.")] = False,
) -> None:
    """Search what is published."""
    from app import wiring
    from search_api.asking import SearchRequest

    settings = Settings()
    speaker = Speaker(settings)
    service = wiring.open_service(settings, wiring.open_archive(settings))
    request = SearchRequest(query, window=Window(size=size), language=speaker.language, facets=False)
    answer = service.search(request)
    if as_json:
        console.print_json(answer.model_dump_json())
        return
    speaker.say("cli.found", count=answer.total)
    reasons = service.explain(query, [hit.id for hit in answer.hits]) if explain else [() for _ in answer.hits]
    for number, hit in enumerate(answer.hits, start=1):
        if not hit.full and (number == 1 or answer.hits[number - 2].full):
            speaker.say("cli.partial")
        date = f"  {hit.date.value}" if hit.date else ""
        console.print(f"{number:>3}. [bold]{escape(hit.title.text)}[/bold]{date}  [dim]{hit.id}[/dim]")
        for snippet in hit.snippets[:1]:
            console.print(f"     {escape(' '.join(snippet.text.split()))}")
        for one in reasons[number - 1]:
            terms = f"{one.field:12} {escape(one.word)}  {escape(one.term)}"
            console.print(f"     {one.score:8.3f}  {one.weight:5.2f} × {terms}")


@app.command()
def reindex() -> None:
    """Build the index anew from the archive while searches go on being answered from the old one."""
    from app import ingesting

    settings = Settings()
    speaker = Speaker(settings)
    request = ReindexRequest(settings.state)
    request.ask()
    with progress_bar(speaker.words("cli.reindexing")) as bar:
        while request.pending():
            if not worker_is_running(settings.state):
                ingesting.start_worker().wait()
            bar.show(*request.progress())
            time.sleep(0.2)
    speaker.say("cli.reindexed")


@app.command()
def verify() -> None:
    """Hash every original anew: is it there, and still what it was? Exit code 1 when one is not."""
    from app import storing

    settings = Settings()
    raise typer.Exit(1 if storing.verify(settings, Speaker(settings)) else 0)


@app.command("migrate-store")
def migrate_store(
    records: Annotated[str | None, typer.Option(help="Database to carry the records into: postgresql://HOST/NAME.")] = None,
    blobs: Annotated[str | None, typer.Option(help="Kind of the store to copy originals into: s3 or directory.")] = None,
    blobs_url: Annotated[str | None, typer.Option(help="Its place, as in SHAFFAF_BLOBS_URL.")] = None,
) -> None:
    """Move to another database, to another store of originals, or both. What is there now stays as it is."""
    from app import storing
    from archive.copying import NotEmptyError

    settings = Settings()
    speaker = Speaker(settings)
    if not (records or (blobs and blobs_url)):
        speaker.complain("cli.migrate_what")
        raise typer.Exit(2)
    try:
        with worker_lock(settings.state):
            if blobs and blobs_url:
                storing.migrate_blobs(settings, speaker, blobs, blobs_url)
            if records:
                storing.migrate_records(settings, speaker, records)
    except WorkerRunningError:
        speaker.complain("cli.worker_runs", state=settings.state)
        raise typer.Exit(1) from None
    except NotEmptyError:
        speaker.complain("cli.target_not_empty")
        raise typer.Exit(1) from None


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="Findings as JSON.")] = False) -> None:
    """What is installed, what is missing, what to type. Exit code 1 when something must be mended."""
    from app import doctor as examination

    settings = Settings()
    speaker = Speaker(settings)
    findings = list(examination.examine(settings))
    if as_json:
        console.print_json(json.dumps([{"key": f.key, "well": f.well, "detail": f.detail} for f in findings]))
    else:
        for finding in findings:
            mark = {True: "[green]✓[/green]", False: "[red]✗[/red]", None: "[yellow]–[/yellow]"}[finding.well]
            console.print(f"{mark} {escape(speaker.words(f'doctor.{finding.key}'))}: {escape(finding.detail)}")
            if finding.remedy:
                console.print(f"    {escape(finding.remedy)}")
    raise typer.Exit(1 if any(finding.well is False for finding in findings) else 0)


@samples_app.command("load")
def load_samples() -> None:
    """Generate the sample documents and publish them."""
    from app import ingesting, samples

    settings = Settings()
    speaker = Speaker(settings)
    ingesting.summarise(samples.load(settings, speaker), speaker)


@samples_app.command("remove")
def remove_samples() -> None:
    """Take all sample documents out again."""
    from app import ingesting, samples

    settings = Settings()
    count = samples.remove(settings)
    if not worker_is_running(settings.state):
        ingesting.start_worker().wait()
    Speaker(settings).say("cli.samples_removed", count=count)


def _complain_of_settings(error: ValidationError) -> None:
    speaker = Speaker(Settings.model_construct())
    for fault in error.errors():
        name = f"{Settings.model_config['env_prefix']}{fault['loc'][0]}".upper()
        speaker.complain("cli.bad_setting", name=name, reason=fault["msg"])


def main() -> None:
    """Run the command line. What nobody foresaw goes to the log whole and to the terminal in one line."""
    try:
        settings = Settings()
    except ValidationError as error:
        _complain_of_settings(error)
        raise SystemExit(2) from None
    try:
        with following(new_request_id()):
            app()
    except Exception as error:
        logs.configure(settings, "command")
        logger.exception("%s failed", " ".join(sys.argv[1:2]))
        Speaker(settings).complain("cli.unforeseen", error=error, log=settings.state / "logs" / "command.log")
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
