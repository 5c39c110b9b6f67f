"""`shaffaf pages`: put the pages of scans into documents, in order, the right way up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from app.console import Speaker, console, progress_bar
from app.settings import Settings
from domain.arranging import ArrangementError

if TYPE_CHECKING:
    from archive.store import Archive
    from ingest.arranger import Arranger

Done = TypeVar("Done")

pages_app = typer.Typer(
    help="The pages of scans: split, merge, order, rotate. Files stay as they are.", no_args_is_help=True
)

_ACTOR = "system:pages"
_BEGINNING = 60
"""Characters of a page's text that are shown."""

DocumentId = Annotated[str, typer.Argument(help="The document's id.", metavar="DOC")]


@pages_app.command()
def show(document: DocumentId) -> None:
    """List the pages of a document in order: number, number in the file, turn, first words."""
    Terminal().show(document)


@pages_app.command()
def split(
    document: DocumentId,
    ranges: Annotated[list[str], typer.Argument(help="Pages of the new documents, such as 1-3 4-9 12.")],
    publish: Annotated[bool, typer.Option("--publish", help="Publish them if the document is public.")] = False,
) -> None:
    """Make ranges of pages documents of their own; they are drafts until they are published."""
    terminal = Terminal()
    ids = terminal.do(lambda arranger: arranger.split(document, ranges, publish))
    terminal.speaker.say("pages.split", count=len(ids))
    terminal.list_documents(ids)


@pages_app.command()
def merge(documents: Annotated[list[str], typer.Argument(help="Documents' ids, in the order of their pages.")]) -> None:
    """Make several documents one, which is the first of them."""
    terminal = Terminal()
    terminal.do(lambda arranger: arranger.merge(documents))
    terminal.speaker.say("pages.merged", count=len(documents))
    terminal.list_documents(documents[:1])


@pages_app.command()
def order(
    document: DocumentId, numbers: Annotated[str, typer.Argument(help="All pages once, such as 3,1,2 or 4-9,1-3.")]
) -> None:
    """Give the pages of a document another order."""
    terminal = Terminal()
    terminal.do(lambda arranger: arranger.order(document, numbers))
    terminal.speaker.say("pages.ordered")


@pages_app.command()
def rotate(
    document: DocumentId,
    page: Annotated[int, typer.Argument(help="The page's number in the document.")],
    degrees: Annotated[int, typer.Argument(help="Clockwise: 90, 180 or 270.")] = 90,
) -> None:
    """Turn a page and read it again."""
    from app import ingesting

    terminal = Terminal()
    batch = ingesting.new_batch()
    terminal.do(lambda arranger: arranger.turn(document, page, degrees, batch))
    terminal.wait(batch)
    terminal.speaker.say("pages.rotated", page=page)


@pages_app.command()
def undo(document: DocumentId) -> None:
    """Undo the last split, merge or order of a document."""
    terminal = Terminal()
    ids = terminal.do(lambda arranger: arranger.undo(document))
    terminal.speaker.say("pages.undone", count=len(ids))
    terminal.list_documents(ids)


class Terminal:
    """Does what is asked, says what came of it, and lets the index follow."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.speaker = Speaker(self.settings)

    def do(self, act: Callable[[Arranger], Done]) -> Done:
        """Act, and wait until searches follow. Ends the program with the reason when it can't be done."""
        from app import wiring
        from ingest.arranger import Arranger

        archive = wiring.open_archive(self.settings)
        try:
            done = act(Arranger(archive, wiring.open_analyzer(self.settings), _ACTOR))
        except ArrangementError as error:
            self.speaker.complain(f"arrangement.{error.fault}", **error.values)
            raise typer.Exit(1) from None
        finally:
            archive.close()
        self.wait("")
        return done

    def wait(self, batch: str) -> None:
        """Until the tasks of the batch are finished and the index holds all changes."""
        from app import ingesting, wiring

        archive = wiring.open_archive(self.settings)
        with progress_bar(self.speaker.words("cli.reading")) as bar:
            ingesting.wait(self.settings, archive, batch, bar.show)
        archive.close()

    def show(self, document_id: str) -> None:
        """Print the pages of a document."""
        from app import wiring

        archive = wiring.open_archive(self.settings)
        found = archive.document(document_id)
        if found is None:
            self.speaker.complain("arrangement.no_document", document=document_id)
            raise typer.Exit(1)
        self._print(archive, document_id)
        archive.close()

    def _print(self, archive: Archive, document_id: str) -> None:
        document = archive.documents([document_id])[document_id]
        self.speaker.say(f"pages.status_{document.status}", document=document_id)
        turns: dict[str, dict[int, int]] = {}
        for place, (version_id, page) in enumerate(archive.document_pages(document), start=1):
            degrees = turns.setdefault(version_id, archive.arrangements.turns(version_id)).get(page.number, 0)
            turned = f"{degrees}°" if degrees else ""
            words = " ".join(page.text.split())[:_BEGINNING]
            console.print(f"{place:>5}  {version_id}/{page.number:<5} {turned:>4}  {words}", markup=False)

    def list_documents(self, ids: list[str]) -> None:
        """Print the documents' ids, statuses and titles."""
        from app import wiring

        archive = wiring.open_archive(self.settings)
        for document in archive.documents(ids).values():
            title, _ = document.title(self.speaker.language)
            status = self.speaker.words(f"pages.status_{document.status}", document=document.id)
            console.print(f"  {status}  {title}", markup=False)
        archive.close()
