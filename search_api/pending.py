"""What the index may still show although the archive no longer does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.store import Archive
from domain.documents import Document, DocumentStatus
from index.engine import IndexReader

_LOOKED_AT = 1_000
"""Changes that are looked through; an index further behind is not asked for titles at all."""


@dataclass(frozen=True, slots=True)
class Pending:
    """Documents, or pages of them, taken from the public since the last commit of the index.

    `unknown` says that there may be others, of which not even the titles are known any more.
    """

    titles: frozenset[str] = frozenset()
    unknown: bool = False

    @property
    def hides(self) -> bool:
        """Whether the index may hold words of documents that are not public any more."""
        return self.unknown or bool(self.titles)

    def keep(self, titles: Iterable[str]) -> list[str]:
        """Those of the index's titles that are surely public."""
        return [] if self.unknown else [title for title in titles if title not in self.titles]


def find_pending(archive: Archive, reader: IndexReader) -> Pending:
    """Compare the archive's last changes with what the index holds."""
    held = reader.committed_change()
    if held >= archive.last_change():
        return Pending()
    changes = archive.changes_after(held, _LOOKED_AT)
    ids = {change.document_id for change in changes}
    documents = archive.documents(ids)
    hidden = [document for document in documents.values() if _has_lost_something(document)]
    titles = frozenset(title for document in hidden for title in document.titles.values())
    return Pending(titles, unknown=len(documents) < len(ids) or len(changes) == _LOOKED_AT)


def _has_lost_something(document: Document) -> bool:
    """Whether the public index may hold something of it that is not public now: pages of a document whose pages are
    arranged may have been taken out of it.
    """
    if document.status is DocumentStatus.PUBLISHED:
        return bool(document.arrangement) or any(file.is_redacted for file in document.files)
    return document.published_at is not None
