"""DOCX, ODT and other ZIPs, as small as a reader takes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_ODT_PREFIXES = {
    **{name: _ODF.format(name) for name in ("office", "style", "text", "table")},
    "fo": _ODF.format("xsl-fo-compatible"),
}
CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def write_zip(path: Path, members: Mapping[str, bytes | str]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return path


def word_part(root: str, body: str) -> str:
    return f'<?xml version="1.0"?><w:{root} xmlns:w="{_W}" xmlns:mc="{_COMPATIBILITY}">{body}</w:{root}>'


def write_docx(path: Path, body: str, **parts: str) -> Path:
    """A DOCX of a body's XML; further parts by name (header1, footnotes …), their XML without the root."""
    members = {
        "[Content_Types].xml": CONTENT_TYPES,
        "word/document.xml": word_part("document", f"<w:body>{body}</w:body>"),
    }
    members |= {f"word/{name}.xml": word_part("part", xml) for name, xml in parts.items()}
    return write_zip(path, members)


def paragraph(*texts: str) -> str:
    """A paragraph of one run a text."""
    runs = "".join(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts)
    return f"<w:p>{runs}</w:p>"


def write_odt(path: Path, body: str, styles: str = "", master: str = "") -> Path:
    """An ODT of a text's XML, its automatic styles and what its master pages hold."""
    names = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _ODT_PREFIXES.items())
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    pages = f"<office:document-styles {names}>{master}</office:document-styles>"
    return write_zip(path, {"mimetype": ODT_TYPE, "content.xml": content, "styles.xml": pages})
