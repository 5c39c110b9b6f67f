"""Our own words beside Buckwalter's: local and civic ones, from `arabic_domain.tsv`."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    """The words of the file, in its order. Raises ValueError for a line of an unknown kind or shape."""
    kinds = tomllib.loads(Path(__file__).with_name("domain_kinds.toml").read_text(encoding="utf-8"))["kinds"]
    with Path(__file__).with_name("arabic_domain.tsv").open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if line.strip() and not line.startswith("#"))
        for row in csv.DictReader(lines, _COLUMNS, delimiter="\t", restval=""):
            yield _word(row, kinds)


def _word(row: dict[str, str], kinds: dict[str, Any]) -> DomainWord:
    kind = kinds.get(row["kind"])
    if kind is None:
        raise ValueError(f"no kind of word named {row['kind']!r}: {row}")
    beginning, ending = kind.get("without", ["", ""])
    if not (row["word"].startswith(beginning) and row["word"].endswith(ending)):
        raise ValueError(f"a {row['kind']} is written {beginning}...{ending}: {row}")
    stem = row["word"].removeprefix(beginning).removesuffix(ending)
    lemma = row["lemma"] or row["word"].removeprefix(beginning)
    return DomainWord(stem, kind["category"], kind["part_of_speech"], lemma, row["root"])
