"""The six files of Buckwalter's Arabic morphological analyser, version 1.0, read.

Three dictionaries (prefixes, stems, suffixes), whose lines hold a key, its vocalised form, a category and an English
gloss with tags, and three tables of categories that may stand together. In the stems, `;--- root` opens a family of
words and `;; lemma` says to which lemma the entries below it belong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PREFIXES, STEMS, SUFFIXES = "dictPrefixes", "dictStems", "dictSuffixes"
TABLES = {"AB": "tableAB", "BC": "tableBC", "AC": "tableAC"}
FILES = (PREFIXES, STEMS, SUFFIXES, *TABLES.values())

_TAGS = re.compile(r"<pos>(.*?)</pos>")
_ROOT_HEADER = re.compile(r";---\s+(\S+)")
_LEMMA_HEADER = re.compile(r";;\s+(?:.*\s)?(\S+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a dictionary, in Buckwalter's transliteration. `tags` is empty where the file leaves them to a rule."""

    key: str
    vocalised: str
    category: str
    gloss: str
    tags: str


@dataclass(frozen=True, slots=True)
class Stem:
    """An entry of the stems with its lemma (`>ab~-ui_1`) and the number of the family it stands in."""

    entry: Entry
    lemma: str
    family: int


@dataclass(frozen=True, slots=True)
class Family:
    """Words of one root; `root` as the file's header gives it, "" without one."""

    root: str
    lemmas: tuple[str, ...]


def read_affixes(path: Path) -> list[Entry]:
    """The entries of a dictionary of prefixes or suffixes; lines without a category are comments."""
    entries = (_entry(line) for line in _lines(path) if line and not line.startswith(";"))
    return [entry for entry in entries if entry.category]


def read_table(path: Path) -> list[tuple[str, str]]:
    """Pairs of categories that may stand together."""
    pairs = (line.split()[:2] for line in _lines(path) if line.strip() and not line.startswith(";"))
    return [(first, second) for first, second in pairs]


def read_stems(path: Path) -> tuple[list[Stem], list[Family]]:
    """The stems, and the families their numbers point to."""
    reader = _StemReader()
    for line in _lines(path):
        reader.read(line)
    return reader.stems, reader.families()


class _StemReader:
    def __init__(self) -> None:
        self.stems: list[Stem] = []
        self._roots: list[str] = [""]
        self._lemmas: list[list[str]] = [[]]

    def families(self) -> list[Family]:
        return [Family(root, tuple(lemmas)) for root, lemmas in zip(self._roots, self._lemmas, strict=True)]

    def read(self, line: str) -> None:
        if line.startswith(";---"):
            self._open_family(line)
        elif line.startswith(";;"):
            self._open_lemma(line)
        elif line.strip() == ";":
            self._close_family()
        elif line and not line.startswith(";"):
            self._add(_entry(line))

    def _open_family(self, line: str) -> None:
        header = _ROOT_HEADER.match(line)
        if header is not None:
            self._start(header[1])

    def _open_lemma(self, line: str) -> None:
        header = _LEMMA_HEADER.match(line)
        if header is not None:
            self._lemmas[-1].append(header[1])

    def _close_family(self) -> None:
        """A bare `;` ends a family, unless nothing of it was read yet."""
        if self._lemmas[-1]:
            self._start("")

    def _start(self, root: str) -> None:
        self._roots.append(root)
        self._lemmas.append([])

    def _add(self, entry: Entry) -> None:
        lemmas = self._lemmas[-1]
        self.stems.append(Stem(entry, lemmas[-1] if lemmas else entry.vocalised, len(self._roots) - 1))


def _entry(line: str) -> Entry:
    key, vocalised, category, gloss = (*line.split("\t"), "", "", "", "")[:4]
    tags = _TAGS.search(gloss)
    plain = " ".join(_TAGS.sub("", gloss).split())
    return Entry(key, vocalised, category.strip(), plain, tags[1].strip("+").replace(" ", "") if tags else "")


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="latin-1") as file:
        for line in file:
            yield line.rstrip("\r\n")
