"""Which documents the sample archive has: rows of `archive.toml`, gone through again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from demo.register import Council, councils
from demo.tables import table
from demo.vocabulary import Subject, subjects

_ABOUT_WORKS = ("tender", "forecast_programme")
"""Kinds that need a subject which leads to works or purchases."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the archive. `index` counts from 0, `turn` likewise among the slots that draw on the same
    subjects; see `archive.toml` for the rest. `manner` is one of `manners.toml`.
    """

    index: int
    turn: int
    kind: str
    language: str
    made: str
    items: int
    scans_only: bool
    typeface: str | None
    manner: str = "first"

    @property
    def scanned(self) -> bool:
        """Whether its words stand in an image only."""
        return self.made.startswith("scan_")


def slots(count: int, manner: str = "first") -> Iterator[Slot]:
    """The first `count` places of the archive in a manner: the same ones for every seed."""
    rows = table(table("manners")[manner]["archive"])["documents"]
    turns: Counter[bool] = Counter()
    for index in range(count):
        row = rows[index % len(rows)]
        scans_only = row.get("scans_only", False)
        yield Slot(
            index=index,
            turn=turns[scans_only],
            kind=row["kind"],
            language=row["language"],
            made=row["made"],
            items=row.get("items", 1),
            scans_only=scans_only,
            typeface=row.get("typeface"),
            manner=manner,
        )
        turns[scans_only] += 1


def council_of(slot: Slot) -> Council:
    """The council whose document it is: both in turn."""
    return list(councils().values())[(slot.index + slot.index // len(councils())) % len(councils())]


def subjects_of(slot: Slot, seed: int) -> list[Subject]:
    """As many different subjects as the document has items; all of them come round in as many documents."""
    known = [subject for subject in subjects().values() if subject.scans_only is slot.scans_only]
    if slot.kind in _ABOUT_WORKS:
        known = [subject for subject in known if subject.ar.works]
    Random(f"{seed}/subjects").shuffle(known)
    return [known[(slot.turn + step) % len(known)] for step in range(min(slot.items, len(known)))]
