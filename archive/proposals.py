"""The archive's front door to what readers propose. A proposal goes when an editor has decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from archive import audit, schema, texts
from archive.clock import now
from archive.identifiers import new_id
from archive.text_tables import text_proposals
from archive.transactions import Transactions
from domain.documents import PageKey
from domain.page_texts import NewText
from domain.proposals import MOST_WAITING, NewProposal, Proposal
from domain.records import Description


class Proposals(Transactions):
    """Texts that readers propose. Part of `archive.store.Archive`, with its promises."""

    def add(self, said: NewProposal) -> bool:
        """Keep a proposal for the editors; not, and False is returned, while too many wait for its document. The same text
        for the same page is kept once.
        """
        with self._writing.begin() as connection:
            return _add(connection, said)

    def get(self, document_id: str, proposal_id: str) -> Proposal | None:
        """A proposal that waits for a document, or None."""
        with self._reading.begin() as connection:
            return _load(connection, document_id, proposal_id)

    def waiting(self, bodies: frozenset[str] | None, after_row: int = 0, limit: int = 50) -> list[Proposal]:
        """The next ones behind `after_row` for documents of these bodies (None: of all and of none), as they came."""
        table, documents = text_proposals, schema.documents
        wanted = select(table).join(documents).where(table.c.row > after_row).order_by(table.c.row).limit(limit)
        if bodies is not None:
            wanted = wanted.where(documents.c.body_id.in_(sorted(bodies)))
        with self._reading.begin() as connection:
            return [_proposal(row) for row in connection.execute(wanted)]

    def accept(self, proposal: Proposal, new: NewText, found: Mapping[str, Description]) -> None:
        """Have the text, that of the proposal or what an editor made of it, stand as the page's.

        Raises LookupError when somebody has decided by now, and what `Texts.write` raises.
        """
        with self._writing.begin() as connection:
            _take(connection, proposal)
            texts.write(connection, proposal.said.document_id, new, found)

    def decline(self, proposal: Proposal, actor: str) -> None:
        """Let the proposal go. Raises LookupError when somebody has decided by now."""
        with self._writing.begin() as connection:
            _take(connection, proposal)
            key = proposal.said.key
            detail = {"version": key.version_id, "page": str(key.number), "proposal": proposal.id}
            audit.record(connection, actor, "decline_proposal", proposal.said.document_id, **detail)


def _add(connection: Connection, said: NewProposal) -> bool:
    table = text_proposals
    of_document = table.c.document_id == said.document_id
    same = (table.c.version_id == said.key.version_id, table.c.number == said.key.number, table.c.text == said.text)
    if connection.scalar(select(table.c.row).where(of_document, *same).limit(1)) is not None:
        return True
    if (connection.scalar(select(func.count()).select_from(table).where(of_document)) or 0) >= MOST_WAITING:
        return False
    values = {
        "id": new_id("r"),
        "document_id": said.document_id,
        "version_id": said.key.version_id,
        "number": said.key.number,
        "text": said.text,
        "seen": said.seen,
        "note": said.note,
        "at": now(),
    }
    connection.execute(insert(table).values(values))
    return True


def _load(connection: Connection, document_id: str, proposal_id: str) -> Proposal | None:
    table = text_proposals
    wanted = select(table).where(table.c.id == proposal_id, table.c.document_id == document_id)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else _proposal(row)


def _take(connection: Connection, proposal: Proposal) -> None:
    gone = delete(text_proposals).where(text_proposals.c.id == proposal.id)
    if not connection.execute(gone).rowcount:
        raise LookupError(proposal.id)


def _proposal(row: Row[Any]) -> Proposal:
    said = NewProposal(row.document_id, PageKey(row.version_id, row.number), row.text, row.seen, row.note)
    return Proposal(row.id, row.row, said, row.at)
