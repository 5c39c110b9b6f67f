"""What was handed in, and what can be said of it later."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive.store import Archive
from domain.documents import Document, DocumentStatus, ReadingState

_ONCE = ("add", "read", "refuse", "publish")
"""What may happen to a record once in its life, when nobody asks for more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that was handed in. `word` is one that it alone holds; empty for what has to be read by OCR."""

    document_id: str
    word: str


class Ledger:
    """All that was handed in, oldest first. Threads may share it."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._lock = threading.Lock()

    def add(self, entry: Entry) -> None:
        """Somebody was told that the file was taken."""
        with self._lock:
            self._entries.append(entry)

    def entries(self) -> Sequence[Entry]:
        """A copy of it as it is now."""
        with self._lock:
            return tuple(self._entries)


def lost(archive: Archive, entries: Sequence[Entry]) -> list[str]:
    """Which of the documents are not read and published."""
    found = archive.documents([entry.document_id for entry in entries])
    return [entry.document_id for entry in entries if not _is_whole(found.get(entry.document_id))]


def done_twice(archive: Archive, entries: Sequence[Entry]) -> list[str]:
    """What happened more often than once: to a record, or as a document that nobody handed in."""
    times = Counter((one.action, str(one.detail.get("version", one.subject))) for one in archive.audit(limit=1_000_000))
    again = [f"{action} {subject}" for (action, subject), count in times.items() if count > 1 and action in _ONCE]
    surplus = set(archive.all_document_ids()) - {entry.document_id for entry in entries}
    return [*again, *(f"surplus {document_id}" for document_id in surplus)]


def _is_whole(document: Document | None) -> bool:
    if document is None or document.status is not DocumentStatus.PUBLISHED:
        return False
    return all(file.current.state is ReadingState.DONE for file in document.files)
