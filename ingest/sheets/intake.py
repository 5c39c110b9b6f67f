"""A sheet handed in for a batch: read in a child, checked, and said of the batch's files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.store import Archive
from domain.batches import Batch
from domain.failures import Failure, RefusedFileError
from domain.sheets import FaultyCell, SheetStanding
from ingest.identify import identify
from ingest.sandbox import Sandbox
from ingest.scratch import scratch_folder
from ingest.sheets.reading import read_sheet
from ingest.sheets.tables import CSV

_TABLES = ("spreadsheet", "excel")
_TEXTS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class TakenSheet:
    """What became of a sheet: how its rows stand, and what is wrong with others."""

    standing: SheetStanding
    faults: tuple[FaultyCell, ...]


class SheetDesk:
    """Takes sheets in."""

    def __init__(self, archive: Archive, sandbox: Sandbox, scratch: Path) -> None:
        self._archive = archive
        self._sandbox = sandbox
        self._scratch = scratch

    def take(self, batch: Batch, name: str, data: bytes, actor: str) -> TakenSheet:
        """Have the sheet's right rows be said of the batch's files. Raises RefusedFileError for what is no table."""
        rows = self._rows(name, data)
        organs = [one for one in self._archive.organizations() if batch.body_id in (None, one.body_id)]
        sheet = read_sheet(rows, organs)
        return TakenSheet(self._archive.batches.sheets.put(batch.id, sheet.rows, actor), sheet.faults)

    def _rows(self, name: str, data: bytes) -> list[list[str]]:
        with scratch_folder(self._scratch) as folder:
            path = folder / "sheet"
            path.write_bytes(data)
            return self._sandbox.table(path, _media_type(path, name))


def _media_type(path: Path, name: str) -> str:
    """Raises RefusedFileError(UNSUPPORTED) for what is no table."""
    if name.lower().endswith(_TEXTS) and path.read_bytes()[:2] != b"PK":
        return CSV
    media_type = identify(path, name)
    if not any(word in media_type for word in _TABLES):
        raise RefusedFileError(Failure.UNSUPPORTED, media_type)
    return media_type
