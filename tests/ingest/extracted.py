"""What other people's tools get out of a PDF: Poppler, pdfminer and PDFium."""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

from defusedxml import ElementTree
from pdfminer.high_level import extract_text
from pypdfium2 import PdfDocument

Box = tuple[str, float, float, float, float]

_MARKS = dict.fromkeys(code for code in range(0x3000) if unicodedata.category(chr(code)) == "Cf")


def poppler(pdf: Path) -> list[str]:
    """The lines of `pdftotext`, without marks of direction and white space they begin with."""
    said = subprocess.run(["pdftotext", "-q", str(pdf), "-"], check=True, capture_output=True).stdout
    return _lines(said.decode())


def pdfminer(pdf: Path) -> list[str]:
    return _lines(extract_text(pdf))


def pdfium(pdf: Path) -> list[str]:
    """What Chromium selects."""
    with PdfDocument(pdf) as document:
        return _lines("\n".join(page.get_textpage().get_text_range() for page in document))


TOOLS: tuple[Callable[[Path], list[str]], ...] = (poppler, pdfminer, pdfium)


def boxes(pdf: Path, sides: tuple[float, float]) -> list[Box]:
    """Words of the first page and their edges as fractions of its sides, as it is shown, by Poppler."""
    command = ["pdftotext", "-q", "-bbox", "-cropbox", "-l", "1", str(pdf), "-"]
    said = subprocess.run(command, check=True, capture_output=True).stdout
    words = ElementTree.fromstring(said).iter("{http://www.w3.org/1999/xhtml}word")
    return [_box(word.text or "", [float(word.get(edge, 0)) for edge in EDGES], *sides) for word in words]


EDGES = ("xMin", "yMin", "xMax", "yMax")


def _box(text: str, edges: list[float], width: float, height: float) -> Box:
    left, top, right, bottom = edges
    return text.translate(_MARKS), left / width, top / height, right / width, bottom / height


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.translate(_MARKS).split()) for line in text.replace("\f", "\n").splitlines())
    return [line for line in lines if line]
