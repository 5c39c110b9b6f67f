"""Putting pages into documents anew: what is asked for, and why it can't be done.

The words of the faults are in `domain/locale/pages.*.toml` under `[arrangement]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.documents import PageKey
from domain.records import Description


class ArrangementFault(StrEnum):
    """Why pages can't be arranged as asked."""

    NO_DOCUMENT = "no_document"
    UNREAD = "unread"
    CLOSED = "closed"
    NO_PAGE = "no_page"
    NO_RANGE = "no_range"
    TWICE = "twice"
    LEFT_OUT = "left_out"
    UNDRAWN = "undrawn"
    ALONE = "alone"
    UNLIKE = "unlike"
    NO_QUARTER = "no_quarter"
    NOTHING_TO_UNDO = "nothing_to_undo"
    CHANGED_SINCE = "changed_since"


class ArrangementError(ValueError):
    """Pages can't be arranged as asked, and nothing was changed. `values` fill the places of the fault's words."""

    def __init__(self, fault: ArrangementFault, **values: object) -> None:
        super().__init__(f"{fault}: {values}" if values else str(fault))
        self.fault = fault
        self.values = values


@dataclass(frozen=True, slots=True)
class Piece:
    """Pages that become a document of their own, in this order, and what a program says of it."""

    pages: tuple[PageKey, ...]
    description: Description


@dataclass(frozen=True, slots=True)
class Split:
    """Pieces to be taken out of a document. They are published if `publish` and the document was, else drafts.

    `rest` describes the document by the pages it keeps, None when it keeps none.
    """

    document_id: str
    pieces: tuple[Piece, ...]
    publish: bool = False
    rest: Description | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A page of a document to be turned further, by `degrees` clockwise from how it lies now."""

    document_id: str
    page: PageKey
    degrees: int
