"""`shaffaf reprocess`: files read again from their originals while what was read before goes on being found."""

from __future__ import annotations

from app import ingesting, wiring
from app.console import Speaker, console, progress_bar
from app.settings import Settings
from domain.records import BatchReport, Rereading


def reprocess(settings: Settings, speaker: Speaker, which: Rereading) -> int:
    """Have the files read again and wait for the end. Returns how many could not be read; these stay as they were."""
    archive = wiring.open_archive(settings)
    batch = ingesting.new_batch()
    archive.read_again(which, batch, "system:reprocess")
    with progress_bar(speaker.words("cli.reading")) as bar:
        report = ingesting.wait(settings, archive, batch, bar.show)
    archive.close()
    _summarise(report, speaker)
    return report.refused


def show_tools(settings: Settings, speaker: Speaker) -> None:
    """Print which tools read the pages that can be found now, so that one can choose what to read again."""
    archive = wiring.open_archive(settings)
    counts = archive.tools()
    archive.close()
    speaker.say("cli.reprocess_what")
    for count in counts:
        score = "–" if count.score is None else f"{count.score:.2f}"
        console.print(f"  {count.pages:>8}  {score:>5}  {count.tool}", markup=False, highlight=False)


def _summarise(report: BatchReport, speaker: Speaker) -> None:
    speaker.say("cli.reprocessed", done=report.done, failed=report.refused)
    ingesting.list_failures([(failure.name, failure.failure) for failure in report.failures], speaker)
