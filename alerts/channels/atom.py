"""Atom 1.0 (RFC 4287)."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from alerts.feed import Feed, FeedEntry, written_time

_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can't hold, escaped or not."""


class AtomChannel:
    """Writes Atom."""

    media_type = "application/atom+xml"

    def render(self, feed: Feed) -> bytes:
        """The feed as UTF-8 XML."""
        ET.register_namespace("", _ATOM)
        root = ET.Element(f"{{{_ATOM}}}feed", {_LANG: feed.language})
        _text(root, "id", feed.id)
        _text(root, "title", feed.title)
        _text(root, "subtitle", feed.subtitle)
        _text(root, "updated", written_time(feed.updated))
        _link(root, "self", feed.url, self.media_type)
        _link(root, "alternate", feed.page_url, "text/html")
        _author(root, feed.title)
        for entry in feed.entries:
            _entry(root, entry)
        written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        return written


def _entry(root: ET.Element, entry: FeedEntry) -> None:
    element = ET.SubElement(root, f"{{{_ATOM}}}entry", {_LANG: entry.language})
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _text(element, "updated", written_time(entry.published))
    _text(element, "published", written_time(entry.published))
    _link(element, "alternate", entry.url, "text/html")
    if entry.author:
        _author(element, entry.author)
    if entry.category:
        term = {"term": entry.category, "label": _legal(entry.category_label or entry.category)}
        ET.SubElement(element, f"{{{_ATOM}}}category", term)
    if entry.summary:
        _text(element, "summary", entry.summary).set(_LANG, entry.summary_language or entry.language)


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = _legal(text)
    return element


def _link(parent: ET.Element, relation: str, url: str, media_type: str) -> None:
    attributes = {"rel": relation, "href": _legal(url), "type": media_type}
    ET.SubElement(parent, f"{{{_ATOM}}}link", attributes)


def _author(parent: ET.Element, name: str) -> None:
    _text(ET.SubElement(parent, f"{{{_ATOM}}}author"), "name", name)


def _legal(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


PLUGIN = AtomChannel()
