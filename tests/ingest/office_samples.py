"""Office files, mail and PDFs with attachments, made by hand, or by LibreOffice from what was made by hand."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

import msoffcrypto.format.ooxml
import pikepdf

from tests.ingest.drawn_pdf import DrawnPdf
from tests.ingest.packages import CONTENT_TYPES, write_zip

_ODF = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_XLSX = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"


def flat_odf(kind: str, body: str) -> str:
    """A flat OpenDocument file (`text`, `spreadsheet`, `presentation`) of a body's XML."""
    names = " ".join(
        f'xmlns:{prefix}="{_ODF.format(space)}"'
        for prefix, space in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("svg", "svg-compatible"),
            ("style", "style"),
        )
    )
    return (
        f'<?xml version="1.0"?><office:document {names} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}"><office:body><office:{kind}>{body}</office:{kind}>'
        "</office:body></office:document>"
    )


def text_body(lines: Sequence[str]) -> str:
    return "".join(f"<text:p>{line}</text:p>" for line in lines)


def slide_body(lines: Sequence[str]) -> str:
    frame = (
        '<draw:frame svg:x="2cm" svg:y="{}cm" svg:width="20cm" svg:height="2cm">'
        "<draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    )
    frames = "".join(frame.format(2 + 3 * at, line) for at, line in enumerate(lines))
    return f'<draw:page draw:name="1">{frames}</draw:page>'


def table_body(rows: Sequence[Sequence[str]]) -> str:
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    return f'<table:table table:name="Feuille">{cells}</table:table>'


def by_libreoffice(folder: Path, flat: str, suffix: str, made: str) -> Path:
    """What LibreOffice makes of a flat file: `suffix` is the flat file's, `made` that of the result."""
    source = folder / f"made{suffix}"
    source.write_text(flat, encoding="utf-8")
    profile = (folder / "profile").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", made, "--outdir", folder, source]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    return folder / f"made.{made}"


def write_xlsx(path: Path, sheets: dict[str, str], hidden: Sequence[str] = ()) -> Path:
    """An XLSX of sheets by name, each the XML of its rows. Style 1 is a date, style 2 a date and a time."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" state="{_state(name in hidden)}" r:id="r{n}"/>'
        for n, name in enumerate(sheets, 1)
    )
    targets = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    members = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": _related({"r1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{_XLSX}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}">{targets}'
            f'<Relationship Id="s" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": (
            f'<styleSheet xmlns="{_XLSX}"><cellXfs count="3">'
            '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>'
        ),
    }
    for number, rows in enumerate(sheets.values(), 1):
        members[f"xl/worksheets/{number}.xml"] = (
            f'<worksheet xmlns="{_XLSX}"><sheetViews><sheetView rightToLeft="1" workbookViewId="0"/></sheetViews>'
            f"<sheetData>{rows}</sheetData></worksheet>"
        )
    return write_zip(path, members)


def _state(hidden: bool) -> str:
    return "hidden" if hidden else "visible"


def row(number: int, *cells: str | tuple[float, int]) -> str:
    """A row of texts and of (number, style) pairs."""
    return f'<row r="{number}">{"".join(_cell(number, at, cell) for at, cell in enumerate(cells))}</row>'


def _cell(number: int, at: int, cell: str | tuple[float, int]) -> str:
    place = f"{chr(ord('A') + at)}{number}"
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{cell}</t></is></c>'
    return f'<c r="{place}" s="{cell[1]}"><v>{cell[0]}</v></c>'


def write_pptx(
    path: Path, slides: Sequence[str], notes: dict[int, str] | None = None, shown: Sequence[int] | None = None
) -> Path:
    """A PPTX of slides' XML, stored in one order and `shown` (numbers from 1) in another, with notes by slide."""
    notes = notes or {}
    order = shown or range(1, len(slides) + 1)
    members = {
        "[Content_Types].xml": CONTENT_TYPES,
        "ppt/presentation.xml": (
            f'<p:presentation xmlns:p="{_SLIDES}" xmlns:r="{_RELATIONS}"><p:sldIdLst>'
            + "".join(f'<p:sldId id="{255 + n}" r:id="r{n}"/>' for n in order)
            + "</p:sldIdLst></p:presentation>"
        ),
        "ppt/_rels/presentation.xml.rels": _related({f"r{n}": ("slide", f"slides/slide{n}.xml") for n in order}),
    }
    for number, slide in enumerate(slides, 1):
        members[f"ppt/slides/slide{number}.xml"] = slide
        if number in notes:
            members[f"ppt/notesSlides/notesSlide{number}.xml"] = slide_part("notes", notes[number])
            target = f"../notesSlides/notesSlide{number}.xml"
            members[f"ppt/slides/_rels/slide{number}.xml.rels"] = _related({"r1": ("notesSlide", target)})
    return write_zip(path, members)


def slide_part(root: str, body: str, attributes: str = "") -> str:
    return f'<p:{root} xmlns:p="{_SLIDES}" xmlns:a="{_DRAWING}" {attributes}>{body}</p:{root}>'


def slide_text(*paragraphs: str) -> str:
    return "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in paragraphs)


def _related(targets: dict[str, tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{one}" Type="{_RELATIONS}/{kind}" Target="{target}"/>' for one, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{rows}</Relationships>'


def message(subject: str, body: str, files: dict[str, bytes] | None = None) -> EmailMessage:
    """A message with files attached."""
    made = EmailMessage()
    made["Subject"] = subject
    made["From"] = "كتابة المجلس <greffe@commune.example>"
    made["To"] = "membres@commune.example"
    made["Date"] = "Mon, 20 Sep 2021 10:00:00 +0100"
    made.set_content(body)
    for name, content in (files or {}).items():
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made


def pdf_bytes(text: str) -> bytes:
    pdf = DrawnPdf()
    pdf.line(text, 50, 700)
    return pdf.to_bytes()


def pdf_with_files(text: str, files: dict[str, bytes], portfolio: bool = False) -> bytes:
    """A PDF of a line of text with files embedded; a portfolio asks to be shown by its files."""
    with pikepdf.open(io.BytesIO(pdf_bytes(text))) as pdf:
        for name, content in files.items():
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)
        if portfolio:
            pdf.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection, View=pikepdf.Name.D)
        return _saved(pdf)


def locked_pdf(text: str, user: str, owner: str = "owner", revision: int = 6) -> bytes:
    with pikepdf.open(io.BytesIO(pdf_bytes(text))) as pdf:
        return _saved(pdf, encryption=_encryption(user, owner, revision))


def _encryption(user: str, owner: str, revision: int) -> pikepdf.Encryption:
    newer = revision >= 4
    return pikepdf.Encryption(user=user, owner=owner, R=revision, aes=newer, metadata=newer)  # type: ignore[arg-type]


def _saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    target = io.BytesIO()
    pdf.save(target, **options)
    return target.getvalue()


def locked_office(plain: bytes, password: str) -> bytes:
    """A DOCX, XLSX or PPTX under a password."""
    target = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(plain)).encrypt(password, target)
    return target.getvalue()
