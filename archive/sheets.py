"""The archive's front door to what sheets say of batches."""

from __future__ import annotations

from collections.abc import Sequence

from archive import correcting, sheet_rows
from archive.transactions import Transactions
from domain.sheets import SheetRow, SheetStanding


class Sheets(Transactions):
    """What sheets say of the files of batches. Part of `archive.store.Archive`, with its promises."""

    def put(self, batch_id: str, rows: Sequence[SheetRow], actor: str) -> SheetStanding:
        """Have these be what is said of the batch's files, those that are there and those to come, in place of an earlier
        sheet. It is said by a person: programs that read the files, now or later, replace none of it.

        Raises ValueError for what is no value of its field.
        """
        for row in rows:
            for field, said in row.given.items():
                correcting.check(field, said)
        with self._writing.begin() as connection:
            sheet_rows.replace(connection, batch_id, rows, actor)
            return sheet_rows.standing(connection, batch_id)

    def standing(self, batch_id: str) -> SheetStanding:
        """How many rows have met their files."""
        with self._reading.begin() as connection:
            return sheet_rows.standing(connection, batch_id)
