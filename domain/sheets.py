"""Sheets that say of files what they are, before or after these come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.description import Field, SaidValue


class SheetFault(StrEnum):
    """What is wrong with a sheet, a row or a cell; the words are under `sheet.fault` in `domain/locale`."""

    NO_HEADINGS = "no_headings"
    NO_FILE = "no_file"
    TWICE = "twice"
    UNKNOWN_COLUMN = "unknown_column"
    NO_DATE = "no_date"
    NO_TYPE = "no_type"
    NO_ORGAN = "no_organ"
    NO_SESSION = "no_session"
    NO_NUMBER = "no_number"
    NO_AMOUNT = "no_amount"


@dataclass(frozen=True, slots=True)
class FaultyCell:
    """What is wrong and where: the row as the sheet counts it, the column's heading and the cell's text, where it is one."""

    row: int
    fault: SheetFault
    column: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """What a row says of the file whose path is `key` (see `domain.file_paths.folded`), or ends so."""

    number: int
    key: str
    given: Mapping[Field, tuple[SaidValue, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that can be used, and what is wrong with others."""

    rows: tuple[SheetRow, ...] = ()
    faults: tuple[FaultyCell, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetStanding:
    """How many rows a batch's sheet has, and which have met no file yet: numbers and keys, the first `MOST_SHOWN`."""

    rows: int = 0
    waiting: int = 0
    shown: tuple[tuple[int, str], ...] = field(default=())


MOST_SHOWN = 200
