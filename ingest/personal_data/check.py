"""Looking a document through for personal data, as its readers would get it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.store import Archive
from domain.documents import Document, Page, PageKey
from domain.personal_data import PersonalFind, PersonalMention
from ingest.personal_data.detecting import find_personal_data

_BESIDE = 40
"""Characters that are shown before and behind a find."""


@dataclass(frozen=True, slots=True)
class PersonalDataCheck:
    """Looks for personal data in the pages that documents show now."""

    archive: Archive

    def finds(self, document: Document) -> list[PersonalFind]:
        """What the document's pages tell of private persons, in their order."""
        return [find for key, page in self._pages(document) for find in self._on_page(document, key, page)]

    def digests(self, document: Document) -> frozenset[str]:
        """The names of its finds (`PersonalFind.digest`)."""
        return frozenset(find.digest for find in self.finds(document))

    def _pages(self, document: Document) -> Iterator[tuple[PageKey, Page]]:
        for version_id, page in self.archive.document_pages(document):
            yield PageKey(version_id, page.number), page

    def _on_page(self, document: Document, key: PageKey, page: Page) -> Iterator[PersonalFind]:
        mentions = find_personal_data(page.text)
        if not mentions:
            return
        whole = self.archive.page(key.version_id, key.number) or page
        position = document.position(key) or key.number
        for mention in mentions:
            yield find_on(whole, key, position, mention)


def find_on(page: Page, key: PageKey, position: int, mention: PersonalMention) -> PersonalFind:
    """The mention with what stands beside it and its words' boxes on the page."""
    start, end = mention.start, mention.end
    return PersonalFind(
        key,
        position,
        mention,
        page.text[start:end],
        _words_before(page.text, start),
        _words_behind(page.text, end),
        tuple(word for word in page.words if word.start < end and start < word.end),
    )


def _words_before(text: str, place: int) -> str:
    """Whole words before a place, on one line."""
    piece = text[max(0, place - _BESIDE) : place]
    cut = place > _BESIDE and not text[place - _BESIDE - 1].isspace()
    return " ".join((re.sub(r"^\S+", "", piece) if cut else piece).split())


def _words_behind(text: str, place: int) -> str:
    """Whole words behind a place, on one line."""
    piece = text[place : place + _BESIDE]
    cut = text[place + _BESIDE : place + _BESIDE + 1].strip()
    return " ".join((re.sub(r"\S+$", "", piece) if cut else piece).split())
