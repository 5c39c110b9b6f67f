"""Takes out of files what is to be taken out: part of the worker.

The file is made anew: pages with black places are drawn, with the black in their pixels, and only the text that is left is
laid under them; of other pages only what they show is taken over. So nothing is under the black, and reading the file again
can find nothing there. What was handed in is kept and shown to nobody but staff (docs/adr/0039).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from analyzers.pipeline import Analyzer
from archive.blob_store import BlobStore
from archive.dialect import DATABASE_AWAY
from archive.store import Archive
from domain.documents import Document, DocumentStatus, Page, Version
from domain.failures import Failure, RefusedFileError
from domain.redaction import Area, RedactedFile, Redaction, RedactionState, redact
from ingest.arranged_description import ArrangedDescriber
from ingest.assembling import Part
from ingest.file_description import FileDescriber
from ingest.sandbox import Sandbox
from ingest.scratch import scratch_folder

logger = logging.getLogger(__name__)

_PDF, _TEXT = "application/pdf", "text/plain"
_PAUSE, _AWAY_PAUSE = 0.5, 5.0
"""Seconds between two looks for orders."""


@dataclass(frozen=True, slots=True)
class Redactor:
    """Makes redacted files. `scratch` is where they lie until they are in the blob store."""

    archive: Archive
    blobs: BlobStore
    sandbox: Sandbox
    analyzer: Analyzer
    scratch: Path

    def look(self) -> int:
        """Do what is to be done; returns how many orders that were."""
        orders = self.archive.redactions.unfinished()
        for order in orders:
            self._carry_out(order)
        return len(orders)

    def _carry_out(self, order: Redaction) -> None:
        try:
            if order.state is RedactionState.WAITING:
                self._replace(order)
            self._describe(order.version_id)
            self.archive.redactions.end(order.id)
        except RefusedFileError as refusal:
            logger.warning("redaction %s failed: %s", order.id, refusal)
            self.archive.redactions.fail(order.id, refusal.failure)
        except DATABASE_AWAY:
            raise
        except Exception:
            logger.exception("redaction %s failed", order.id)
            self.archive.redactions.fail(order.id, Failure.CRASHED)

    def _replace(self, order: Redaction) -> None:
        version = self.archive.version(order.version_id)
        if version is None:
            raise RefusedFileError(Failure.UNREADABLE, "the version was removed")
        pages, phrases = self._without(version, order)
        with scratch_folder(self.scratch) as folder:
            media_type = _PDF if _is_drawn(pages) else _TEXT
            made = self._drawn(version, order, pages, folder) if media_type == _PDF else _written(pages, order)
            with made:
                stored = self.blobs.put(made)
        self.archive.redactions.replace(order.id, RedactedFile(stored.sha256, stored.size, media_type, pages, phrases))

    def _without(self, version: Version, order: Redaction) -> tuple[tuple[Page, ...], tuple[str, ...]]:
        """The version's pages as they are seen, without what is to be taken out, and what that was."""
        pages, phrases = [], list[str]()
        for page in self.archive.pages(version.id, words=True):
            areas = [one for one in order.areas if one.number == page.number]
            passages = [one for one in order.passages if one.number == page.number]
            left, taken = redact(page, areas, passages) if areas or passages else (page, [])
            pages.append(replace(left, turn=0))
            phrases += taken
        return tuple(pages), tuple(dict.fromkeys(phrases))

    def _drawn(self, version: Version, order: Redaction, pages: Iterable[Page], folder: Path) -> BytesIO:
        """A PDF of the pages, black where it is to be, with the text that is left."""
        source, turns = version.readable, self.archive.arrangements.turns(version.id)
        with self.blobs.path(source.sha256) as path:
            parts = [
                Part(
                    str(path.resolve()),
                    source.media_type,
                    page.number,
                    turns.get(page.number, 0),
                    tuple(_rectangle(area) for area in order.areas if area.number == page.number),
                    nameless=True,
                )
                for page in pages
            ]
            assembled = self.sandbox.assemble(parts)
        made = BytesIO()
        with NamedTemporaryFile(dir=folder) as copy:
            copy.write(assembled)
            copy.flush()
            self.sandbox.write_searchable(Path(copy.name), _PDF, pages, made)
        made.seek(0)
        return made

    def _describe(self, version_id: str) -> None:
        """Say anew what the documents are that show what was made: nothing that was found before is left."""
        base = self.archive.version(version_id)
        owner = self.archive.document_of_version(version_id) if base else None
        made = next((order.made for order in self.archive.redactions.of(owner) if order.made), None) if owner else None
        for document in self.archive.arrangements.documents_showing(made) if made else ():
            self._describe_one(document)

    def _describe_one(self, document: Document) -> None:
        if document.status is DocumentStatus.MOVED:
            return
        if document.arrangement:
            arranged = ArrangedDescriber(self.archive, self.analyzer)
            said = arranged.describe(document, document.arrangement, document.titles)
        else:
            found = FileDescriber(self.archive, self.analyzer).describe(document, {})
            if found is None:
                return
            said = found
        self.archive.describe(document.id, said)


class RedactionWork:
    """Part of the worker's durable queue (`ingest.workflow.DurableWork`): a thread that redacts, one file at a time.

    Orders are rows of the archive, and what is made takes its place in one transaction: so a kill at any point loses
    nothing, and when two workers make the same, one of them is kept.
    """

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="redactions", daemon=True)

    def register(self) -> None:
        """It has no workflows."""

    def open(self) -> None:
        """Begin to look for orders."""
        self._thread.start()

    def dispatch(self) -> None:
        """Its thread looks by itself."""

    def close(self) -> None:
        """Stop, at the end of what is being done."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        pause = 0.0
        while not self._stop.wait(pause):
            try:
                pause = 0.0 if self._redactor.look() else _PAUSE
            except Exception as error:  # noqa: BLE001 (tried again: whatever it is must not end the thread)
                logger.warning("redactions wait: %r", error)
                pause = _AWAY_PAUSE


def _is_drawn(pages: Iterable[Page]) -> bool:
    return any(page.width for page in pages)


def _rectangle(area: Area) -> tuple[float, float, float, float]:
    return area.left, area.top, area.right, area.bottom


def _written(pages: Iterable[Page], order: Redaction) -> BytesIO:
    """The text that is left, a form feed between pages. Another order's is another file, be its text the same."""
    text = "\f".join(page.text for page in pages) + "\n" * (1 + len(order.areas) + len(order.passages))
    return BytesIO(text.encode("utf-8", "replace"))
