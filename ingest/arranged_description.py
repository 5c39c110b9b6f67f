"""What documents of arranged pages say of themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from analyzers.pipeline import Analyzer
from archive.store import Archive
from domain.description import Field, PageText
from domain.documents import Document, PageKey
from domain.records import Description, Task
from ingest.description import describe
from ingest.description.sources import page_text, register_for

_UNTITLED = "-"
_NOTHING: Mapping[PageKey, PageText] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ArrangedDescriber:
    """Describes lists of pages."""

    archive: Archive
    analyzer: Analyzer

    def describe(
        self,
        document: Document,
        keys: Sequence[PageKey],
        titles: Mapping[str, str],
        read: Mapping[PageKey, PageText] = _NOTHING,
    ) -> Description:
        """What the pages say, by the organs of the document's body; where they have no heading, with the `titles`.

        `read` are texts that are not shown yet.
        """
        stored = (page_text(version_id, page) for version_id, page in self.archive.listed_pages(keys))
        texts = {one.key: one for one in stored} | dict(read)
        pages = [texts.get(key, PageText(key, "")) for key in keys]
        found = describe(pages, self.analyzer, register_for(self.archive, document), _UNTITLED)
        untitled = tuple(found.titles.values()) == (_UNTITLED,)
        if not untitled:
            return found
        return replace(found, titles=titles, values=tuple(one for one in found.values if one.field is not Field.TITLE))

    def describe_again(self, task: Task) -> None:
        """Write down what the arranged documents with pages that the task has read say now."""
        pages = (page_text(task.version_id, page) for page in self.archive.pages_read(task.id))
        read = {page.key: page for page in pages}
        for document in self.archive.arrangements.documents_showing(task.version_id):
            if document.arrangement:
                self.archive.describe(document.id, self.describe(document, document.arrangement, document.titles, read))
