"""The archive's front door to redaction: which places of files are to be black, and what was made of them."""

from __future__ import annotations

from collections.abc import Sequence

from archive import redacting
from archive.transactions import Transactions
from domain.documents import Document
from domain.failures import Failure
from domain.redaction import Area, Passage, RedactedFile, Redaction


class Redactions(Transactions):
    """Part of `archive.store.Archive`, with its promises."""

    def order(self, version_id: str, areas: Sequence[Area], passages: Sequence[Passage], actor: str) -> Redaction:
        """Have places of a version be taken out of it, beside those that were before; a worker does it. Areas are those of
        its pages as they are seen. Raises LookupError without the version.
        """
        with self._writing.begin() as connection:
            return redacting.order(connection, version_id, areas, passages, actor)

    def of(self, document: Document) -> list[Redaction]:
        """All orders for the document's files, the last one first."""
        with self._reading.begin() as connection:
            return redacting.of_versions(connection, redacting.keys_of(document))

    def unfinished(self, limit: int = 10) -> list[Redaction]:
        """The orders that something is to be done for, the oldest first."""
        with self._reading.begin() as connection:
            return redacting.unfinished(connection, limit)

    def replace(self, redaction_id: str, made: RedactedFile) -> list[str]:
        """Show what was made in place of the version, and withhold that: in titles, names and values, too, nothing is left
        of what was taken out. Returns the documents that show it; done once, however often it is asked for.
        """
        with self._writing.begin() as connection:
            return redacting.replace(connection, redaction_id, made)

    def end(self, redaction_id: str) -> None:
        """What was made says of itself what it is."""
        with self._writing.begin() as connection:
            redacting.end(connection, redaction_id)

    def fail(self, redaction_id: str, failure: Failure) -> None:
        """It can't be done; whatever was shown before still is."""
        with self._writing.begin() as connection:
            redacting.fail(connection, redaction_id, failure)
