"""What documents say of themselves whose pages are those of their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analyzers.pipeline import Analyzer
from archive.intake import FIRST_TYPE
from archive.store import Archive
from domain.description import PageText
from domain.documents import Document, DocumentStatus, Page, PageKey
from domain.records import Description
from ingest.arranged_description import ArrangedDescriber
from ingest.description import describe
from ingest.description.sources import page_text, register_for


@dataclass(frozen=True, slots=True)
class FileDescriber:
    """Describes documents by their files."""

    archive: Archive
    analyzer: Analyzer

    def describe(self, document: Document, read: Mapping[str, list[PageText]]) -> Description | None:
        """By the first of its files that says what it is, else by the first that says anything: a message often says
        no more than that the decision is attached. `read` are texts that are not shown yet, by version.
        """
        register = register_for(self.archive, document)
        found: Description | None = None
        for file in document.files:
            version_id = file.current.id
            if texts := read.get(version_id) or texts_of(version_id, self.archive.pages(version_id)):
                said = describe(texts, self.analyzer, register, fallback_title=document.files[0].name)
                found = found or said
                if said.type != FIRST_TYPE:
                    return said
        return found

    def with_text(self, key: PageKey, text: str) -> dict[str, Description]:
        """What each document that shows the page says with another text on it, by id."""
        return self._said(PageText(key, text))

    def as_shown(self, key: PageKey) -> dict[str, Description]:
        """What each document that shows the page says, by id."""
        page = self.archive.page(key.version_id, key.number)
        return {} if page is None else self._said(page_text(key.version_id, page))

    def _said(self, page: PageText) -> dict[str, Description]:
        found = self.archive.arrangements.documents_showing(page.key.version_id)
        said = {one.id: self._with(one, page) for one in found if one.position(page.key)}
        return {one: description for one, description in said.items() if description}

    def _with(self, document: Document, page: PageText) -> Description | None:
        if document.status is DocumentStatus.MOVED:
            return None
        if document.arrangement:
            arranged = ArrangedDescriber(self.archive, self.analyzer)
            return arranged.describe(document, document.arrangement, document.titles, {page.key: page})
        version_id = page.key.version_id
        stored = (page_text(version_id, one) for one in self.archive.pages(version_id))
        return self.describe(document, {version_id: [page if one.key == page.key else one for one in stored]})


def texts_of(version_id: str, pages: Iterable[Page]) -> list[PageText]:
    """The pages' texts, none when all are blank."""
    texts = [page_text(version_id, page) for page in pages]
    return texts if any(page.text.strip() for page in texts) else []
