"""The glossary as it is written: `terms/*.tsv`, one entry a line, a column a language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

COLUMNS = ("ar", "fr", "en")
"""The languages of the columns, in their order."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a term, and its language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Spellings that all say the same; of each language the usual one comes first. `source` is file and line."""

    spellings: tuple[Spelling, ...]
    source: str = ""


@cache
def shipped_entries() -> tuple[Entry, ...]:
    """Those of `terms/*.tsv`."""
    folder = Path(__file__).with_name("terms")
    return tuple(entry for path in sorted(folder.glob("*.tsv")) for entry in _read(path))


def _read(path: Path) -> Iterator[Entry]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            yield Entry(tuple(_spellings(line)), f"{path.name}:{number}")


def _spellings(line: str) -> Iterator[Spelling]:
    for language, cell in zip(COLUMNS, line.split("\t"), strict=True):
        for text in cell.split("|"):
            yield Spelling(text.strip(), language)
