"""Keeps the index equal to the archive: follows the archive's numbered changes, and rebuilds without a gap.

Only workers run this, one of them at a time. Each commit of the index carries the number of the last change it holds, so
after a kill the indexer goes on from there and nothing is lost or done twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from analyzers.pipeline import Analyzer
from archive.store import Archive
from domain.documents import Document, DocumentStatus
from domain.searching import Space
from index.documents import index_document
from index.engine import IndexBusyError, IndexDocument, IndexUnavailableError, IndexWriter, SearchEngine
from ingest.rebuilding import RebuildNote, Unfinished

BATCH = 500
"""Documents a commit: large enough that commits cost little, small enough that a kill repeats little."""

_IDLE_SECONDS = 5.0
"""After so long without a change the writers are closed: the worker that indexes the next one is whoever sees it first."""

_HOME = {DocumentStatus.PUBLISHED: Space.PUBLIC, DocumentStatus.DRAFT: Space.DRAFTS}


class Indexer:
    """Holds the writers of both spaces open, from when they are needed until nothing changes any more; one per worker.

    While the engine is away, or another process writes the index, what is asked raises `index.engine.IndexUnavailableError`
    or `IndexBusyError`, and may be asked again: nothing is lost.
    """

    def __init__(self, archive: Archive, engine: SearchEngine, analyzer: Analyzer, note: RebuildNote) -> None:
        self._archive = archive
        self._engine = engine
        self._analyzer = analyzer
        self._note = note
        self._readers = {space: engine.reader(space) for space in Space}
        self._writers: Mapping[Space, IndexWriter] = {}
        self._needed = 0.0

    def catch_up(self) -> int:
        """Bring the index to the archive's present state. Returns how many documents were put in or taken out."""
        if not self.behind():
            self._close_idle()
            return 0
        self._needed = time.monotonic()
        handled = 0
        try:
            while step := self._follow(self._opened()):
                handled += step
        except (IndexBusyError, IndexUnavailableError):  # what is open here is lost to another, or waits in vain
            self.close()
            raise
        return handled

    def _close_idle(self) -> None:
        if self._writers and time.monotonic() - self._needed > _IDLE_SECONDS:
            self.close()

    def behind(self) -> bool:
        """Whether the archive has changes that the index does not hold yet."""
        held = min(reader.committed_change() for reader in self._readers.values())
        return held < self._archive.last_change()

    def rebuild(self, progress: Callable[[int, int], None] = lambda done, total: None) -> None:
        """Fill new generations from the archive while the old ones answer and stay up to date; then switch. When it
        fails, the old ones stay, and the next call goes on with the new ones where this one ended.
        """
        unfinished = self._interrupted() or self._begun()
        fresh = self._open(unfinished.generations)
        try:
            self._fill(fresh, unfinished, progress)
        except BaseException:
            _close(fresh)
            raise
        self.close()
        for space, name in unfinished.generations.items():
            self._engine.activate(space, name)
        self._note.clear()
        self._writers = fresh

    def close(self) -> None:
        """Give up the writers' locks. They are taken again when there is something to write."""
        open_writers, self._writers = self._writers, {}
        _close(open_writers)

    def _opened(self) -> Mapping[Space, IndexWriter]:
        if not self._writers:
            self._writers = self._open(dict.fromkeys(Space))
        return self._writers

    def _open(self, generations: Mapping[Space, str | None]) -> Mapping[Space, IndexWriter]:
        """All of these writers, or none."""
        opened: dict[Space, IndexWriter] = {}
        try:
            for space, generation in generations.items():
                opened[space] = self._engine.writer(space, generation)
        except BaseException:
            _close(opened)
            raise
        return opened

    def _interrupted(self) -> Unfinished | None:
        """The rebuild that did not come to its end, if what it filled is still there."""
        found = self._note.read()
        if found is None or found.engine != type(self._engine).__name__:
            return None
        waiting = {space: self._engine.generations(space)[1:] for space in Space}
        return found if all(name in waiting[space] for space, name in found.generations.items()) else None

    def _begun(self) -> Unfinished:
        start = self._archive.last_change()
        names = {space: self._engine.create_generation(space) for space in Space}
        unfinished = Unfinished(type(self._engine).__name__, names, start)
        self._note.write(unfinished)
        return unfinished

    def _fill(
        self, fresh: Mapping[Space, IndexWriter], unfinished: Unfinished, progress: Callable[[int, int], None]
    ) -> None:
        """Put in all documents that are not in yet, then what changed meanwhile."""
        ids = list(self._archive.all_document_ids())
        done = ids.index(unfinished.last) + 1 if unfinished.last in ids else 0
        for first in range(done, len(ids), BATCH):
            batch = ids[first : first + BATCH]
            self._put(fresh, batch, change=0)
            self._note.write(replace(unfinished, last=batch[-1]))
            self.catch_up()
            progress(first + len(batch), len(ids))
        for writer in fresh.values():
            writer.commit(unfinished.start)
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
