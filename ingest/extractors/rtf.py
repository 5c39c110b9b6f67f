r"""RTF through striprtf, which knows the code page of every font, Arabic ones included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from domain.documents import Page
from domain.failures import Failure, RefusedFileError
from ingest.extractor import Sample
from ingest.limits import Limits
from ingest.markup_pages import markup_pages

_OPENING = re.compile(rb"\s*\{\\rtf")
_PAGE_END = re.compile(r"\\page(?![a-z])")
_CELL_END = re.compile(r"\\(?:nest)?cell(?![a-z])")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BLANKS = re.compile(r"[ \xa0]+")
_MANY_LINES = re.compile(r"\n{3,}")


class RtfExtractor:
    """Pages are those that the author ended."""

    media_types = frozenset({"application/rtf"})
    suffixes = frozenset({".rtf"})
    paged = False

    def recognise(self, sample: Sample) -> str | None:
        """By its first group."""
        return "application/rtf" if _OPENING.match(sample.head) else None

    def extract(self, path: Path, limits: Limits) -> Iterator[Page]:
        """Paragraphs are lines, a table's rows are lines with tabs between cells."""
        from striprtf import striprtf

        source = path.read_bytes().decode("latin-1")
        source = _PAGE_END.sub(r"\\'0c", _CELL_END.sub(r"\\tab", source))
        try:
            text: str = cast(Any, striprtf).rtf_to_text(source, errors="replace")
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise RefusedFileError(Failure.BROKEN, repr(error)) from error
        return markup_pages(_tidy(text), _tool())


def _tidy(text: str) -> str:
    lines = (_BLANKS.sub(" ", line).strip(" \t") for line in _HIDDEN.sub("", text).split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def _tool() -> str:
    from importlib.metadata import version

    return f"striprtf {version('striprtf')}"


PLUGIN = RtfExtractor()
