"""Plain text and Markdown, which is read as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from domain.documents import Page
from ingest.extractor import Sample
from ingest.limits import Limits
from ingest.markup_pages import markup_pages
from ingest.text_decoding import decode, has_bom

_MARKDOWN = frozenset({".md", ".markdown"})


class TextExtractor:
    """Takes files by name, since any bytes are text in some encoding; but never bytes that no text holds."""

    media_types = frozenset({"text/plain", "text/markdown"})
    suffixes = _MARKDOWN | {".txt", ".text"}
    paged = False

    def recognise(self, sample: Sample) -> str | None:
        """By suffix, unless the first bytes hold a NUL (outside of UTF-16 and UTF-32)."""
        if sample.suffix not in self.suffixes or (b"\0" in sample.head and not has_bom(sample.head)):
            return None
        return "text/markdown" if sample.suffix in _MARKDOWN else "text/plain"

    def extract(self, path: Path, limits: Limits) -> Iterator[Page]:
        """Form feeds end pages; long texts are cut at paragraph ends."""
        return markup_pages(decode(path.read_bytes()), "text")


PLUGIN = TextExtractor()
