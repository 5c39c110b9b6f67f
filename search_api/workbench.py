"""What staff see of documents and their pages, whatever the status. Only routes that ask for a right in the document's body
may use it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.store import Archive
from domain.documents import Document, Page, PageKey, Version
from domain.turning import normalized
from search_api.answers import Box
from search_api.page_answers import boxes_of
from search_api.page_images import ImageKey, PageImages, nearest_width
from search_api.problems import found_or_404, not_found
from search_api.records import has_page_images


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a document: the one at `position` (from 1) of `total`. `turn` is by how many degrees people turned it;
    `drawn` says whether it can be had as an image.
    """

    key: PageKey
    position: int
    total: int
    page: Page
    turn: int
    drawn: bool

    def boxes(self, spans: Sequence[tuple[int, int]]) -> list[Box]:
        """Where words of these spans of its text stand on its image."""
        return boxes_of(self.page, spans) if self.drawn else []


class Workbench:
    """Documents of any status, and their pages by their place in them."""

    def __init__(self, archive: Archive, images: PageImages) -> None:
        self.archive = archive
        self._images = images

    def document(self, document_id: str) -> Document:
        """The document. Raises a not-found problem without it."""
        return found_or_404(self.archive.document(document_id))

    def leaf(self, document: Document, position: int) -> Leaf:
        """The page at a place. Raises a not-found problem for a place that has none."""
        keys = self.archive.page_keys(document)
        if not 1 <= position <= len(keys):
            raise not_found()
        key = keys[position - 1]
        page = found_or_404(self.archive.page(key.version_id, key.number))
        drawn = self.draws(document, key)
        return Leaf(key, position, len(keys), page, self._turn(key), drawn)

    def draws(self, document: Document, key: PageKey) -> bool:
        """Whether the page is the document's and can be had as an image."""
        return self._drawable(document, key) is not None

    def place_of(self, document: Document, key: PageKey) -> int | None:
        """Where the page is in the document."""
        keys = self.archive.page_keys(document)
        return keys.index(key) + 1 if key in keys else None

    def image(self, document: Document, key: PageKey, width: int) -> tuple[ImageKey, Version]:
        """What is to be asked of `draw`. Raises a not-found problem for what is no page of the document, or has no image."""
        version = found_or_404(self._drawable(document, key))
        return ImageKey(version.readable.sha256, key.number, nearest_width(width), normalized(self._turn(key))), version

    def draw(self, key: ImageKey, version: Version) -> bytes:
        """The image's bytes. Raises what `PageImages.get` raises."""
        return self._images.get(version, key)

    def _turn(self, key: PageKey) -> int:
        return self.archive.arrangements.turns(key.version_id).get(key.number, 0)

    def _drawable(self, document: Document, key: PageKey) -> Version | None:
        version = document.version(key.version_id) if document.position(key) else None
        if version is None or not has_page_images(version.readable.media_type):
            return None
        return version if key.number <= max(version.page_count, 1) else None
