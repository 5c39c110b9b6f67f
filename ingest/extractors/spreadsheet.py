"""XLSX, XLSB, XLS and ODS through calamine: a page a sheet, a line a row, tabs between cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from domain.documents import Page, TextSource
from domain.failures import Failure, RefusedFileError
from ingest import office_locks
from ingest.extractor import Sample
from ingest.limits import Limits

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_XLS = "application/vnd.ms-excel"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_PARTS = {"xl/workbook.xml": _XLSX, "xl/workbook.bin": _XLSB}

_PAGE_CHARACTERS = 6_000
"""A longer sheet goes on on further pages, each under the sheet's first row."""

_MOST_DIGITS = 15
"""Decimal digits that a spreadsheet keeps."""


class SpreadsheetExtractor:
    """Only what a reader sees: hidden sheets stay hidden, formulas are their last results."""

    media_types = frozenset({_XLS, _XLSX, _XLSB, _ODS})
    suffixes = frozenset({".xls", ".xlt", ".xlsx", ".xlsm", ".xlsb", ".ods"})
    paged = False

    def recognise(self, sample: Sample) -> str | None:
        """By the workbook inside the package or compound file."""
        if sample.streams & {"Workbook", "Book"}:
            return _XLS
        found = next((kind for part, kind in _PARTS.items() if part in sample.members), None)
        return found or (_ODS if sample.declared_type == _ODS else None)

    def extract(self, path: Path, limits: Limits) -> Iterator[Page]:
        """The sheets in order, the name of each above it. Raises RefusedFileError."""
        number = 0
        with open_workbook(path) as workbook:
            for name in visible_sheets(workbook):
                for text in _pages(name, workbook.get_sheet_by_name(name)):
                    number += 1
                    yield Page(number, text, TextSource.MARKUP if text else TextSource.EMPTY, _tool())

    def unlock(self, path: Path, password: str, target: Path) -> None:
        """See `Lockable`."""
        office_locks.unlock(path, password, target)


@contextmanager
def open_workbook(path: Path) -> Iterator[CalamineWorkbook]:
    """The workbook; what calamine makes of a damaged or locked one becomes a refusal."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_path(path) as workbook:
            yield workbook
    except PasswordError as error:
        raise RefusedFileError(Failure.ENCRYPTED, repr(error)) from error
    except (CalamineError, OSError, ValueError) as error:
        raise RefusedFileError(_failure(path), repr(error)) from error


def _failure(path: Path) -> Failure:
    compound = Sample(path, path.name).streams
    return Failure.ENCRYPTED if compound and office_locks.is_locked(path) else Failure.BROKEN


def visible_sheets(workbook: CalamineWorkbook) -> list[str]:
    """The names of the sheets that a reader sees."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]


def _pages(name: str, sheet: CalamineSheet) -> Iterator[str]:
    """The sheet's text in pages, at least one, the sheet's name and first row on each."""
    rows = filter(None, (_row(cells) for cells in sheet.iter_rows()))
    head = f"{name.strip()}\n{next(rows, '')}".strip()
    lines, length = [head], len(head)
    for row in rows:
        if length + len(row) > _PAGE_CHARACTERS and len(lines) > 1:
            yield "\n".join(lines)
            lines, length = [head], len(head)
        lines.append(row)
        length += len(row) + 1
    yield "\n".join(lines)


def _row(cells: Sequence[object]) -> str:
    return "\t".join(filter(None, (cell_text(cell) for cell in cells)))


def cell_text(value: object) -> str:
    """A value as people here write it: 20/09/2021, 1500.5, no decimals where there are none."""
    match value:
        case bool():
            text = str(value).upper()
        case float():
            text = f"{value:.{_MOST_DIGITS}g}"
        case datetime() if value.time() != time():
            text = f"{value:%d/%m/%Y %H:%M}"
        case date():
            text = f"{value:%d/%m/%Y}"
        case time():
            text = f"{value:%H:%M}"
        case _:
            text = str(value)
    return " ".join(text.split())


def _tool() -> str:
    from importlib.metadata import version

    return f"calamine {version('python-calamine')}"


PLUGIN = SpreadsheetExtractor()
