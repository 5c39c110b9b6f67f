"""Keeps the index equal to the archive: follows the archive's numbered changes, and rebuilds without a gap.

Only the worker runs this. Each commit of the index carries the number of the last change it holds, so after a kill the
indexer goes on from there and nothing is lost or done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from analyzers.pipeline import Analyzer
from archive.store import Archive
from domain.documents import Document, DocumentStatus
from domain.searching import Space
from index.documents import index_document
from index.engine import IndexDocument, IndexWriter, SearchEngine

BATCH = 500
"""Documents a commit: large enough that commits cost little, small enough that a kill repeats little."""

_HOME = {DocumentStatus.PUBLISHED: Space.PUBLIC, DocumentStatus.DRAFT: Space.DRAFTS}


class Indexer:
    """Holds the writers of both spaces open; one per worker."""

    def __init__(self, archive: Archive, engine: SearchEngine, analyzer: Analyzer) -> None:
        self._archive = archive
        self._engine = engine
        self._analyzer = analyzer
        self._writers = {space: engine.writer(space) for space in Space}

    def catch_up(self) -> int:
        """Bring the index to the archive's present state. Returns how many documents were put in or taken out."""
        handled = 0
        while step := self._follow(self._writers):
            handled += step
        return handled

    def behind(self) -> bool:
        """Whether the archive has changes that the index does not hold yet."""
        return self._held(self._writers) < self._archive.last_change()

    def rebuild(self, progress: Callable[[int, int], None] = lambda done, total: None) -> None:
        """Fill new generations from the archive while the old ones answer and stay up to date; then switch. When it
        fails, the old ones stay.
        """
        names = {space: self._engine.create_generation(space) for space in Space}
        fresh = {space: self._engine.writer(space, name) for space, name in names.items()}
        try:
            self._fill(fresh, progress)
        except BaseException:
            _close(fresh)
            raise
        self.close()
        for space, name in names.items():
            self._engine.activate(space, name)
        self._writers = fresh

    def close(self) -> None:
        """Give up the writers' locks."""
        _close(self._writers)

    def _fill(self, fresh: Mapping[Space, IndexWriter], progress: Callable[[int, int], None]) -> None:
        """Put in all documents, then what changed meanwhile."""
        start = self._archive.last_change()
        ids = list(self._archive.all_document_ids())
        for first in range(0, len(ids), BATCH):
            self._put(fresh, ids[first : first + BATCH], change=0)
            self.catch_up()
            progress(min(first + BATCH, len(ids)), len(ids))
        for writer in fresh.values():
            writer.commit(start)
        while self._follow(fresh):
            pass

    @staticmethod
    def _held(writers: Mapping[Space, IndexWriter]) -> int:
        return min(writer.committed_change() for writer in writers.values())

    def _follow(self, writers: Mapping[Space, IndexWriter]) -> int:
        """Index the next batch of changes. Returns how many documents it held; 0 when there was none."""
        changes = self._archive.changes_after(self._held(writers), BATCH)
        if changes:
            ids = list(dict.fromkeys(change.document_id for change in changes))
            self._put(writers, ids, change=changes[-1].number)
            return len(ids)
        return 0

    def _put(self, writers: Mapping[Space, IndexWriter], ids: Sequence[str], change: int) -> None:
        documents = self._archive.documents(ids)
        for space, writer in writers.items():
            here = [document for document in documents.values() if _HOME.get(document.status) is space]
            writer.upsert(self._indexed(here))
            writer.delete(set(ids) - {document.id for document in here})
            writer.commit(change)

    def _indexed(self, documents: Iterable[Document]) -> Iterable[IndexDocument]:
        for document in documents:
            pages = self._archive.document_pages(document)
            yield index_document(document, pages, self._analyzer)


def _close(writers: Mapping[Space, IndexWriter]) -> None:
    for writer in writers.values():
        writer.close()
