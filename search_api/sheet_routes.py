"""Sheets for batches: what they say of files, and what is wrong with their rows, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from archive.sheets import Sheets
from domain.accounts import Right
from domain.sheets import FaultyCell, SheetStanding
from domain.translation import translate
from ingest.receiving import Receiving
from ingest.sheets.intake import SheetDesk
from search_api.answers import Answer
from search_api.guard import caller_of
from search_api.offers import Body
from search_api.problems import PROBLEM_RESPONSES, request_language
from search_api.rights import Door, Where, needs
from search_api.tus.faults import told

_LARGEST = 16 * 1024**2
_MOST_FAULTS = 1_000

Sent = Annotated[bytes, Depends(Body("application/octet-stream", _LARGEST))]


class FaultAnswer(Answer):
    """What is wrong with a row, or with one of its cells: the row as the sheet counts it, the column's heading, the text."""

    row: int
    column: str
    text: str
    reason: str


class WaitingRow(Answer):
    """A row that has met no file yet."""

    row: int
    file: str


class SheetAnswer(Answer):
    """How many rows are used, how many of these wait for their files, the first of them, and what is wrong with others."""

    rows: int
    waiting: int
    faults: list[FaultAnswer]
    waiting_rows: list[WaitingRow]


class SheetRoutes:
    """The routes, for those who come in by `door`."""

    def __init__(self, sheets: Sheets, desk: SheetDesk, receiving: Receiving, door: Door, prefix: str) -> None:
        self._sheets = sheets
        self._desk = desk
        self._receiving = receiving
        self._door = door
        self._prefix = prefix

    def router(self) -> APIRouter:
        """Those under the prefix."""
        shown = self._door is Door.API
        router = APIRouter(prefix=self._prefix, tags=["upload"], responses=PROBLEM_RESPONSES, include_in_schema=shown)
        address, may = "/batches/{batch_id}/sheet", [needs(self._door, Right.UPLOAD, Where.BATCH)]
        router.add_api_route(address, self.take, methods=["PUT"], dependencies=may, summary="Describe files by a sheet")
        router.add_api_route(address, self.show, dependencies=may, summary="Which rows wait for their files")
        return router

    def take(
        self, request: Request, batch_id: str, sent: Sent, name: Annotated[str, Query(max_length=255)] = "sheet.csv"
    ) -> SheetAnswer:
        """The bytes of a CSV file or a workbook, called `name`. Rows that are right are used, whatever is wrong with others;
        what an earlier sheet said of files to come is forgotten.
        """
        with told(request, _LARGEST):
            batch = self._receiving.open_batch(batch_id)
            taken = self._desk.take(batch, name, sent, caller_of(request).account.id)
        return _answer(taken.standing, taken.faults, request_language(request))

    def show(self, request: Request, batch_id: str) -> SheetAnswer:
        """How the rows stand now."""
        return _answer(self._sheets.standing(batch_id), (), request_language(request))


def _answer(standing: SheetStanding, faults: Sequence[FaultyCell], language: str) -> SheetAnswer:
    return SheetAnswer(
        rows=standing.rows,
        waiting=standing.waiting,
        faults=[_fault(one, language) for one in faults[:_MOST_FAULTS]],
        waiting_rows=[WaitingRow(row=number, file=key) for number, key in standing.shown],
    )


def _fault(cell: FaultyCell, language: str) -> FaultAnswer:
    reason = translate(language, f"sheet.fault.{cell.fault}")
    return FaultAnswer(row=cell.row, column=cell.column, text=cell.text[:200], reason=reason)
