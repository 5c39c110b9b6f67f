"""The values of the page on which the pages of a document are arranged."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from markupsafe import Markup

from analyzers.pipeline import Analyzer
from domain.accounts import Right
from domain.arranging import ArrangementError
from domain.documents import Document, DocumentStatus, PageKey
from frontend.links import Links
from frontend.staff.desk import Desk
from frontend.staff.page_order import PageOrder, written
from frontend.staff.sheets import image_address
from frontend.words import words
from ingest.arranged_description import ArrangedDescriber
from search_api.guard import caller_of
from search_api.problems import request_language
from search_api.workbench import Workbench

PAGES = "/staff/documents/{document_id}/pages"

_MOST_PIECES = 40
"""Documents to come that are described beforehand: describing takes time."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants with the pages, before it is done: an order, or another document's pages behind them. `made` are
    the documents that were made last; `fault` is why something can't be done, a message or an error.
    """

    order: PageOrder
    other: Document | None = None
    made: tuple[str, ...] = ()
    fault: str | ArrangementError = ""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A page by its present `number`: its small image, None for what can't be drawn, and whether a document begins there."""

    number: int
    image: str | None
    begins: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """A document to come: what it would be called, of which pages, and the image of its first."""

    title: str
    language: str
    pages: str
    count: int
    image: str | None


@dataclass(frozen=True, slots=True)
class ArrangingDrawer:
    """Draws the pages of documents for who sits at a desk."""

    desk: Desk
    bench: Workbench
    analyzer: Analyzer

    def context(self, request: Request, document: Document, wanted: Wanted) -> dict[str, object]:
        """The values of `pages.html`."""
        links, caller = Links(request_language(request)), caller_of(request)
        keys = self.bench.archive.page_keys(document)
        made = self.bench.archive.documents(one for one in wanted.made if one).values()
        changed = wanted.order.changed or bool(wanted.order.starts)
        return {
            "document": document,
            "title": document.title(links.language)[0],
            "moved": document.status is DocumentStatus.MOVED,
            "thumbnails": [self._thumbnail(document, keys, number, wanted.order) for number in wanted.order.numbers],
            "order": wanted.order,
            "state": state_of(keys),
            "fault_words": _words_of(request, wanted.fault),
            "outcomes": self._outcomes(document, keys, wanted.order) if changed else [],
            "may_publish": document.status is DocumentStatus.PUBLISHED and caller.may(Right.PUBLISH, document.body_id),
            "merged": self._merged(document, keys, wanted.other) if wanted.other else None,
            "other": wanted.other,
            "following": self.bench.archive.arrangements.following(document),
            "made": [one for one in made if caller.may(Right.EDIT, one.body_id)],
            "undone": self._undone(document),
            "address": PAGES.format(document_id=document.id),
        }

    def _thumbnail(self, document: Document, keys: Sequence[PageKey], number: int, order: PageOrder) -> Thumbnail:
        return Thumbnail(number, self._image(document, keys[number - 1]), number in order.starts)

    def _image(self, document: Document, key: PageKey) -> str | None:
        return f"{image_address(document.id, key)}?width=200" if self.bench.draws(document, key) else None

    def _outcomes(self, document: Document, keys: Sequence[PageKey], order: PageOrder) -> list[Outcome]:
        return [self._outcome(document, [keys[number - 1] for number in one], one) for one in order.pieces()[:_MOST_PIECES]]

    def _merged(self, document: Document, keys: Sequence[PageKey], other: Document) -> Outcome:
        more = self.bench.archive.page_keys(other)
        count = len(keys) + len(more)
        return self._outcome(document, [*keys, *more], tuple(range(1, count + 1)))

    def _outcome(self, document: Document, keys: Sequence[PageKey], numbers: Sequence[int]) -> Outcome:
        described = ArrangedDescriber(self.bench.archive, self.analyzer).describe(document, keys, document.titles)
        language, title = next(iter(described.titles.items()))
        return Outcome(title, language, written(numbers), len(keys), self._image(document, keys[0]))

    def _undone(self, document: Document) -> list[tuple[Document, int]]:
        """The documents that get pages back when the last arrangement is undone, and how many."""
        try:
            former = self.bench.archive.arrangements.former_pages(document.id)
        except ArrangementError:
            return []
        found = self.bench.archive.documents(former)
        return [(found[one], len(keys)) for one, keys in former.items() if one in found]


def state_of(keys: Sequence[PageKey]) -> str:
    """Names the pages in their order: others have another name."""
    told = "\n".join(f"{key.version_id} {key.number}" for key in keys)
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def _words_of(request: Request, fault: str | ArrangementError) -> Markup | None:
    t = words(request_language(request))
    if isinstance(fault, str):
        return t(fault) if fault else None
    own = f"arranging.fault.{fault.fault}"
    return t(own if own in t.texts else f"arrangement.{fault.fault}", **fault.values)
