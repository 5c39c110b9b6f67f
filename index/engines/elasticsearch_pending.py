"""What a writer was given and has not committed: kept in a file, since a batch may hold very long documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile

from index.engines.elasticsearch_entries import Action

_IN_MEMORY = 32 * 1024**2


@dataclass(frozen=True, slots=True)
class _Kept:
    id: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class _Put:
    document: _Kept
    pages: tuple[_Kept, ...]


class Pending:
    """Documents to put in and to take out by id, the last word on each only."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (closed with the writer)
        self._documents: dict[str, _Put | None] = {}

    def put(self, document_id: str, document: Action, pages: Iterable[Action]) -> None:
        """The document is to be there with these pages."""
        kept = _Put(self._keep(document), tuple(map(self._keep, pages)))
        self._documents.pop(document_id, None)
        self._documents[document_id] = kept

    def take_out(self, document_id: str) -> None:
        """The document is to be gone."""
        self._documents[document_id] = None

    @property
    def ids(self) -> list[str]:
        """Every document that changes."""
        return list(self._documents)

    @property
    def removed(self) -> list[str]:
        """The documents to take out."""
        return [id_ for id_, put in self._documents.items() if put is None]

    @property
    def page_ids(self) -> frozenset[str]:
        """The ids of all pages to put in."""
        return frozenset(page.id for put in self._documents.values() if put for page in put.pages)

    def documents(self) -> Iterator[Action]:
        """The entries of the documents to put in."""
        return (self._read(put.document) for put in self._documents.values() if put)

    def pages(self) -> Iterator[Action]:
        """The entries of their pages."""
        return (self._read(page) for put in self._documents.values() if put for page in put.pages)

    def clear(self) -> None:
        """Forget it all."""
        self._documents.clear()
        self._file.seek(0)
        self._file.truncate()

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def _keep(self, action: Action) -> _Kept:
        start = self._file.seek(0, 2)
        self._file.write(action.lines)
        return _Kept(action.id, start, len(action.lines))

    def _read(self, kept: _Kept) -> Action:
        self._file.seek(kept.start)
        return Action(kept.id, self._file.read(kept.length))
