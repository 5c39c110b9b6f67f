"""ODT (OpenDocument 1.3 text): paragraphs, headings, lists, tables, headers and footers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from domain.documents import Page
from ingest.extractor import Sample
from ingest.limits import Limits
from ingest.markup_pages import markup_pages
from ingest.markup_text import MarkupText
from ingest.packages import open_package

_MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_PREFIXES = {_NAMESPACE.format(name): name for name in ("office", "style", "text", "table")}
_BREAK_BEFORE = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}break-before"

_PARAGRAPHS = frozenset({"text:p", "text:h"})
_UNSEEN = frozenset({"text:tracked-changes", "office:annotation", "text:sequence-decls"})
_MOST_SPACES = 100


class OdtExtractor:
    """Pages are those the writing program last saw, where the file notes them, and those its styles begin."""

    media_types = frozenset({_MEDIA_TYPE, f"{_MEDIA_TYPE}-template"})
    suffixes = frozenset({".odt", ".ott"})
    paged = False

    def recognise(self, sample: Sample) -> str | None:
        """By the media type that the package declares."""
        return sample.declared_type if sample.declared_type in self.media_types else None

    def extract(self, path: Path, limits: Limits) -> Iterator[Page]:
        """Headers and footers stand before the text, each once."""
        body, around = _Target(("office:text",)), _Target(("style:header", "style:footer"))
        with open_package(path, limits.unpacked_bytes) as package:
            if "styles.xml" in package.names():
                package.parse("styles.xml", around)
            package.parse("content.xml", body)
        return markup_pages("\n\n".join(filter(None, (around.text.text(), body.text.text()))), "odt")


class _Target:
    """Follows the elements inside those named `wanted`."""

    def __init__(self, wanted: tuple[str, ...]) -> None:
        self.text = MarkupText()
        self._wanted = wanted
        self._inside = 0
        self._depth = 0
        self._style = ""
        self._new_page_styles: set[str] = set()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _name(tag)
        self._inside += name in self._wanted
        self._note_style(name, attributes)
        if name in _UNSEEN:
            self.text.hide()
        if name in _PARAGRAPHS:
            self._start_paragraph(attributes)
        elif name == "table:table-row":
            self.text.start_row()
        elif name == "text:soft-page-break" and self._inside:
            self.text.reach_page()
        else:
            self._add_sign(name, attributes)

    def end(self, tag: str) -> None:
        name = _name(tag)
        if name in _UNSEEN:
            self.text.show()
        if name in _PARAGRAPHS:
            self.text.end_paragraph()
            self._depth -= 1
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.text.end_cell()
        elif name == "table:table-row":
            self.text.end_row()
        self._inside -= name in self._wanted

    def data(self, text: str) -> None:
        if self._inside and self._depth:
            self.text.add(" ".join(text.split("\n")))

    def close(self) -> None:
        """Nothing is left to do."""

    def _start_paragraph(self, attributes: dict[str, str]) -> None:
        self.text.end_paragraph()
        self._depth += 1
        if self._inside and _attribute(attributes, "text", "style-name") in self._new_page_styles:
            self.text.reach_page()

    def _note_style(self, name: str, attributes: dict[str, str]) -> None:
        """Remember the styles whose paragraphs begin a page; styles come before the text that uses them."""
        if name == "style:style":
            self._style = _attribute(attributes, "style", "name")
        elif attributes.get(_BREAK_BEFORE) == "page":
            self._new_page_styles.add(self._style)

    def _add_sign(self, name: str, attributes: dict[str, str]) -> None:
        if not self._inside:
            return
        if name == "text:s":
            count = _attribute(attributes, "text", "c")
            self.text.add(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
        elif name in ("text:tab", "text:line-break"):
            self.text.add("\n" if name == "text:line-break" else " ")


def _name(tag: str) -> str:
    """An element's name with its usual prefix, e.g. `text:p`; "" for other vocabularies."""
    space, _, name = tag.removeprefix("{").partition("}")
    return f"{_PREFIXES[space]}:{name}" if space in _PREFIXES else ""


def _attribute(attributes: dict[str, str], prefix: str, name: str) -> str:
    return attributes.get(f"{{{_NAMESPACE.format(prefix)}}}{name}", "")


PLUGIN = OdtExtractor()
