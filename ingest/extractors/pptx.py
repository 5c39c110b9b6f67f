"""PPTX (ECMA-376, PresentationML): a page a slide, the speaker's notes below what is on it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from domain.documents import Page, TextSource
from domain.failures import Failure, RefusedFileError
from ingest.extractor import Sample
from ingest.limits import Limits
from ingest.markup_text import MarkupText
from ingest.packages import Package, open_package

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_PRESENTATION = "ppt/presentation.xml"
_RELATION = "Relationship"
_ID = "}id"
_NOTES = "/notesSlide"
_PLACE_TEXT = frozenset({"slidenum", "datetime"})
"""Fields that repeat on every slide what is not the slide's own."""


class PptxExtractor:
    """Slides in their order, without the hidden ones."""

    media_types = frozenset({_MEDIA_TYPE})
    suffixes = frozenset({".pptx", ".ppsx"})
    paged = False

    def recognise(self, sample: Sample) -> str | None:
        """A ZIP with the main part of a presentation."""
        return _MEDIA_TYPE if _PRESENTATION in sample.members else None

    def extract(self, path: Path, limits: Limits) -> Iterator[Page]:
        """The slides' texts and notes. Raises RefusedFileError."""
        number = 0
        with open_package(path, limits.unpacked_bytes) as package:
            for slide in _slides(package, limits):
                text = _slide_text(package, slide)
                if text is None:
                    continue
                number += 1
                yield Page(number, text, TextSource.MARKUP if text else TextSource.EMPTY, "pptx")
        if number == 0:
            yield Page(1, "", TextSource.EMPTY, "pptx")


def _slides(package: Package, limits: Limits) -> list[str]:
    """The names of the slides' parts, in the order of the presentation, each once."""
    order = _SlideList()
    package.parse(_PRESENTATION, order)
    if len(order.ids) > limits.pages:
        raise RefusedFileError(Failure.TOO_MANY_PAGES, f"{len(order.ids)} slides")
    parts = _related(package, _PRESENTATION).by_id
    return list(dict.fromkeys(parts[one] for one in order.ids if one in parts))


def _slide_text(package: Package, part: str) -> str | None:
    """What is on a slide and below it, None for a hidden one."""
    slide = _SlideText()
    package.parse(part, slide)
    if slide.hidden:
        return None
    notes = _SlideText()
    for name in _related(package, part).notes[:1]:
        package.parse(name, notes)
    return "\n\n".join(filter(None, (slide.text.text(), notes.text.text())))


def _related(package: Package, part: str) -> _Relations:
    """What a part says it belongs with."""
    folder, name = posixpath.split(part)
    relations = _Relations(folder)
    listing = f"{folder}/_rels/{name}.rels"
    if listing in package.names():
        package.parse(listing, relations)
    return relations


class _Relations:
    """The parts that relations lead to, by id; nothing outside of the package."""

    def __init__(self, folder: str) -> None:
        self.by_id: dict[str, str] = {}
        self.notes: list[str] = []
        self._folder = folder

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if not tag.endswith(_RELATION) or attributes.get("TargetMode") == "External":
            return
        part = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", ""))).lstrip("/")
        self.by_id[attributes.get("Id", "")] = part
        if attributes.get("Type", "").endswith(_NOTES):
            self.notes.append(part)

    def end(self, tag: str) -> None:
        """Relations hold nothing."""

    def data(self, text: str) -> None:
        """Relations hold nothing."""

    def close(self) -> None:
        """Nothing is left to do."""


class _SlideList:
    """The ids of the slides' relations, in order."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith("}sldId"):
            self.ids += [value for name, value in attributes.items() if name.endswith(_ID)]

    def end(self, tag: str) -> None:
        """Only starts matter."""

    def data(self, text: str) -> None:
        """Only starts matter."""

    def close(self) -> None:
        """Nothing is left to do."""


class _SlideText:
    """Follows the elements of a slide or of its notes; names are DrawingML's."""

    def __init__(self) -> None:
        self.text = MarkupText()
        self.hidden = False
        self._in_text = False
        self._in_field = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match _name(tag):
            case "sld":
                self.hidden = attributes.get("show") in ("0", "false")
            case "t":
                self._in_text = True
            case "br":
                self.text.add("\n")
            case "fld":
                self._in_field = attributes.get("type", "").rstrip("0123456789") in _PLACE_TEXT
            case "tr":
                self.text.start_row()

    def end(self, tag: str) -> None:
        match _name(tag):
            case "t":
                self._in_text = False
            case "fld":
                self._in_field = False
            case "p":
                self.text.end_paragraph()
            case "tc":
                self.text.end_cell()
            case "tr":
                self.text.end_row()

    def data(self, text: str) -> None:
        if self._in_text and not self._in_field:
            self.text.add(text)

    def close(self) -> None:
        """Nothing is left to do."""


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


PLUGIN = PptxExtractor()
