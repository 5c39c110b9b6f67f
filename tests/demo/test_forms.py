from __future__ import annotations

import re
import unicodedata
import zipfile

import pypdfium2 as pdfium
import pytesseract
import pytest
from lxml import etree
from pdfminer.high_level import extract_text

from demo.generate import SampleDocument
from tests.demo.reading import WORD, made_as, markup_text, pdf_text, recall, truth_text

ARABIC_LETTERS = re.compile(r"[\u0600-\u06ff]")
PRESENTATION_FORMS = re.compile(r"[\ufe80-\ufefc]")


def test_a_layer_holds_the_words_of_the_page(samples: list[SampleDocument]) -> None:
    for sample in samples:
        if sample.truth["made"] == "layer":
            assert recall(truth_text(sample), pdf_text(sample.path)) > 0.85, sample.path.name


def test_a_scan_has_no_text_layer(samples: list[SampleDocument]) -> None:
    assert pdf_text(made_as(samples, "scan_pdf").path).strip() == ""


def test_mojibake_has_a_layer_without_a_single_arabic_letter(samples: list[SampleDocument]) -> None:
    sample = made_as(samples, "mojibake")
    text = extract_text(sample.path)
    assert not ARABIC_LETTERS.search(text)
    assert "مقرر".encode("cp1256").decode("cp1252") in text
    assert recall(truth_text(sample), text) < 0.2


def test_mojibake_undone_is_the_text(samples: list[SampleDocument]) -> None:
    sample = made_as(samples, "mojibake")
    undone = extract_text(sample.path).encode("cp1252", "replace").decode("cp1256", "replace")
    assert recall(truth_text(sample), undone) > 0.6


def test_a_visual_layer_stores_lines_as_seen_from_the_left(samples: list[SampleDocument]) -> None:
    sample = made_as(samples, "visual")
    text = extract_text(sample.path)
    assert len(PRESENTATION_FORMS.findall(text)) > 500
    assert recall(truth_text(sample), unicodedata.normalize("NFKC", text)) < 0.2
    lines = [unicodedata.normalize("NFKC", line[::-1]) for line in text.splitlines()]
    assert recall(truth_text(sample), "\n".join(lines)) > 0.85


@pytest.mark.parametrize("form", ["docx", "odt", "html", "txt", "md"])
def test_a_flowing_file_holds_its_text_word_for_word(samples: list[SampleDocument], form: str) -> None:
    sample = made_as(samples, form)
    found = markup_text(sample.path).replace("\u00a0", " ")
    assert recall(truth_text(sample), found) == 1
    for line in truth_text(sample).splitlines():
        assert form in ("txt", "md") or all(word in found for word in line.split())


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_every_part_of_a_package_is_well_formed(samples: list[SampleDocument], form: str) -> None:
    with zipfile.ZipFile(made_as(samples, form).path) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name != "mimetype":
                etree.fromstring(package.read(name))


def test_an_odt_begins_with_its_media_type_stored_as_it_is(samples: list[SampleDocument]) -> None:
    content = made_as(samples, "odt").path.read_bytes()
    assert content[30:38] == b"mimetype"
    assert content[38:].startswith(b"application/vnd.oasis.opendocument.textPK")


def test_docx_and_odt_repeat_the_mark_on_every_printed_page(samples: list[SampleDocument]) -> None:
    for form, part in (("docx", "word/header1.xml"), ("odt", "styles.xml")):
        with zipfile.ZipFile(made_as(samples, form).path) as package:
            words = "".join(etree.fromstring(package.read(part)).itertext())
        assert "لا قيمة قانونية لها" in words


def test_a_scan_can_be_read_by_ocr(samples: list[SampleDocument], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_THREAD_LIMIT", "1")
    sample = made_as(samples, "scan_jpeg")
    assert set(sample.truth["languages"]) == {"ar", "fr"}
    text = pytesseract.image_to_string(str(sample.path), lang="ara+fra")
    assert recall(truth_text(sample), text) > 0.8
    readable = set(WORD.findall(text))
    scan_only = sample.truth["scan_only_words"]
    assert sum(word in readable for word in scan_only) > 0.7 * len(scan_only)
    assert "exemple" in readable


def test_a_scan_fills_an_a4_page(samples: list[SampleDocument]) -> None:
    document = pdfium.PdfDocument(made_as(samples, "scan_pdf").path)
    width, height = document[0].get_size()
    document.close()
    assert (round(width), round(height)) == (595, 842)
