"""What documents of arranged pages say of themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from analyzers.pipeline import Analyzer
from archive.store import Archive
from domain.documents import Document, PageKey
from domain.records import Description, Task
from ingest.description import describe

_UNTITLED = "-"
_NOTHING: Mapping[PageKey, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ArrangedDescriber:
    """Describes lists of pages."""

    archive: Archive
    analyzer: Analyzer

    def describe(
        self, document: Document, keys: Sequence[PageKey], titles: Mapping[str, str], read: Mapping[PageKey, str] = _NOTHING
    ) -> Description:
        """What the pages say, by the organs of the document's body; where they have no heading, with the `titles`.

        `read` are texts that are not shown yet.
        """
        texts = {PageKey(version_id, page.number): page.text for version_id, page in self.archive.listed_pages(keys)}
        texts |= read
        organizations = [one for one in self.archive.organizations() if one.body_id == document.body_id]
        found = describe([texts.get(key, "") for key in keys], self.analyzer, organizations, _UNTITLED)
        untitled = tuple(found.titles.values()) == (_UNTITLED,)
        return replace(found, titles=titles) if untitled else found

    def describe_again(self, task: Task) -> None:
        """Write down what the arranged documents with pages that the task has read say now."""
        read = {PageKey(task.version_id, page.number): page.text for page in self.archive.pages_read(task.id)}
        for document in self.archive.arrangements.documents_showing(task.version_id):
            if document.arrangement:
                self.archive.describe(document.id, self.describe(document, document.arrangement, document.titles, read))
