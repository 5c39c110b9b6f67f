"""The archive's front door to the texts of pages that people write."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from archive import arrangement, audit, changes, description, page_texts, pages, redacting
from archive.documents import load
from archive.transactions import Transactions
from domain.documents import Document, PageKey
from domain.page_texts import NewText, PageTexts, StaleTextError
from domain.realigning import realigned
from domain.records import Description


class Texts(Transactions):
    """What people wrote as the text of pages. Part of `archive.store.Archive`, with its promises.

    Whatever machines read later, a person's text stands until a person writes another.
    """

    def of(self, key: PageKey) -> PageTexts | None:
        """The page's texts, or None without the page."""
        with self._reading.begin() as connection:
            machine = pages.load_machine(connection, key)
            return PageTexts(key, machine.text, page_texts.editions(connection, key)) if machine else None

    def write(self, document_id: str, new: NewText, found: Mapping[str, Description]) -> int:
        """Have a text stand as that of a page of the document, and in each document `found` what is found of it then.
        Returns the edition's number.

        Raises LookupError without the page, and StaleTextError, with nothing changed, when its text is not `new.base` any
        more, or will not be since its file is being redacted.
        """
        with self._writing.begin() as connection:
            return write(connection, document_id, new, found)

    def read_otherwise(self, bodies: frozenset[str] | None, limit: int = 20) -> list[tuple[PageKey, str]]:
        """Pages that the machine reads otherwise than when a person last wrote their text, in files of these bodies (None:
        of all), each with the document of its file.
        """
        with self._reading.begin() as connection:
            rows = connection.execute(page_texts.read_otherwise(bodies, limit)).all()
            return [(PageKey(row.version_id, row.number), row.document_id) for row in rows]


def write(connection: Connection, document_id: str, new: NewText, found: Mapping[str, Description]) -> int:
    """See `Texts.write`."""
    machine = pages.load_machine(connection, new.key)
    if machine is None:
        raise LookupError(new.key)
    if PageTexts(new.key, machine.text, page_texts.editions(connection, new.key)).base != new.base:
        raise StaleTextError(new.key)
    if redacting.is_waiting(connection, new.key.version_id):
        raise StaleTextError(new.key)  # what is to be taken out was chosen in the text as it is
    words = () if new.text is None else realigned(machine.text, machine.words, new.text)
    edition = page_texts.add(connection, new, machine.text, words)
    for document in _showing(connection, new.key):
        if document.id in found:
            description.describe(connection, document.id, found[document.id])
        changes.record(connection, document.id)
    _record(connection, document_id, new, edition)
    return edition


def _record(connection: Connection, document_id: str, new: NewText, edition: int) -> None:
    detail = {"version": new.key.version_id, "page": str(new.key.number), "edition": str(edition)}
    action = "correct_text" if new.text is not None else "restore_machine_text"
    if new.proposal_id:
        action, detail = "accept_proposal", detail | {"proposal": new.proposal_id}
    audit.record(connection, new.actor, action, document_id, **detail)


def _showing(connection: Connection, key: PageKey) -> list[Document]:
    found = load(connection, arrangement.showing(connection, [key.version_id])).values()
    return [document for document in found if document.position(key)]
