"""The archive's front door to what is said of documents: by programs, with evidence, and by people, which stands above."""

from __future__ import annotations

from collections.abc import Sequence

from archive import correcting, described_values
from archive.alerts import event_rows
from archive.transactions import Transactions
from domain.description import DocumentDescription, Field, ReviewItem, SaidValue


class Descriptions(Transactions):
    """What was found out of documents and what people said instead. Part of `archive.store.Archive`, with its promises."""

    def of(self, document_id: str) -> DocumentDescription:
        """What is said of the document; nothing of one that is not there."""
        with self._reading.begin() as connection:
            return event_rows.describe(connection, document_id)

    def correct(self, document_id: str, field: Field, said: Sequence[SaidValue], actor: str) -> None:
        """Have these be the field's values, none when there is none, whatever programs find now or later. Values that are
        those found confirm them.

        Raises LookupError when the document, body or organ is not there, and ValueError for what is no value of the field.
        """
        with self._writing.begin() as connection:
            correcting.correct(connection, document_id, field, said, actor)
            event_rows.refresh(connection, document_id)

    def take_back(self, document_id: str, field: Field, actor: str) -> None:
        """Have what programs found stand again. Nothing happens where nobody corrected."""
        with self._writing.begin() as connection:
            correcting.take_back(connection, document_id, field, actor)
            event_rows.refresh(connection, document_id)

    def to_review(self, after_row: int = 0, limit: int = 50, bodies: frozenset[str] | None = None) -> list[ReviewItem]:
        """The next documents behind the one with `after_row`, as they entered, with unsure values that nobody corrected or
        confirmed: of these bodies, or, None, of all and of none.
        """
        with self._reading.begin() as connection:
            return described_values.to_review(connection, after_row, limit, bodies)

    def to_review_before(self, row: int, bodies: frozenset[str] | None = None) -> ReviewItem | None:
        """The last such document before the one with `row`."""
        with self._reading.begin() as connection:
            return described_values.to_review_before(connection, row, bodies)

    def count_to_review(self, bodies: frozenset[str] | None = None) -> int:
        """How many such documents there are."""
        with self._reading.begin() as connection:
            return described_values.count_to_review(connection, bodies)
