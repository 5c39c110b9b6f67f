"""The answer that is a page's text: with it goes how it was obtained, and of which words that is not sure."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from domain.documents import Page, PageReading, TextSource
from domain.failures import Failure
from search_api.answers import Answer, Box, Span, example
from search_api.asking import PageAddress
from search_api.records import document_url

UNCERTAIN = 0.7
"""Words that OCR is less sure of are marked: on sample scans 4 in 100, three fifths of them misread, and with them four
fifths of all misread words (docs/adr/0015).
"""


class ReadingAnswer(Answer):
    """One way in which a page was read. `score` is the share of its text that is language, `confidence` the tool's own;
    both 0 to 1, null when unknown. `chosen` marks the reading whose text the page has; `failure` is why one came to nothing.
    """

    model_config = example(source="ocr", tool="tesseract 5.3.0 ara+fra", score=0.96, confidence=0.91, chosen=True)

    source: TextSource
    tool: str
    score: float | None = None
    confidence: float | None = None
    chosen: bool = False
    failure: Failure | None = None


class PageTextResponse(Answer):
    """A page's text, how it was obtained (`source`, `tool`), and which words answer the query.

    `confidence` (of the OCR) and `trust` (share of the text that is language) are 0 to 1, null when unknown. `readings`
    are all that were tried. `repaired` says that the text is the file's own, put right; `raw` is the address of the
    file's own text before that, or before OCR took its place, null where there is none. `uncertain` are words OCR may
    have misread.
    """

    model_config = example(
        document_id="0example0001",
        version_id="v0example001",
        number=3,
        text="صادق المجلس على اتفاقية الشراكة",
        language="ar",
        source="ocr",
        tool="tesseract 5.3.0 ara+fra",
        confidence=0.91,
        trust=0.96,
        highlights=[[5, 11]],
        readings=[
            {"source": "layer", "tool": "pdfminer.six 20260107", "score": 0.04, "confidence": None, "chosen": False},
            {"source": "ocr", "tool": "tesseract 5.3.0 ara+fra", "score": 0.96, "confidence": 0.91, "chosen": True},
        ],
        repaired=False,
        raw="/api/v1/documents/0example0001/pages/v0example001/3/raw",
        uncertain=[[16, 23]],
    )

    document_id: str
    version_id: str
    number: int
    text: str
    language: str
    source: TextSource
    tool: str
    confidence: float | None = None
    trust: float | None = None
    highlights: list[Span] = Field(default_factory=list)
    readings: list[ReadingAnswer] = Field(default_factory=list)
    repaired: bool = False
    raw: str | None = None
    uncertain: list[Span] = Field(default_factory=list)


def page_text_response(address: PageAddress, page: Page, language: str, spans: list[Span]) -> PageTextResponse:
    """The page's text, mostly in `language`, with the words that answer at `spans`."""
    return PageTextResponse(
        document_id=address.document_id,
        version_id=address.version_id,
        number=page.number,
        text=page.text,
        language=language,
        source=page.source,
        tool=page.tool,
        confidence=page.confidence,
        trust=page.trust,
        highlights=spans,
        readings=[_reading(reading) for reading in page.readings],
        repaired=page.source is TextSource.REPAIRED,
        raw=None if page.raw_text is None else _raw_url(address),
        uncertain=uncertain_spans(page),
    )


def uncertain_spans(page: Page) -> list[Span]:
    """The words of an OCR reading that are less sure than UNCERTAIN, in order, apart; strokes alone are no words."""
    doubtful = (word for word in page.words if word.confidence is not None and word.confidence < UNCERTAIN)
    return [(word.start, word.end) for word in doubtful if any(map(str.isalnum, page.text[word.start : word.end]))]


def _reading(reading: PageReading) -> ReadingAnswer:
    return ReadingAnswer(
        source=reading.source,
        tool=reading.tool,
        score=reading.score,
        confidence=reading.confidence,
        chosen=reading.chosen,
        failure=reading.failure,
    )


def _raw_url(address: PageAddress) -> str:
    return f"{document_url(address.document_id)}/pages/{address.version_id}/{address.number}/raw"


def boxes_of(page: Page, spans: Sequence[tuple[int, int]]) -> list[Box]:
    """The boxes of the words that share a letter with one of the spans."""
    return [
        Box(
            left=word.left,
            top=word.top,
            right=word.right,
            bottom=word.bottom,
            text=page.text[word.start : word.end],
        )
        for word in page.words
        if any(start < word.end and word.start < end for start, end in spans)
    ]
