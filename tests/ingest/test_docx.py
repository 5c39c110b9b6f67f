from __future__ import annotations

from pathlib import Path

import pytest

from domain.failures import Failure, RefusedFileError
from ingest.extractors.docx import PLUGIN
from ingest.limits import Limits
from tests.ingest.packages import paragraph, write_docx, write_zip

BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"


def read(path: Path, limits: Limits | None = None) -> list[str]:
    return [page.text for page in PLUGIN.extract(path, limits or Limits())]


@pytest.mark.parametrize(
    ("body", "pages"),
    [
        (paragraph("قرر ", "المجلس") + paragraph("الموافقة"), ["قرر المجلس\nالموافقة"]),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", ["a b\nc"]),
        ("<w:p><w:r><w:t>arc</w:t><w:noBreakHyphen/><w:t>en</w:t></w:r></w:p>", ["arc-en"]),
        (
            f"<w:tbl><w:tr><w:tc>{paragraph('n')}</w:tc><w:tc>{paragraph('a')}{paragraph('b')}</w:tc></w:tr>"
            f"<w:tr><w:tc>{paragraph('1')}</w:tc><w:tc>{paragraph('2')}</w:tc></w:tr></w:tbl>{paragraph('z')}",
            ["n\ta b\n1\t2\nz"],
        ),
        (paragraph("one") + BREAK + paragraph("two"), ["one", "two"]),
        (f"{paragraph('one')}<w:p>{RENDERED}<w:r><w:t>two</w:t></w:r></w:p>", ["one", "two"]),
        (f"{paragraph('one')}{BREAK}<w:p>{RENDERED}<w:r><w:t>two</w:t></w:r></w:p>", ["one", "two"]),
        ("<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>one</w:t></w:r></w:p>", ["one"]),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r><w:r><w:t>yes</w:t></w:r></w:p>", ["yes"]),
        ('<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>yes</w:t></w:r></w:p>', ["yes"]),
        ("<w:p><w:r><w:delText>no</w:delText><w:instrText>PAGE</w:instrText><w:t>yes</w:t></w:r></w:p>", ["yes"]),
        (
            "<w:p><mc:AlternateContent><mc:Choice><w:r><w:t>once</w:t></w:r></mc:Choice>"
            "<mc:Fallback><w:r><w:t>once</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>",
            ["once"],
        ),
        ("", [""]),
    ],
    ids=[
        "paragraphs", "tabs and breaks", "hyphen", "table", "page break", "page Word saw", "both at once",
        "break before the first", "hidden", "not hidden", "deleted", "alternatives", "empty",
    ],
)  # fmt: skip
def test_the_text_is_what_word_shows(tmp_path: Path, body: str, pages: list[str]) -> None:
    assert read(write_docx(tmp_path / "a.docx", body)) == pages


def test_headers_stand_before_the_text_notes_and_footers_behind_it_each_once(tmp_path: Path) -> None:
    path = write_docx(
        tmp_path / "a.docx",
        paragraph("texte"),
        header1=paragraph("en-tête"),
        header2=paragraph("en-tête"),
        footer1=paragraph("pied"),
        footnotes=paragraph("note"),
    )
    assert read(path) == ["en-tête\n\ntexte\n\nnote\n\npied"]


@pytest.mark.parametrize(
    ("xml", "failure"),
    [
        ("<w:document", Failure.BROKEN),
        ('<!DOCTYPE a [<!ENTITY b "bomb">]><a>&b;</a>', Failure.BROKEN),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', Failure.BROKEN),
        ("<a>" + "x" * 2_000_000 + "</a>", Failure.TOO_LARGE),
    ],
    ids=["no XML", "entities", "document type", "bomb"],
)
def test_a_dangerous_or_damaged_part_refuses_the_file(tmp_path: Path, xml: str, failure: Failure) -> None:
    path = write_zip(tmp_path / "a.docx", {"word/document.xml": xml})
    with pytest.raises(RefusedFileError) as refusal:
        read(path, Limits(unpacked_bytes=1_000_000))
    assert refusal.value.failure is failure


def test_the_parts_are_counted_together(tmp_path: Path) -> None:
    parts = {f"header{number}": paragraph("x" * 300_000) for number in range(5)}
    path = write_docx(tmp_path / "a.docx", paragraph("texte"), **parts)
    with pytest.raises(RefusedFileError) as refusal:
        read(path, Limits(unpacked_bytes=1_000_000))
    assert refusal.value.failure is Failure.TOO_LARGE
