"""A scan whose own text layer is nonsense, as the archive holds it after OCR."""

from __future__ import annotations

from dataclasses import replace

from domain.documents import Page, PageReading, TextSource, WordBox
from tests.ingest.drawn_pdf import DrawnPdf
from tests.search_api.library import Paper

READ = "قرر المجلس إحداث متحف"
NONSENSE = "ÞÑÑ ÇáãÌáÓ ÃÍÏÇË"

LAYER = PageReading(TextSource.LAYER, "pdfminer.six 1", 0.04)
OCR = PageReading(TextSource.OCR, "tesseract 5.3 ara", 0.96, 0.83, chosen=True)


def scan(*confidences: float, name: str = "قرار المتحف.pdf") -> Paper:
    """A page of four words read by OCR, so sure of each."""
    pdf = DrawnPdf()
    pdf.line(NONSENSE, 100, 700)
    return Paper(
        title="قرار المتحف",
        name=name,
        media_type="application/pdf",
        content=pdf.to_bytes(),
        pages=[_page(confidences or (0.9, 0.9, 0.9, 0.9))],
    )


def repaired() -> Paper:
    """A page whose own text was put right."""
    page = replace(scan().pages[0], source=TextSource.REPAIRED, raw_text="سلجملا ررق", readings=(), confidence=None)
    return replace(scan(name="repaired.pdf"), title="محضر", pages=[page], content=_with_text("سلجملا ررق"))


def _with_text(text: str) -> bytes:
    pdf = DrawnPdf()
    pdf.line(text, 100, 700)
    return pdf.to_bytes()


def _page(confidences: tuple[float, ...]) -> Page:
    words, at = [], 0
    for place, (text, confidence) in enumerate(zip(READ.split(), confidences, strict=True)):
        right = 0.9 - 0.2 * place
        words.append(WordBox(at, at + len(text), right - 0.15, 0.1, right, 0.13, confidence))
        at += len(text) + 1
    return Page(1, READ, TextSource.OCR, OCR.tool, 0.83, 600.0, 800.0, tuple(words), 0.96, NONSENSE, (LAYER, OCR))
