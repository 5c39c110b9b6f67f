"""HTML: the text a browser would show, without running anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from domain.documents import Page
from ingest.extractor import Sample
from ingest.html_text import html_text
from ingest.limits import Limits
from ingest.markup_pages import markup_pages
from ingest.text_decoding import decode, has_bom

_OPENING = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_TAG = re.compile(r"</?[a-z][a-z0-9]*[\s/>]", re.I)


class HtmlExtractor:
    """One file is one text; it has no pages to draw."""

    media_types = frozenset({"text/html", "application/xhtml+xml"})
    suffixes = frozenset({".html", ".htm", ".xhtml"})
    paged = False

    def recognise(self, sample: Sample) -> str | None:
        """By its first element, or by suffix when there are tags in it."""
        if b"%PDF-" in sample.head or (b"\0" in sample.head and not has_bom(sample.head)):
            return None
        text = decode(sample.head)
        named = sample.suffix in self.suffixes and _TAG.search(text)
        return "text/html" if named or _OPENING.match(text) else None

    def extract(self, path: Path, limits: Limits) -> Iterator[Page]:
        """The body's text, its title first unless the body says it too."""
        return markup_pages(html_text(path.read_bytes()), _tool())


def _tool() -> str:
    from lxml.etree import LXML_VERSION

    return f"lxml {'.'.join(map(str, LXML_VERSION[:3]))}"


PLUGIN = HtmlExtractor()
