"""The pieces of a document's pages that show why it was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from analyzers import highlight
from analyzers.highlight import QueryTerms
from archive.store import Archive
from domain.documents import Document, PageKey
from ingest.furniture import LEAST_PAGES, at_edge, furniture
from search_api.analysis import AnalysedPages, AnalysedText, Span
from search_api.answers import PageReference
from search_api.search_answers import Snippet

Texts = Mapping[PageKey, str]
"""Texts of pages that were read together."""

SIZE = 240
"""Code points of a snippet, about: words stay whole."""

COUNT = 2
"""Snippets a document."""

_AROUND = 6
"""Pages before and behind one that tell which of its lines are headers and footers."""


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The words of a page that answer, and those of them that tell more than its title."""

    reference: PageReference
    analysed: AnalysedText
    spans: Sequence[Span]
    telling: Sequence[Span]


class SnippetWriter:
    """Writes snippets from pages of the archive."""

    def __init__(self, archive: Archive, pages: AnalysedPages) -> None:
        self._archive = archive
        self._pages = pages

    def read(self, references: Iterable[PageReference]) -> Texts:
        """The texts of the pages, to be given to the other methods: of a page of results all at once."""
        return self._archive.page_texts([_key(reference) for reference in references])

    def write(self, document: Document, best: Sequence[PageReference], terms: QueryTerms, texts: Texts) -> list[Snippet]:
        """At most COUNT snippets of the best pages. Words that a title above the snippets shows, or a header or footer, are
        shown only where there is nothing better; the beginning of the document where the pages show nothing.
        """
        titles = [self._pages.title(title) for title in document.titles.values()]
        evidence: list[_Evidence] = []
        found: list[Snippet] = []
        for reference in best:
            one = self._evidence(reference, terms, titles, texts)
            if one is not None:
                evidence.append(one)
                found += self._telling(document, one)
            if len(found) >= COUNT:
                break
        anything = chain.from_iterable(_pieces(one, one.spans) for one in evidence)
        return found[:COUNT] or list(islice(anything, COUNT)) or list(self._beginning(document))

    def analysed(self, reference: PageReference, texts: Texts) -> AnalysedText | None:
        """The page with its analysis, None where it is gone."""
        text = texts.get(_key(reference))
        return None if text is None else self._pages.page(_key(reference), text)

    def _evidence(
        self, reference: PageReference, terms: QueryTerms, titles: Sequence[AnalysedText], texts: Texts
    ) -> _Evidence | None:
        analysed = self.analysed(reference, texts)
        spans = analysed.spans(terms) if analysed else []
        if analysed is None or not spans:
            return None
        shown = [place for title in titles for place in highlight.repeated(analysed.tokens, title.tokens)]
        return _Evidence(reference, analysed, spans, _outside(spans, shown))

    def _telling(self, document: Document, evidence: _Evidence) -> list[Snippet]:
        """The pieces of a page that tell something. Which lines are headers and footers is found out where a piece would
        show them: other pages are read for it.
        """
        found = list(_pieces(evidence, evidence.telling))
        if not at_edge(evidence.analysed.text, _shown(found, evidence.telling)):
            return found
        return list(_pieces(evidence, _outside(evidence.telling, self._furniture(document, _key(evidence.reference)))))

    def _furniture(self, document: Document, here: PageKey) -> Sequence[Span]:
        """The headers and footers of a page, by what stands on the pages around it."""
        around = _around(document, here)
        if len(around) < LEAST_PAGES:
            return ()
        texts = self._archive.page_texts(around)
        pages = [key for key in around if key in texts]
        spans = furniture([texts[key] for key in pages])
        return dict(zip(pages, spans, strict=True)).get(here, ())

    def _beginning(self, document: Document) -> Iterator[Snippet]:
        first = _first_page(document)
        text = self._archive.page_texts([first]).get(first) if first else None
        if first and text and text.strip():
            yield _opening(first, text, document)


def _key(reference: PageReference) -> PageKey:
    return PageKey(reference.version_id, reference.number)


def _around(document: Document, here: PageKey) -> Sequence[PageKey]:
    """The pages before and behind one, and itself, in the order of the document."""
    if here in document.arrangement:
        place = document.arrangement.index(here)
        return document.arrangement[max(0, place - _AROUND) : place + _AROUND + 1]
    version = document.version(here.version_id)
    last = version.page_count if version else 0
    numbers = range(max(1, here.number - _AROUND), min(last, here.number + _AROUND) + 1)
    return [PageKey(here.version_id, number) for number in numbers]


def _shown(pieces: Sequence[Snippet], spans: Sequence[Span]) -> list[Span]:
    """Those of a page's spans that its pieces show."""
    return [(s, e) for s, e in spans if any(one.start <= s and e <= one.start + len(one.text) for one in pieces)]


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


def _opening(page: PageKey, text: str, document: Document) -> Snippet:
    """The first words of a page, cut between words."""
    start = len(text) - len(text.lstrip())
    opening = text[start : start + SIZE]
    if start + SIZE < len(text):
        opening = opening.rsplit(maxsplit=1)[0]
    language = document.languages[0] if document.languages else "und"
    return Snippet(text=opening, language=language, start=start, version_id=page.version_id, number=page.number)
