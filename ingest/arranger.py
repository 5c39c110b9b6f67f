"""What a clerk does with the pages of a scan, told in pages of the document as readers see them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzers.pipeline import Analyzer
from archive.store import Archive
from domain.arranging import ArrangementError, ArrangementFault, Piece, Split, Turn
from domain.documents import Document, DocumentStatus, PageKey
from domain.records import Description
from ingest.arranged_description import ArrangedDescriber

_RANGE = re.compile(r"([0-9]{1,6})(?:[-–]([0-9]{1,6}))?")


@dataclass(frozen=True, slots=True)
class Arranger:
    """Splits, merges, orders and undoes in the name of `actor`, and describes every document by its own pages.

    Every method raises ArrangementError for what can't be done, and changes nothing then.
    """

    archive: Archive
    analyzer: Analyzer
    actor: str

    def split(self, document_id: str, ranges: Sequence[str], publish: bool = False) -> list[str]:
        """Make ranges of pages (`4-9`, `12`) documents of their own; returns their ids.

        They are published if `publish` and the document was, else drafts.
        """
        document, keys = self._pages(document_id)
        places = [_numbers(one, len(keys)) for one in ranges]
        taken = {keys[number - 1] for one in places for number in one}
        rest = [key for key in keys if key not in taken]
        pieces = tuple(self._piece(document, [keys[number - 1] for number in one], one) for one in places)
        said = self._describe(document, rest) if rest else None
        return self.archive.arrangements.split(Split(document_id, pieces, publish, said), self.actor)

    def merge(self, document_ids: Sequence[str]) -> None:
        """Give the first document the pages of all, in their order."""
        found = [self._pages(document_id) for document_id in document_ids]
        keys = [key for _, one in found for key in one]
        if not keys:
            raise ArrangementError(ArrangementFault.CLOSED, document=document_ids[0])
        said = self._describe(found[0][0], keys)
        self.archive.arrangements.merge(document_ids, said, self.actor)

    def order(self, document_id: str, order: str) -> None:
        """Give the pages another order: their present numbers, as in `3,1,2` or `4-9,1-3`, each once."""
        document, keys = self._pages(document_id)
        numbers = [number for part in order.split(",") for number in _numbers(part, len(keys))]
        wanted = [keys[number - 1] for number in numbers]
        said = self._describe(document, wanted)
        self.archive.arrangements.order(document_id, wanted, said, self.actor)

    def turn(self, document_id: str, number: int, degrees: int, batch: str) -> None:
        """Turn a page further clockwise; a task of the batch reads it again."""
        _, keys = self._pages(document_id)
        _require_number(number, len(keys))
        try:
            self.archive.arrangements.turn(Turn(document_id, keys[number - 1], degrees), batch, self.actor)
        except ArrangementError:
            raise
        except ValueError as error:
            raise ArrangementError(ArrangementFault.NO_QUARTER, degrees=degrees) from error

    def undo(self, document_id: str) -> list[str]:
        """Undo the last split, merge or order of the document; returns the ids of all documents it touched."""
        self._document(document_id)
        documents = self.archive.documents(former := self.archive.arrangements.former_pages(document_id))
        said = {one: self._describe(document, former[one]) for one, document in documents.items()}
        return self.archive.arrangements.undo(document_id, said, self.actor)

    def _describe(self, document: Document, keys: Sequence[PageKey]) -> Description:
        return ArrangedDescriber(self.archive, self.analyzer).describe(document, keys, document.titles)

    def _document(self, document_id: str) -> Document:
        found = self.archive.document(document_id)
        if found is None:
            raise ArrangementError(ArrangementFault.NO_DOCUMENT, document=document_id)
        return found

    def _pages(self, document_id: str) -> tuple[Document, tuple[PageKey, ...]]:
        """The document and its pages, unless it has none because they are elsewhere."""
        document = self._document(document_id)
        if document.status is DocumentStatus.MOVED:
            raise ArrangementError(ArrangementFault.CLOSED, document=document_id)
        return document, self.archive.page_keys(document)

    def _piece(self, document: Document, keys: Sequence[PageKey], numbers: Sequence[int]) -> Piece:
        """A piece; without a heading of its own it is called by the document's titles and its pages."""
        pages = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else str(numbers[0])
        titles = {language: f"{title} ({pages})" for language, title in document.titles.items()}
        said = ArrangedDescriber(self.archive, self.analyzer).describe(document, keys, titles)
        return Piece(tuple(keys), said)


def _numbers(text: str, count: int) -> range:
    """The pages of a range, first and last included."""
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise ArrangementError(ArrangementFault.NO_RANGE, range=text)
    first = int(match[1])
    last = int(match[2] or first)
    if last < first:
        raise ArrangementError(ArrangementFault.NO_RANGE, range=text)
    for number in (first, last):
        _require_number(number, count)
    return range(first, last + 1)


def _require_number(number: int, count: int) -> None:
    if not 1 <= number <= count:
        raise ArrangementError(ArrangementFault.NO_PAGE, page=number)
