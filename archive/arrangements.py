"""The archive's front door to what people do with pages: split, merge, order, turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive import arrangement, arranging, documents, pages, turns, undoing
from archive.transactions import Transactions
from domain.arranging import Split, Turn
from domain.documents import Document, PageKey
from domain.records import Description


class Arrangements(Transactions):
    """Which pages make up which document, and how they lie. Part of `archive.store.Archive`, with its promises.

    What can't be done raises ArrangementError, or LookupError for a document that is not there, and changes nothing.
    """

    def split(self, wanted: Split, actor: str) -> list[str]:
        """Make pages of a document documents of their own, whose ids are returned in order.

        The document keeps the other pages; with none left it is MOVED.
        """
        with self._writing.begin() as connection:
            return arranging.split(connection, wanted, actor)

    def merge(self, document_ids: Sequence[str], found: Description, actor: str) -> None:
        """Give the first document the pages of all, in their order; the others are MOVED. All have one status."""
        with self._writing.begin() as connection:
            arranging.merge(connection, document_ids, found, actor)

    def order(self, document_id: str, wanted: Sequence[PageKey], found: Description, actor: str) -> None:
        """Give the document's pages another order, in which each is named once."""
        with self._writing.begin() as connection:
            arranging.order(connection, document_id, wanted, found, actor)

    def following(self, document: Document) -> Document | None:
        """The next document of the same body and status, as they entered: a scan that was cut in two goes on there."""
        with self._reading.begin() as connection:
            found = arrangement.following(connection, document)
            return documents.load_one(connection, found) if found else None

    def former_pages(self, document_id: str) -> dict[str, tuple[PageKey, ...]]:
        """The pages each document would get back were the last split, merge or order of this one undone."""
        with self._reading.begin() as connection:
            return undoing.former_pages(connection, document_id)

    def undo(self, document_id: str, found: Mapping[str, Description], actor: str) -> list[str]:
        """Undo the document's last split, merge or order in all documents it touched; returns their ids.

        `found` describes those that get pages back. Documents it made are MOVED. Nothing is published that was
        withdrawn meanwhile or was not public before.
        """
        with self._writing.begin() as connection:
            return undoing.undo(connection, document_id, found, actor)

    def turn(self, wanted: Turn, batch: str, actor: str) -> None:
        """Turn a page, and have it alone read again by a task of the batch. Its image and boxes are turned at once.

        Raises ValueError for what is no quarter-turn.
        """
        with self._writing.begin() as connection:
            turns.turn(connection, wanted, batch, actor)

    def turns(self, version_id: str) -> dict[int, int]:
        """By how many degrees clockwise people turned pages of the version, by number; the others are not in it."""
        with self._reading.begin() as connection:
            return pages.turns(connection, version_id)

    def carry_over(self, task_id: str) -> list[int]:
        """Begin a task that reads turned pages with all pages shown; returns the numbers of those to be read."""
        with self._writing.begin() as connection:
            return turns.carry_over(connection, task_id)

    def documents_showing(self, version_id: str) -> list[Document]:
        """The documents that have pages of the version."""
        with self._reading.begin() as connection:
            shown_in = documents.load(connection, arrangement.showing(connection, [version_id])).values()
            return [document for document in shown_in if document.version(version_id) is not None]
