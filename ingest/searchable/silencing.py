"""Makes a file's own text unselectable without touching how it looks: its fonts say that every character is a space."""

from __future__ import annotations

import zlib
from copy import copy

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from ingest.searchable.glyphless import packed, to_unicode

_DEEPEST = 8
"""Forms within forms that are followed."""

_SPOKEN, _UNSPOKEN = b"/ActualText", b"/FormerText"
"""A mark on operators says what text they stand for, whatever the fonts say; under another name it says nothing."""

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


class Silencer:
    """Replaces the fonts of pages of one PDF, and of the forms drawn on them, by copies that mean spaces.

    A font of many codes that is not in the file is left: viewers choose its drawings by what its codes mean.
    """

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._fonts: dict[tuple[int, int], Object] = {}
        self._forms: dict[tuple[int, int], Object] = {}
        self._maps: dict[int, Object] = {}

    def silence(self, page: Page) -> None:
        """Let the page say nothing. What it draws stays, and other pages with its fonts stay as they are."""
        page.obj["/Resources"] = self._resources(page.resources, _DEEPEST)
        contents = page.obj.get("/Contents")
        if isinstance(contents, Array):
            page.obj["/Contents"] = Array([self._content(stream) for stream in contents])
        elif contents is not None:
            page.obj["/Contents"] = self._content(contents)

    def _resources(self, resources: Object, depth: int) -> Object:
        silent = copy(resources)
        if _is_dictionary(silent.get("/Font")):
            silent["/Font"] = Dictionary({name: self._font(font) for name, font in silent["/Font"].items()})
        if _is_dictionary(silent.get("/Properties")):
            silent["/Properties"] = Dictionary({name: _unsaid(marks) for name, marks in silent["/Properties"].items()})
        if depth and _is_dictionary(silent.get("/XObject")):
            silent["/XObject"] = Dictionary({name: self._form(drawn, depth) for name, drawn in silent["/XObject"].items()})
        return silent

    def _content(self, stream: Object) -> Object:
        """The operators, without the text that is to be taken for what they draw."""
        if not isinstance(stream, Stream) or _SPOKEN not in (content := stream.read_bytes()):
            return stream
        return packed(self._pdf, content.replace(_SPOKEN, _UNSPOKEN))

    def _font(self, font: Object) -> Object:
        if not _is_dictionary(font) or not _may_change(font):
            return font
        if font.objgen not in self._fonts or font.objgen == (0, 0):
            self._fonts[font.objgen] = self._silent(font)
        return self._fonts[font.objgen]

    def _silent(self, font: Object) -> Object:
        silent = copy(font)
        silent["/ToUnicode"] = self._map(2 if font.get("/Subtype") == "/Type0" else 1)
        return self._pdf.make_indirect(silent)

    def _map(self, size: int) -> Object:
        """The map that makes every code of so many bytes a space."""
        if size not in self._maps:
            self._maps[size] = packed(self._pdf, _spaces(size))
        return self._maps[size]

    def _form(self, drawn: Object, depth: int) -> Object:
        """A copy of a form with silent fonts; images and whatever else is drawn are left."""
        if not isinstance(drawn, Stream) or drawn.get("/Subtype") != "/Form" or not _is_dictionary(drawn.get("/Resources")):
            return drawn
        if drawn.objgen not in self._forms:
            self._forms[drawn.objgen] = drawn
            silent = copy(drawn)
            silent["/Resources"] = self._resources(drawn["/Resources"], depth - 1)
            _hush(silent)
            self._forms[drawn.objgen] = silent
        return self._forms[drawn.objgen]


def _unsaid(marks: Object) -> Object:
    """A copy of the properties of marked operators, without the text these stand for."""
    if not _is_dictionary(marks) or "/ActualText" not in marks:
        return marks
    plain = copy(marks)
    del plain["/ActualText"]
    return plain


def _hush(form: Object) -> None:
    """Take from a form the text its operators are to be taken for."""
    content = form.read_bytes()
    if _SPOKEN in content:
        form.write(zlib.compress(content.replace(_SPOKEN, _UNSPOKEN)), filter=Name.FlateDecode)


def _is_dictionary(value: object) -> bool:
    return isinstance(value, Dictionary)


def _may_change(font: Object) -> bool:
    """Whether what the font's codes mean has no bearing on what is drawn."""
    if font.get("/Subtype") != "/Type0":
        return True
    descendants = font.get("/DescendantFonts")
    try:
        descriptor = descendants[0].get("/FontDescriptor") if descendants is not None else None
    except (IndexError, TypeError, AttributeError, ValueError):
        return False
    return descriptor is not None and any(program in descriptor for program in _PROGRAMS)


def _spaces(size: int) -> bytes:
    """A ToUnicode map that makes every code of `size` bytes a space."""
    highs = [""] if size == 1 else [f"{high:02x}" for high in range(256)]
    blank = " ".join(["<0020>"] * 256)
    ranges = [f"<{high}00> <{high}ff> [{blank}]" for high in highs]
    blocks = [ranges[at : at + 100] for at in range(0, len(ranges), 100)]
    body = "\n".join(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks)
    return to_unicode(f"<{'00' * size}> <{'ff' * size}>", body)
