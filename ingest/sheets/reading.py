"""A sheet's rows, sorted into those that can be used and what is wrong with the others."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analyzers.normalization import fold
from domain.description import Field, SaidValue
from domain.documents import Organization
from domain.file_paths import folded
from domain.sheets import FaultyCell, Sheet, SheetFault, SheetRow
from ingest.sheets.values import CellError, Cells

_FILE = "file"
_LOOKED_THROUGH = 10
"""Lines among which the headings are looked for: letterheads stand above them."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that is understood: its place, its heading as written, and what it tells, in which language."""

    place: int
    heading: str
    told: str

    @property
    def field(self) -> Field:
        return Field(self.told.partition(".")[0])

    @property
    def language(self) -> str | None:
        return self.told.partition(".")[2] or None


def read_sheet(rows: Sequence[Sequence[str]], organizations: Sequence[Organization]) -> Sheet:
    """What the rows say. A row with a wrong cell is not used; a column of which nobody knows what it tells is passed over,
    and told of once.
    """
    head = next((number for number, row in enumerate(rows[:_LOOKED_THROUGH]) if _has_file(row)), None)
    if head is None:
        return Sheet(faults=(FaultyCell(1, SheetFault.NO_HEADINGS),))
    columns = _columns(rows[head])
    known = {column.place for column in columns}
    unknown = [
        FaultyCell(head + 1, SheetFault.UNKNOWN_COLUMN, heading)
        for place, heading in enumerate(rows[head])
        if heading and place not in known
    ]
    found = list(_Rows(columns, Cells(tuple(organizations))).read(rows, head + 1))
    used = [one for one in found if isinstance(one, SheetRow)]
    return Sheet(tuple(used), (*unknown, *(one for one in found if isinstance(one, FaultyCell))))


class _Rows:
    """Reads the rows under the headings."""

    def __init__(self, columns: Sequence[_Column], cells: Cells) -> None:
        self._file = next(column for column in columns if column.told == _FILE)
        self._columns = [column for column in columns if column.told != _FILE]
        self._cells = cells
        self._seen: set[str] = set()

    def read(self, rows: Sequence[Sequence[str]], first: int) -> Iterator[SheetRow | FaultyCell]:
        for number, row in enumerate(rows[first:], first + 1):
            if any(cell.strip() for cell in row):
                yield from self._row(number, row)

    def _row(self, number: int, row: Sequence[str]) -> Iterator[SheetRow | FaultyCell]:
        path = _cell(row, self._file)
        key = folded(path)[-1_000:]
        if not path or key in self._seen:
            yield FaultyCell(number, SheetFault.TWICE if path else SheetFault.NO_FILE, self._file.heading, path)
            return
        self._seen.add(key)
        given: dict[Field, tuple[SaidValue, ...]] = {}
        faults = []
        for column in self._columns:
            if text := _cell(row, column):
                try:
                    value = self._cells.read(column.field, text, column.language)
                except CellError as error:
                    faults.append(FaultyCell(number, error.fault, column.heading, text))
                    continue
                given[column.field] = (*given.get(column.field, ()), value)
        if faults:
            yield from faults
        else:
            yield SheetRow(number, key, given)


def _cell(row: Sequence[str], column: _Column) -> str:
    return row[column.place].strip() if column.place < len(row) else ""


def _has_file(row: Sequence[str]) -> bool:
    return any(column.told == _FILE for column in _columns(row))


def _columns(row: Sequence[str]) -> list[_Column]:
    """The columns that are understood; of two that tell the same the first."""
    found: dict[str, _Column] = {}
    for place, heading in enumerate(row):
        told = _headings().get(_plain(heading))
        if told is not None:
            found.setdefault(told, _Column(place, heading, told))
    return list(found.values())


@cache
def _headings() -> Mapping[str, str]:
    table: Mapping[str, Sequence[str]] = tomllib.loads(Path(__file__).with_name("headings.toml").read_text("utf-8"))[
        "headings"
    ]
    return {_plain(name): told for told, names in table.items() for name in names}


def _plain(heading: str) -> str:
    return " ".join(fold(heading).strip(" :*.").split())
