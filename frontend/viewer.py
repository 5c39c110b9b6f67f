"""What is shown of one page of one file: its image, the boxes on it, its text, the way to other pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from frontend.marks import Doubts, paragraphs
from frontend.origin import Origin, origin
from search_api.answers import (
    Box,
    DocumentResponse,
    FileAnswer,
    PageBoxesResponse,
    PageReference,
)
from search_api.page_answers import PageTextResponse

WIDTHS = (400, 800, 1200, 1600)
"""Widths of page images offered to browsers, in pixels: from a small phone to a closer look."""

_NEIGHBOURS = 2
_ALL = 12


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A box on the page's image, in percent of its width and height."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Addresses of a page's image; `width` and `height` give its proportions, None when unknown."""

    usual: str
    large: str
    srcset: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class View:
    """One page as it is shown. `hit_pages` are the numbers of this file's pages that answer the query, in order.

    Where the document's pages were arranged, they are counted through the document, `version_id` is "" and
    `number_in_file` is the page's number in the file it comes from, else None.

    `numbers` lists the pages to go to, None where some are left out. `confidence` is None for what is no OCR; `unsure`
    counts the words that OCR is not sure of.
    """

    files: tuple[FileAnswer, ...]
    version_id: str
    number: int
    total: int
    blocks: tuple[Markup, ...]
    language: str
    source: str
    confidence: float | None
    places: int
    boxes: tuple[Rectangle, ...]
    image: Picture | None
    hit_pages: tuple[int, ...] = ()
    origin: Origin | None = None
    unsure: int = 0
    number_in_file: int | None = None

    def with_evidence(self, evidence: Sequence[PageReference]) -> View:
        """The same, with the way to every page of this file among `evidence`."""
        arranged = {page.position for page in evidence if page.position is not None}
        here = arranged or {page.number for page in evidence if page.version_id == self.version_id}
        return replace(self, hit_pages=tuple(sorted(here)))

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The first, the last and the neighbouring pages."""
        return tuple(_numbers(self.number, self.total))

    @property
    def hit_before(self) -> int | None:
        """The nearest page before this one that answers the query."""
        return max((number for number in self.hit_pages if number < self.number), default=None)

    @property
    def hit_after(self) -> int | None:
        """The nearest page behind this one that answers the query."""
        return min((number for number in self.hit_pages if number > self.number), default=None)


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where a page stands among those that are shown beside it: page `number` of `total`, of the files `among`.

    `version_id` and `number_in_file` are as in `View`; `drawn` says whether its image can be shown, `unsure` what is
    said of doubtful words.
    """

    version_id: str
    number: int
    total: int
    drawn: bool
    among: tuple[FileAnswer, ...] = ()
    number_in_file: int | None = None
    unsure: str = ""


def view(document: DocumentResponse, leaf: Leaf, text: PageTextResponse, boxes: PageBoxesResponse) -> View:
    """A page as it is shown, before anything is known of other pages that answer."""
    spans = [(start, end) for start, end in text.highlights]
    return View(
        files=leaf.among,
        version_id=leaf.version_id,
        number=leaf.number,
        total=leaf.total,
        blocks=tuple(paragraphs(text.text, spans, Doubts(text.uncertain, leaf.unsure))),
        language=text.language,
        source=text.source.value,
        confidence=text.confidence if text.source.value == "ocr" else None,
        places=len(spans),
        boxes=tuple(rectangle(box) for box in boxes.boxes) if leaf.drawn else (),
        image=_picture(document, boxes) if leaf.drawn else None,
        origin=origin(text),
        unsure=len(text.uncertain),
        number_in_file=leaf.number_in_file,
    )


def readable(document: DocumentResponse) -> tuple[FileAnswer, ...]:
    """The files that have pages to show."""
    return tuple(file for file in document.files if file.version.page_count)


def rectangle(box: Box) -> Rectangle:
    """A box on the page's image as it is drawn over it."""
    sides = (box.left, box.top, box.right - box.left, box.bottom - box.top)
    return Rectangle(*(f"{100 * side:.2f}" for side in sides))


def picture(address: str, size: tuple[float | None, float | None], turn: int) -> Picture:
    """The image at `address`, of a page of that size, turned by so many degrees."""
    turned = f"&turn={turn}" if turn else ""
    addresses = [f"{address}?width={width}{turned}" for width in WIDTHS]
    width, height = size
    return Picture(
        usual=addresses[1],
        large=addresses[-1],
        srcset=", ".join(f"{href} {pixels}w" for href, pixels in zip(addresses, WIDTHS, strict=True)),
        width=round(width) if width else None,
        height=round(height) if height else None,
    )


def _picture(document: DocumentResponse, boxes: PageBoxesResponse) -> Picture:
    address = f"{document.url}/pages/{boxes.version_id}/{boxes.number}/image"
    return picture(address, (boxes.width, boxes.height), boxes.turn)


def _numbers(number: int, total: int) -> Iterator[int | None]:
    if total <= _ALL:
        yield from range(1, total + 1)
        return
    near = range(max(1, number - _NEIGHBOURS), min(total, number + _NEIGHBOURS) + 1)
    previous = 0
    for one in sorted({1, *near, total}):
        if one - previous > 1:
            yield None
        yield one
        previous = one
