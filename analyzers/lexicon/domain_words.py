"""Our own words beside Buckwalter's: civic ones from `arabic_domain.tsv`, local ones from `arabic_places.tsv`."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FILES = ("arabic_domain.tsv", "arabic_places.tsv")
_COLUMNS = ("word", "kind", "root", "lemma")


@dataclass(frozen=True, slots=True)
class DomainWord:
    """A stem as databases take it, with the category that says which affixes it takes. `root` may be empty."""

    stem: str
    category: str
    part_of_speech: str
    lemma: str
    root: str


def read_domain_words() -> Iterator[DomainWord]:
    """The words of both files, in their order. Raises ValueError for a line of an unknown kind or shape."""
    folder = Path(__file__).parent
    kinds = tomllib.loads((folder / "domain_kinds.toml").read_text(encoding="utf-8"))["kinds"]
    for name in _FILES:
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        entries = [line for line in lines if line.strip() and not line.startswith("#")]
        for row in csv.DictReader(entries, _COLUMNS, delimiter="\t", restval=""):
            yield parse_word(row, kinds)


def parse_word(row: Mapping[str, str], kinds: Mapping[str, Any]) -> DomainWord:
    """A row of the files as a word. Raises ValueError for an unknown kind, or a shape that the kind does not have."""
    kind = kinds.get(row["kind"])
    if kind is None:
        raise ValueError(f"no kind of word named {row['kind']!r}: {row}")
    beginning, ending = kind.get("without", ["", ""])
    if not (row["word"].startswith(beginning) and row["word"].endswith(ending)):
        raise ValueError(f"a {row['kind']} is written {beginning}...{ending}: {row}")
    stem = row["word"].removeprefix(beginning).removesuffix(ending)
    lemma = row["lemma"] or row["word"].removeprefix(beginning)
    return DomainWord(stem, kind["category"], kind["part_of_speech"], lemma, row["root"])
