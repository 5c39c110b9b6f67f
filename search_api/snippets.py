"""The pieces of a document's pages that show why it was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from analyzers import highlight
from analyzers.highlight import QueryTerms
from archive.store import Archive
from domain.documents import Document, Page, PageKey
from ingest.furniture import at_edge, furniture
from search_api.analysis import AnalysedPages, AnalysedText, Span
from search_api.answers import PageReference
from search_api.search_answers import Snippet

SIZE = 240
"""Code points of a snippet, about: words stay whole."""

COUNT = 2
"""Snippets a document."""

_AROUND = 6
"""Pages before and behind one that tell which of its lines are headers and footers."""


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The words of a page that answer, and those of them that tell more than its title, header and footer."""

    reference: PageReference
    analysed: AnalysedText
    spans: Sequence[Span]
    telling: Sequence[Span]


class SnippetWriter:
    """Writes snippets from pages of the archive."""

    def __init__(self, archive: Archive, pages: AnalysedPages) -> None:
        self._archive = archive
        self._pages = pages

    def write(self, document: Document, best: Sequence[PageReference], terms: QueryTerms) -> list[Snippet]:
        """At most COUNT snippets of the best pages. Words that a title above the snippets shows, or a header or footer, are
        shown only where there is nothing better; the beginning of the document where the pages show nothing.
        """
        titles = [self._pages.analyse(title) for title in document.titles.values()]
        evidence = [one for reference in best if (one := self._evidence(document, reference, terms, titles))]
        telling = (snippet for one in evidence for snippet in _pieces(one, one.telling))
        found = list(islice(telling, COUNT))
        return (
            found
            or list(islice(chain.from_iterable(_pieces(one, one.spans) for one in evidence), COUNT))
            or list(self._beginning(document))
        )

    def analysed(self, reference: PageReference) -> AnalysedText | None:
        """The page with its analysis, None where it is gone."""
        page = self._archive.page(reference.version_id, reference.number)
        return self._pages.page(reference.version_id, page) if page else None

    def _evidence(
        self, document: Document, reference: PageReference, terms: QueryTerms, titles: Sequence[AnalysedText]
    ) -> _Evidence | None:
        analysed = self.analysed(reference)
        spans = analysed.spans(terms) if analysed else []
        if analysed is None or not spans:
            return None
        shown = [place for title in titles for place in highlight.repeated(analysed.tokens, title.tokens)]
        telling = _outside(spans, shown)
        if telling and at_edge(analysed.text, telling):
            telling = _outside(telling, self._furniture(document, reference))
        return _Evidence(reference, analysed, spans, telling)

    def _furniture(self, document: Document, reference: PageReference) -> Sequence[Span]:
        """The headers and footers of a page, by what stands on the pages around it."""
        keys = self._archive.page_keys(document)
        here = PageKey(reference.version_id, reference.number)
        place = keys.index(here) if here in keys else 0
        around = keys[max(0, place - _AROUND) : place + _AROUND + 1]
        pages = {PageKey(version_id, page.number): page.text for version_id, page in self._archive.listed_pages(around)}
        spans = furniture(list(pages.values()))
        return dict(zip(pages, spans, strict=True)).get(here, ())

    def _beginning(self, document: Document) -> Iterator[Snippet]:
        first = _first_page(document)
        page = first and self._archive.page(first.version_id, first.number)
        if first and page and page.text.strip():
            yield _opening(first.version_id, page, document)


def _pieces(evidence: _Evidence, wanted: Sequence[Span]) -> Iterator[Snippet]:
    analysed = evidence.analysed
    for piece in highlight.snippets(analysed.text, analysed.tokens, wanted, size=SIZE, count=COUNT) if wanted else ():
        yield Snippet(
            text=piece.text,
            language=analysed.language(piece.start, piece.start + len(piece.text)),
            highlights=_within(piece.start, piece.start + len(piece.text), evidence.spans),
            start=piece.start,
            version_id=evidence.reference.version_id,
            number=evidence.reference.number,
        )


def _first_page(document: Document) -> PageKey | None:
    if document.arrangement:
        return document.arrangement[0]
    versions = document.files[0].versions if document.files else ()
    return PageKey(versions[-1].id, 1) if versions else None


def _outside(spans: Sequence[Span], places: Sequence[Span]) -> list[Span]:
    return [span for span in spans if not any(start <= span[0] and span[1] <= end for start, end in places)]


def _within(start: int, end: int, spans: Sequence[Span]) -> list[Span]:
    """The spans between `start` and `end`, counted from `start`."""
    return [(first - start, last - start) for first, last in spans if start <= first and last <= end]


def _opening(version_id: str, page: Page, document: Document) -> Snippet:
    """The first words of a page, cut between words."""
    start = len(page.text) - len(page.text.lstrip())
    text = page.text[start : start + SIZE]
    if start + SIZE < len(page.text):
        text = text.rsplit(maxsplit=1)[0]
    language = document.languages[0] if document.languages else "und"
    return Snippet(text=text, language=language, start=start, version_id=version_id, number=page.number)
