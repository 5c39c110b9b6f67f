"""What one page of a PDF consists of: only what its own content uses. Runs only inside a child of `ingest.sandbox`.

A page's dictionary, its resources and theirs are made anew from lists of what a page needs to be shown; whatever else
hangs on them (annotations, links, attachments, thumbnails, metadata, private data of programs, what only other pages
draw) stays behind.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Dictionary, Object, Page, Pdf

_PAGE_KEYS = ("/Type", "/UserUnit", "/Group")
_CATEGORIES = ("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties")
_HANGERS_ON = ("/Metadata", "/PieceInfo", "/AF", "/OPI", "/Alternates", "/StructParent", "/StructParents", "/OC")
_DEEPEST = 12
"""Forms in forms; a file with more is drawn instead."""

_MOST_STREAMS = 20_000


class UnsafePageError(Exception):
    """It can't be told what the page consists of."""


def bare_page(source: Pdf, index: int) -> Dictionary:
    """The page (from 0) by itself, in `source`, with nothing in it but what it shows.

    Raises UnsafePageError.
    """
    from pikepdf import Dictionary, PdfError

    try:
        page = source.pages[index]
        bare = Dictionary({key: page.obj[key] for key in _PAGE_KEYS if key in page.obj})
        bare.MediaBox, bare.CropBox = page.mediabox, page.cropbox
        bare.Rotate = page.rotation
        bare.Resources = _Pruner(source).resources(page.resources, [page], 0)
        bare.Contents = _contents(source, page)
    except (PdfError, KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UnsafePageError(repr(error)) from error
    return bare


def _contents(source: Pdf, page: Page) -> Object:
    """All its content in one stream that refers to nothing."""
    from pikepdf import Array

    contents = page.obj.get("/Contents")
    if contents is None:
        return source.make_stream(b"")
    streams = list(contents) if isinstance(contents, Array) else [contents]
    return source.make_stream(b"\n".join(stream.read_bytes() for stream in streams))


class _Pruner:
    """Copies resources without what the content drawn with them does not name."""

    def __init__(self, source: Pdf) -> None:
        self._source = source
        self._done: dict[tuple[int, int], Object] = {}
        self._streams = 0

    def resources(self, found: Object | None, contents: Iterable[Object | Page], depth: int) -> Dictionary:
        """The part of the resources that the contents use."""
        from pikepdf import Dictionary

        if depth > _DEEPEST:
            raise UnsafePageError("forms within forms")
        used = {name for content in contents for name in _names(content)}
        kept = Dictionary()
        for category in _CATEGORIES:
            entries = {} if found is None else dict(found.get(category, {}).items())
            chosen = {name: self._part(category, one, found, depth) for name, one in entries.items() if name in used}
            if chosen:
                kept[category] = Dictionary(chosen)
        return kept

    def _part(self, category: str, part: Object, around: Object | None, depth: int) -> Object:
        key = part.objgen
        if key in self._done and key != (0, 0):
            return self._done[key]
        copy = self._copied(category, part, around, depth)
        if key != (0, 0):
            self._done[key] = copy
        return copy

    def _copied(self, category: str, part: Object, around: Object | None, depth: int) -> Object:
        if category in ("/XObject", "/Pattern"):
            return self._drawn(part, around, depth)
        if category == "/ExtGState":
            return self._state(part, around, depth)
        if category == "/Font" and part.get("/Subtype") == "/Type3":
            return self._drawn_font(part, around, depth)
        if category == "/Properties":
            return self._layer(part)
        return part

    def _drawn(self, part: Object, around: Object | None, depth: int) -> Object:
        """An image, form or pattern; one without resources of its own draws with those around it."""
        from pikepdf import Name, Stream

        if not isinstance(part, Stream):
            return part
        self._streams += 1
        if self._streams > _MOST_STREAMS:
            raise UnsafePageError("too many forms")
        copy = self._copy_stream(part)
        if part.get("/Subtype") == Name.Image:
            return copy
        copy.Resources = self.resources(part.get("/Resources", around), [part], depth + 1)
        return copy

    def _copy_stream(self, part: Object) -> Object:
        from pikepdf import Stream

        if "/JBIG2Globals" in _parameters(part):
            raise UnsafePageError("letters shared with other pages")
        copy = Stream(self._source, part.read_raw_bytes())
        for key, value in part.items():
            if key not in (*_HANGERS_ON, "/Length", "/Resources"):
                copy[key] = self._copy_stream(value) if key in ("/SMask", "/Mask") and isinstance(value, Stream) else value
        return copy

    def _state(self, part: Object, around: Object | None, depth: int) -> Object:
        """A graphics state, whose soft mask may be drawn by a form."""
        from pikepdf import Dictionary

        copy = Dictionary(dict(part.items()))
        mask = part.get("/SMask")
        if isinstance(mask, Dictionary) and "/G" in mask:
            copy.SMask = Dictionary(dict(mask.items()))
            copy.SMask.G = self._drawn(mask.G, around, depth + 1)
        return copy

    def _drawn_font(self, part: Object, around: Object | None, depth: int) -> Object:
        """A font whose letters are contents."""
        from pikepdf import Dictionary

        copy = Dictionary(dict(part.items()))
        letters = list(part.CharProcs.values())
        copy.Resources = self.resources(part.get("/Resources", around), letters, depth + 1)
        return self._source.make_indirect(copy)

    def _layer(self, part: Object) -> Object:
        """The mark of a piece of content: its kind and name are enough."""
        from pikepdf import Dictionary

        return Dictionary({key: part[key] for key in ("/Type", "/Name") if key in part})


def _parameters(part: Object) -> set[str]:
    """The names of the parameters by which the stream is unpacked."""
    from pikepdf import Array

    found = part.get("/DecodeParms")
    each = list(found) if isinstance(found, Array) else [found]
    return {key for one in each if one is not None for key in dict(one)}


def _names(content: Object | Page) -> set[str]:
    """Every name that the content uses, whatever for."""
    from pikepdf import Dictionary, Name, parse_content_stream

    found: set[str] = set()
    for instruction in parse_content_stream(content):
        for operand in instruction.operands:
            if isinstance(operand, Name):
                found.add(str(operand))
            elif isinstance(operand, Dictionary):
                found |= {str(value) for value in operand.values() if isinstance(value, Name)}
    return found
