"""What words yield, kept on disk: a word that any process has analysed once is looked up in microseconds by all of them.

Looking a word up in the lexicon takes some hundred times as long. A server shows pages whose words the worker has analysed
when it indexed them, so it hardly ever asks the lexicon. The file is disposable.
"""

from __future__ import annotations

import hashlib
import marshal
import sqlite3
import sys
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any

from analyzers.terms import Terms

Analysed = tuple[str, tuple[Terms, ...]]
"""The code of a word's language and the word's parts."""

_PACKAGES = ("simplemma", "snowballstemmer", "camel-tools")
_AT_ONCE = 64
"""Words that are written together; fewer are forgotten when the process ends."""

_MOST = 2_000_000
"""Words that are kept at most: some hundred megabytes. What scans garble never ends."""

_PARAMETERS = 500
"""Words that are looked up together: SQLite limits the number of parameters."""

_WAIT_SECONDS = 0.2


class KeptWords:
    """The words of one lexicon and one version of the analysis. Threads and processes may share the file; where it can't be
    read or written, nothing is kept.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._pending: dict[str, bytes] = {}
        self._room = 0
        self._connection = self._open()

    def get(self, words: Sequence[str]) -> dict[str, Analysed]:
        """What those of the words yield that somebody has analysed already."""
        found: list[tuple[str, bytes]] = []
        with self._lock:
            for first in range(0, len(words), _PARAMETERS):
                found += self._read_some(words[first : first + _PARAMETERS])
        return {word: _read(written) for word, written in found}

    def put(self, word: str, analysed: Analysed) -> None:
        """Keep what the word yields, now or with some others."""
        with self._lock:
            self._pending[word] = _written(analysed)
            if len(self._pending) >= _AT_ONCE:
                self._write()

    def _read_some(self, words: Sequence[str]) -> list[tuple[str, bytes]]:
        if self._connection is None:
            return []
        marks = ",".join("?" * len(words))
        try:
            return self._connection.execute(f"SELECT word, terms FROM words WHERE word IN ({marks})", words).fetchall()  # noqa: S608
        except sqlite3.Error:
            return []

    def _write(self) -> None:
        rows, self._pending = list(self._pending.items()), {}
        if self._connection is None or self._room < len(rows):
            return
        try:
            with self._connection:
                self._connection.executemany("INSERT OR IGNORE INTO words VALUES (?, ?)", rows)
        except sqlite3.Error:  # another process writes, or the disk is full: they are analysed again
            return
        self._room -= len(rows)

    def _open(self) -> sqlite3.Connection | None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=_WAIT_SECONDS, check_same_thread=False)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("CREATE TABLE IF NOT EXISTS words (word TEXT PRIMARY KEY, terms BLOB NOT NULL) WITHOUT ROWID")
            self._room = _MOST - int(connection.execute("SELECT count(*) FROM words").fetchone()[0])
        except (OSError, sqlite3.Error):
            return None
        return connection


def kept_words(state: Path, lexicon: Path) -> KeptWords:
    """Those of a lexicon in the folder `state`; files of other versions of the analysis are removed."""
    name = f"words-{_fingerprint(lexicon)}.sqlite"
    folder = state / "lexicon"
    for outdated in folder.glob("words-*"):
        if not outdated.name.startswith(name):
            outdated.unlink(missing_ok=True)
    return KeptWords(folder / name)


def _fingerprint(lexicon: Path) -> str:
    """Of everything that says what a word yields: the lexicon, this package's code and data, and the libraries."""
    stamp = lexicon.stat()
    parts = [sys.implementation.cache_tag, str(stamp.st_size), str(stamp.st_mtime_ns), *map(version, _PACKAGES)]
    return hashlib.sha256("\0".join([*map(str, parts), _own_files()]).encode()).hexdigest()[:16]


@cache
def _own_files() -> str:
    folder = Path(__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def _written(analysed: Analysed) -> bytes:
    code, parts = analysed
    return marshal.dumps((code, tuple(map(_plain, parts))))


def _read(written: bytes) -> Analysed:
    code, parts = marshal.loads(written)  # noqa: S302 - written above, into a folder of ours
    return code, tuple(map(_terms, parts))


def _plain(terms: Terms) -> tuple[Any, ...]:
    """The terms as a tuple of nothing but tuples, strings and numbers."""
    return (*terms[:-1], None if terms.if_turned is None else _plain(terms.if_turned))


def _terms(values: tuple[Any, ...]) -> Terms:
    terms = Terms._make(values)
    return terms if terms.if_turned is None else terms._replace(if_turned=_terms(terms.if_turned))
