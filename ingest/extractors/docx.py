"""DOCX (ECMA-376, WordprocessingML): paragraphs, tables, notes, headers and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from domain.documents import Page
from ingest.extractor import Sample
from ingest.limits import Limits
from ingest.markup_pages import markup_pages
from ingest.markup_text import MarkupText
from ingest.packages import Package, open_package

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DOCUMENT = "word/document.xml"
_AROUND = re.compile(r"word/(header|footer|footnotes|endnotes)\d*\.xml")

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OFF = frozenset({"0", "false", "off"})
_SIGNS = {"tab": " ", "cr": "\n", "noBreakHyphen": "-"}


class DocxExtractor:
    """Pages are those Word last saw, where the file notes them, and those its author ended."""

    media_types = frozenset({_MEDIA_TYPE})
    suffixes = frozenset({".docx"})
    paged = False

    def recognise(self, sample: Sample) -> str | None:
        """A ZIP with the main part of a text document."""
        return _MEDIA_TYPE if _DOCUMENT in sample.members else None

    def extract(self, path: Path, limits: Limits) -> Iterator[Page]:
        """Headers stand before the text, footnotes, endnotes and footers behind it, each once."""
        with open_package(path, limits.unpacked_bytes) as package:
            around = _around(package)
            body = _text(package, _DOCUMENT)
        before = [text for kind, text in around if kind == "header"]
        behind = [text for kind, text in around if kind != "header"]
        return markup_pages("\n\n".join([*before, body, *behind]), "docx")


def _around(package: Package) -> list[tuple[str, str]]:
    """(kind, text) of the parts around the main one, without empty ones and repetitions."""
    parts = [(found[1], name) for name in package.names() if (found := _AROUND.fullmatch(name))]
    texts = {(kind, _text(package, name)): None for kind, name in parts}
    return sorted(((kind, text) for kind, text in texts if text), key=lambda part: part[0] == "footer")


def _text(package: Package, part: str) -> str:
    target = _Target()
    package.parse(part, target)
    return target.text.text()


class _Target:
    """Follows the elements of one part."""

    def __init__(self) -> None:
        self.text = MarkupText()
        self._letters: list[str] = []
        self._in_text = False
        self._vanished = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _FALLBACK:
            self.text.hide()
        name = _name(tag)
        match name:
            case "t":
                self._in_text = True
            case "r":
                self._vanished = False
            case "vanish":
                self._vanished = _attribute(attributes, "val") not in _OFF
            case "tr":
                self.text.start_row()
            case "lastRenderedPageBreak":
                self.text.reach_page()
            case "pageBreakBefore" if _attribute(attributes, "val") not in _OFF:
                self.text.reach_page()
            case "br":
                self._break(_attribute(attributes, "type"))
            case _ if name in _SIGNS:
                self.text.add(_SIGNS[name])

    def end(self, tag: str) -> None:
        if tag == _FALLBACK:
            self.text.show()
        match _name(tag):
            case "t":
                self._in_text = False
            case "p":
                self.text.end_paragraph()
            case "tc":
                self.text.end_cell()
            case "tr":
                self.text.end_row()

    def data(self, text: str) -> None:
        if self._in_text and not self._vanished:
            self.text.add(text)

    def close(self) -> None:
        """Nothing is left to do."""

    def _break(self, kind: str) -> None:
        if kind == "page":
            self.text.break_page()
        else:
            self.text.add("\n")


def _name(tag: str) -> str:
    """A WordprocessingML element's name, "" for elements of other vocabularies."""
    return next((tag.removeprefix(space) for space in _NAMESPACES if tag.startswith(space)), "")


def _attribute(attributes: dict[str, str], name: str) -> str:
    return next((attributes[space + name] for space in _NAMESPACES if space + name in attributes), "")


PLUGIN = DocxExtractor()
