from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from PIL import Image

from demo import markup, office
from demo.blocks import Block, Kind, runs
from demo.drafting import Draft
from demo.forms import MAKERS
from demo.image_files import IMAGE_FORMS
from demo.mojibake import mojibake_lines
from demo.typesetting import typesetter

Writer = Callable[[Draft], bytes]

ODD = '<b>12 & 13</b> "العدد" {{ x }} {% if %} \']]>'


def saying(draft: Draft, text: str) -> Draft:
    """The draft with one more paragraph and a table's cell that say `text`."""
    added = (Block(Kind.PARAGRAPH, ((text,),)), Block(Kind.TABLE, ((text, "1"),)))
    return replace(draft, blocks=draft.blocks + added)


def zipped_part(content: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def test_html_says_what_is_odd_as_text(drafts: list[Draft]) -> None:
    page = html.document_fromstring(markup.html(saying(drafts[0], ODD)))
    assert page.text_content().count(ODD) == 2
    assert page.find(".//b") is None


@pytest.mark.parametrize(("write", "part"), [(office.docx, "word/document.xml"), (office.odt, "content.xml")])
def test_packages_say_what_is_odd_as_text(drafts: list[Draft], write: Writer, part: str) -> None:
    root = zipped_part(write(saying(drafts[0], ODD)), part)
    assert "".join(root.itertext()).count(ODD) == 2


@pytest.mark.parametrize("write", [markup.html, markup.text, markup.markdown, office.docx, office.odt])
def test_a_writer_gives_the_same_bytes_again(drafts: list[Draft], write: Writer) -> None:
    assert write(drafts[3]) == write(drafts[3])


def test_html_pages_run_in_the_direction_of_their_language(drafts: list[Draft]) -> None:
    for draft in drafts[:14]:
        page = html.document_fromstring(markup.html(draft))
        assert (page.get("lang"), page.get("dir")) == (("fr", "ltr") if draft.language == "fr" else ("ar", "rtl"))


def test_html_keeps_tables_as_tables(drafts: list[Draft]) -> None:
    draft = next(draft for draft in drafts if any(block.kind is Kind.TABLE for block in draft.blocks))
    wanted = [block.rows for block in draft.blocks if block.kind is Kind.TABLE]
    page = html.document_fromstring(markup.html(draft))
    found = [
        tuple(tuple(cell.text_content() for cell in row) for row in table) for table in page.xpath("//table[not(@class)]")
    ]
    assert found == wanted


def test_markdown_has_headings_and_tables(drafts: list[Draft]) -> None:
    draft = next(draft for draft in drafts if draft.slot.kind == "petition" and draft.slot.language == "ar")
    lines = markup.markdown(draft).decode().splitlines()
    assert f"# {draft.titles['ar']}" in lines
    assert "| --- | --- | --- |" in lines
    assert lines[0].startswith("*وثيقة نموذجية")


def test_docx_paragraphs_in_arabic_are_bidirectional(drafts: list[Draft]) -> None:
    root = zipped_part(office.docx(drafts[0]), "word/document.xml")
    names = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    for paragraph in root.iterfind(".//w:body/w:p[w:r]", names):
        arabic = any("\u0600" <= letter <= "\u06ff" for letter in "".join(paragraph.itertext()))
        assert (paragraph.find("w:pPr/w:bidi", names) is not None) == arabic


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("رقم 111-14 المتعلق", [("رقم ", True), ("111-14", False), (" المتعلق", True)]),
        ("Appel d'offres n° 12/2021", [("Appel d'offres n° 12/2021", False)]),
        ("مبلغ 1.250,00 درهم.", [("مبلغ ", True), ("1.250,00", False), (" درهم.", True)]),
        ("", []),
    ],
)
def test_numbers_are_runs_of_their_own(text: str, pieces: list[tuple[str, bool]]) -> None:
    assert runs(text) == pieces


@given(st.text(alphabet="ابت 12-./,éaZ°'(", max_size=40))
def test_runs_together_are_the_text(text: str) -> None:
    assert "".join(piece for piece, _ in runs(text)) == text


@pytest.mark.parametrize(("form", "frames"), [("scan_tiff", 3), ("scan_png", 1), ("scan_jpeg", 1)])
def test_image_files_open_with_their_pages(form: str, frames: int) -> None:
    pages = [Image.new("L", (80, 120), grey) for grey in (0, 128, 255)][:frames]
    with Image.open(io.BytesIO(IMAGE_FORMS[form].save(pages))) as image:
        assert Image.MIME[image.format or ""] == IMAGE_FORMS[form].media_type
        assert getattr(image, "n_frames", 1) == frames
        assert round(float(image.info["dpi"][0])) == 200


def test_a_document_too_long_for_one_image_becomes_a_tiff(drafts: list[Draft]) -> None:
    long = next(draft for draft in drafts if draft.slot.kind == "session_minutes")
    with typesetter() as setting:
        made = MAKERS["scan_png"](long, setting, Random(1))
    assert (made.suffix, made.instead) == (".tiff", "scan_tiff")
    with Image.open(io.BytesIO(made.content)) as image:
        assert getattr(image, "n_frames", 1) == len(made.pages) > 1


def test_mojibake_lines_stand_where_the_words_are(drafts: list[Draft]) -> None:
    with typesetter() as setting:
        made = setting.set(drafts[0], drafts[0].blocks)
    (lines,) = mojibake_lines(made.pdf)
    document = pdfium.PdfDocument(made.pdf)
    width, height = document[0].get_size()
    document.close()
    assert all(0 < line.left < width and 0 < line.bottom < height for line in lines)
    assert lines[0].bottom > height * 0.9 > lines[-1].bottom
    text = b"\n".join(line.text for line in lines).decode("cp1256")
    assert "جهة" in text
    assert "Royaume" in text
