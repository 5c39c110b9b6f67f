"""Reads sample files back, with other code than what wrote them."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path

import pypdfium2 as pdfium
from lxml import etree, html
from PIL import Image

from demo.generate import SampleDocument

WORD = re.compile(r"[^\W\d_]{2,}")


def made_as(samples: list[SampleDocument], form: str) -> SampleDocument:
    return next(sample for sample in samples if sample.truth["made"] == form)


def truth_text(sample: SampleDocument) -> str:
    return "\n".join(sample.truth["pages"])


def pdf_text(path: Path) -> str:
    document = pdfium.PdfDocument(path)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def page_count(path: Path) -> int:
    """Pages or frames; 1 for what has none."""
    if path.suffix == ".pdf":
        document = pdfium.PdfDocument(path)
        count = len(document)
        document.close()
        return count
    if path.suffix in (".tiff", ".png", ".jpg"):
        with Image.open(path) as image:
            return getattr(image, "n_frames", 1)
    return 1


def markup_text(path: Path) -> str:
    """The words of a file that is no PDF and no image, in the order they stand in."""
    if path.suffix == ".docx":
        return _zipped(path, "word/document.xml")
    if path.suffix == ".odt":
        return _zipped(path, "content.xml")
    if path.suffix == ".html":
        page = html.document_fromstring(path.read_bytes())
        return "\n".join(part.text_content() for part in page.xpath("//p | //h1 | //h2 | //li | //td"))
    return path.read_text(encoding="utf-8")


def _zipped(path: Path, part: str) -> str:
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read(part))
    paragraphs = root.xpath("//*[local-name()='p' or local-name()='h']")
    return "\n".join("".join(paragraph.itertext()) for paragraph in paragraphs)


def recall(wanted: str, found: str) -> float:
    """The share of the words wanted that were found, each as often as it is wanted."""
    expected, given = Counter(WORD.findall(wanted)), Counter(WORD.findall(found))
    return (expected & given).total() / expected.total()
