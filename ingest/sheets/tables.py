"""From a file to rows of texts: the first sheet that a reader sees, or CSV in whatever encoding an office's program wrote.

Runs inside a child of `ingest.sandbox` only.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path

from domain.failures import Failure, RefusedFileError
from ingest.extractors.spreadsheet import cell_text, open_workbook, visible_sheets
from ingest.text_decoding import decode

CSV = "text/csv"
MOST_ROWS = 50_000
MOST_COLUMNS = 60
_LONGEST_CELL = 5_000
_DELIMITERS = ";,\t|"


def read_table(path: Path, media_type: str) -> Iterator[list[str]]:
    """The rows, the first line first, blank ones too. Raises RefusedFileError, TOO_LARGE for more than MOST_ROWS rows."""
    rows = _csv(path) if media_type == CSV else _workbook(path)
    for number, row in enumerate(rows):
        if number == MOST_ROWS:
            raise RefusedFileError(Failure.TOO_LARGE, f"more than {MOST_ROWS} rows")
        yield [cell[:_LONGEST_CELL] for cell in islice(row, MOST_COLUMNS)]


def _csv(path: Path) -> Iterator[list[str]]:
    text = decode(path.read_bytes())
    first = next(filter(str.strip, text.split("\n")), "")
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(len(text) + 1)
    try:
        for row in csv.reader(StringIO(text), delimiter=delimiter, strict=False):
            yield [" ".join(cell.split()) for cell in row]
    except csv.Error as error:
        raise RefusedFileError(Failure.BROKEN, str(error)) from error


def _workbook(path: Path) -> Iterator[list[str]]:
    with open_workbook(path) as workbook:
        names = visible_sheets(workbook)
        if names:
            # Rows come from the first of the sheet on, so they have the numbers that people see.
            yield from ([cell_text(cell) for cell in row] for row in workbook.get_sheet_by_name(names[0]).iter_rows())
