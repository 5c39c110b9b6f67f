"""One conformance test over every extractor there is."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image

from domain.documents import Page, TextSource
from domain.failures import RefusedFileError
from domain.plugins import discover
from ingest.capabilities import Container, Lockable
from ingest.extractor import Extractor, PagedExtractor, Sample, extractor_for
from ingest.identify import identify
from ingest.limits import Limits
from ingest.scale import Scale
from tests.ingest.drawn_pdf import DrawnPdf
from tests.ingest.office_samples import (
    by_libreoffice,
    flat_odf,
    locked_office,
    message,
    row,
    slide_part,
    slide_text,
    text_body,
    write_pptx,
    write_xlsx,
)
from tests.ingest.packages import paragraph, write_docx, write_odt

EXTRACTORS: dict[str, Extractor] = discover("ingest.extractors")
WORDS = "قرر المجلس Le conseil"


def pdf_sample(path: Path) -> None:
    pdf = DrawnPdf()
    pdf.line(WORDS, 50, 700)
    path.write_bytes(pdf.to_bytes())


def image_sample(path: Path) -> None:
    target = BytesIO()
    Image.new("L", (200, 300), "white").save(target, "PNG")
    path.write_bytes(target.getvalue())


def locked_sample(path: Path) -> None:
    path.write_bytes(locked_office(write_xlsx(path, {"s": row(1, *[WORDS] * 26) * 40}).read_bytes(), "x"))


@cache
def old_file() -> bytes:
    with TemporaryDirectory() as folder:
        return by_libreoffice(Path(folder), flat_odf("text", text_body([WORDS])), ".fodt", "doc").read_bytes()


SAMPLES: dict[str, Callable[[Path], object]] = {
    "docx": lambda path: write_docx(path, paragraph(WORDS)),
    "eml": lambda path: path.write_bytes(message(WORDS, WORDS).as_bytes()),
    "html": lambda path: path.write_text(f"<html><p>{WORDS}</p></html>"),
    "image": image_sample,
    "locked_office": locked_sample,
    "odt": lambda path: write_odt(path, f"<text:p>{WORDS}</text:p>"),
    "office97": lambda path: path.write_bytes(old_file()),
    "pdf": pdf_sample,
    "pptx": lambda path: write_pptx(path, [slide_part("sld", slide_text(WORDS))]),
    "rtf": lambda path: path.write_bytes(rb"{\rtf1\ansi\ansicpg1252 Le conseil}"),
    "spreadsheet": lambda path: write_xlsx(path, {"s": row(1, WORDS)}),
    "text": lambda path: path.write_text(WORDS),
}


SUFFIXES = {"locked_office": ".docx", "spreadsheet": ".xlsx"}
SLOW = frozenset({"office97"})
"""Formats that another program reads: one start of it a try."""


@pytest.fixture(params=sorted(EXTRACTORS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sample(name: str, tmp_path: Path) -> Path:
    path = tmp_path / f"sample{SUFFIXES.get(name) or sorted(EXTRACTORS[name].suffixes)[0]}"
    SAMPLES[name](path)
    return path


def test_there_is_a_sample_of_every_format(name: str) -> None:
    assert name in SAMPLES


def test_a_file_is_recognised_by_its_own_extractor(name: str, sample: Path) -> None:
    media_type = identify(sample, sample.name)
    assert media_type in EXTRACTORS[name].media_types
    assert extractor_for(media_type) is EXTRACTORS[name]


def test_suffixes_and_types_are_written_as_the_port_asks(name: str) -> None:
    extractor = EXTRACTORS[name]
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in extractor.suffixes)
    assert all(media_type.count("/") == 1 for media_type in extractor.media_types)


def pages_of(extractor: Extractor, path: Path) -> list[Page]:
    """The pages; none of a file that has yet to be unlocked."""
    if extractor is EXTRACTORS["locked_office"]:
        with pytest.raises(RefusedFileError, match="encrypted"):
            list(extractor.extract(path, Limits()))
        assert isinstance(extractor, Lockable)
        return []
    return list(extractor.extract(path, Limits()))


def test_pages_are_numbered_and_words_are_slices_of_the_text(name: str, sample: Path) -> None:
    pages = pages_of(EXTRACTORS[name], sample)
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert page.tool
        assert (page.source is TextSource.EMPTY) == (page.text == "")
        for box in page.words:
            word = page.text[box.start : box.end]
            assert word == word.strip() != ""
            assert 0 <= box.left <= box.right <= 1
            assert 0 <= box.top <= box.bottom <= 1


def test_paged_formats_have_sizes_and_can_be_drawn_and_others_neither(name: str, sample: Path) -> None:
    extractor = EXTRACTORS[name]
    for page in pages_of(extractor, sample)[:1]:
        assert (page.width is not None) == (page.height is not None) == extractor.paged
    assert isinstance(extractor, PagedExtractor) == extractor.paged
    if isinstance(extractor, PagedExtractor):
        drawing = extractor.draw(sample, 1, Scale(width=50), Limits())
        assert drawing.image.width == 50
        assert (drawing.width, drawing.height) == (page.width, page.height)


def test_damaged_files_are_read_or_refused_but_raise_nothing_else(name: str, sample: Path) -> None:
    extractor, dice, whole = EXTRACTORS[name], random.Random(name), sample.read_bytes()
    for _ in range(2 if name in SLOW else 30):
        damaged = bytearray(whole[: dice.randrange(1, len(whole) + 1)])
        for _ in range(dice.randrange(4)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        sample.write_bytes(damaged)
        try:
            extractor.recognise(Sample(sample, sample.name))
            list(extractor.extract(sample, Limits(page_seconds=5)))
            if isinstance(extractor, Container):
                list(extractor.contained(sample, Limits()))
        except RefusedFileError:
            continue


def test_looking_an_extractor_up_loads_no_parser() -> None:
    program = "import sys, ingest.extractor as e; e.extractors(); print([m for m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    parsers = "pdfminer PIL lxml pypdfium2 camel_tools pytesseract pikepdf olefile msoffcrypto python_calamine striprtf"
    for parser in parsers.split():
        assert f"'{parser}'" not in loaded


@pytest.mark.parametrize("task", ["extractors.pdf", "ocr", "rendering", "child", "sandbox"])
def test_no_lexicon_is_loaded_beside_a_parser(task: str) -> None:
    program = f"import sys, ingest.{task}; print([m for m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert "camel_tools" not in loaded
    assert "'analyzers" not in loaded
