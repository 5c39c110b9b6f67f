"""A font without drawings: every character is an empty box half as wide as it is high, coded by its number in Unicode.

Nothing is drawn with it, so it needs no shapes, and its codes say what is meant without any shaping: letters, not ligatures.
The box is there because PDFium passes over text whose letters have no size.
"""

from __future__ import annotations

import zlib
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Object, Pdf, Stream

ADVANCE = 0.5
"""The width of every character, of the font's size."""

DEPTH = 0.2
"""How far the box reaches below the base line, of the font's size."""

_EM = 1000
_WIDTH, _TOP, _BOTTOM = int(_EM * ADVANCE), int(_EM * (1 - DEPTH)), -int(_EM * DEPTH)
_NAME = "/ShaffafGlyphless"
_PLANE = 0x10000
_UNKNOWN = "\ufffd"


def encode(text: str) -> bytes:
    """A text as its codes, two bytes each; what lies beyond the first plane of Unicode becomes U+FFFD."""
    return "".join(sign if ord(sign) < _PLANE else _UNKNOWN for sign in text).encode("utf-16-be", "replace")


def packed(pdf: Pdf, content: bytes) -> Stream:
    """A stream of the PDF with the content, compressed."""
    from pikepdf import Name

    stream = pdf.make_stream(b"")
    stream.write(zlib.compress(content), filter=Name.FlateDecode)
    return stream


def embed(pdf: Pdf) -> Object:
    """The font, as an object of the PDF."""
    from pikepdf import Array, Dictionary, Name

    name = Name(_NAME)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=Array([0, _BOTTOM, _WIDTH, _TOP]),
        ItalicAngle=0,
        Ascent=_TOP,
        Descent=_BOTTOM,
        CapHeight=_TOP,
        StemV=80,
        FontFile2=packed(pdf, _font_file()),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=_WIDTH,
        CIDToGIDMap=packed(pdf, b"\0\1" * _PLANE),
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=name,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=packed(pdf, _to_unicode()),
    )
    return pdf.make_indirect(font)


@cache
def _font_file() -> bytes:
    """A TrueType file of two glyphs: `.notdef` and the box."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((0, _BOTTOM))
    for corner in ((0, _TOP), (_WIDTH, _TOP), (_WIDTH, _BOTTOM)):
        pen.lineTo(corner)
    pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({ord(" "): "box"})
    builder.setupGlyf({".notdef": box, "box": box})
    builder.setupHorizontalMetrics({".notdef": (_WIDTH, 0), "box": (_WIDTH, 0)})
    builder.setupHorizontalHeader(ascent=_TOP, descent=_BOTTOM)
    builder.setupNameTable({"familyName": _NAME[1:], "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    target = BytesIO()
    builder.save(target)
    return target.getvalue()


def _to_unicode() -> bytes:
    """Every code is the character of that number: one range for each of its upper bytes, as the format asks."""
    ranges = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(256)]
    blocks = [ranges[at : at + 100] for at in range(0, len(ranges), 100)]
    body = "\n".join(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks)
    return to_unicode("<0000> <ffff>", body)


def to_unicode(codes: str, body: str) -> bytes:
    """A ToUnicode map for the code space with what maps it."""
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /Shaffaf def /CMapType 2 def\n"
    space = f"1 begincodespacerange\n{codes}\nendcodespacerange\n"
    return f"{head}{space}{body}\nendcmap CMapName currentdict /CMap defineresource pop end end".encode()
