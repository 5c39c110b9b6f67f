"""The two Elasticsearch indices of a generation: their names, fields and settings.

Each index has one marker besides its documents or pages. That of the documents carries the number of the last archive
change the index holds. Nothing of what is put in is kept as it was given (`_source`): the archive has it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from domain.searching import FACET_FIELDS, Space
from index.entries import DOCUMENT_FIELDS, IN_ORDER, PAGE_FIELDS

KIND, ENTRY, MARKER = "kind", "entry", "marker"
"""The field that tells an entry (document or page) from the marker, and its two values."""

MARKER_ID = ".marker"

MOST_VALUES = 10_000
"""More values of one facet than this are not counted."""

LONGEST_PATTERN = 50_000
"""Characters of a pattern over terms."""

_CONTENTS = 1
"""To be counted up when other terms are put into the same fields."""

_DOCUMENTS, _PAGES = "documents", "pages"
_WORD: Mapping[str, Any] = {"type": "keyword", "doc_values": True}
_UNSEARCHED: Mapping[str, Any] = {"type": "keyword", "index": False, "doc_values": False, "store": True}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one space's indices, aliases and templates in a cluster."""

    prefix: str
    space: Space

    @property
    def _stem(self) -> str:
        return f"{self.prefix}-{self.space}-{layout_version()}"

    @property
    def documents(self) -> str:
        """The alias of the active generation's documents."""
        return f"{self._stem}-{_DOCUMENTS}"

    @property
    def pages(self) -> str:
        """The alias of the active generation's pages."""
        return f"{self._stem}-{_PAGES}"

    def of(self, generation: str) -> tuple[str, str]:
        """The documents' and the pages' index of a generation."""
        return f"{self._stem}-{generation}-{_DOCUMENTS}", f"{self._stem}-{generation}-{_PAGES}"

    @property
    def every(self) -> str:
        """A pattern of the documents' indices of all generations."""
        return f"{self._stem}-*-{_DOCUMENTS}"

    def generation(self, index: str) -> str:
        """The generation of a documents' index."""
        return index.removeprefix(self._stem + "-").removesuffix("-" + _DOCUMENTS)


def layout_version() -> str:
    """A part of the names that changes with what is indexed: such an index is built anew, under another alias, beside the
    one that servers of the version before go on reading.
    """
    layout = (_CONTENTS, _documents(), _pages())
    return hashlib.sha256(repr(layout).encode()).hexdigest()[:8]


def templates(prefix: str, shards: int) -> Mapping[str, Mapping[str, Any]]:
    """The index templates by name: no index of ours comes to be without its mapping."""
    return {
        f"{prefix}-{layout_version()}-{name}": {
            # Not one pattern for all spaces: it would hold for sites whose prefix begins with this one, too.
            "index_patterns": [f"{prefix}-{space}-{layout_version()}-*-{name}" for space in Space],
            "priority": 500,
            "allow_auto_create": False,
            "template": {"settings": _settings(shards), "mappings": _mappings(properties)},
        }
        for name, properties in ((_DOCUMENTS, _documents()), (_PAGES, _pages()))
    }


def _settings(shards: int) -> dict[str, Any]:
    return {
        "number_of_shards": shards,
        "auto_expand_replicas": "0-1",
        "refresh_interval": "-1",  # what is written shows with its commit
        "max_regex_length": LONGEST_PATTERN,
    }


def _mappings(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"dynamic": "strict", "_source": {"enabled": False}, "properties": properties}


def _documents() -> dict[str, Any]:
    return {
        **_common(DOCUMENT_FIELDS),
        "change": {"type": "long", "index": False},
        "sort_key": {"type": "long"},
        "day": {"type": "integer"},
        "precedence": {"type": "short", "index": False},
        **dict.fromkeys(FACET_FIELDS, _WORD),
        "number": _WORD,
        "spelling": _WORD,
        "phrase": _WORD,
        "suggestion": _UNSEARCHED,
    }


def _pages() -> dict[str, Any]:
    return {
        **_common(PAGE_FIELDS),
        "parent": {"type": "long"},
        "page": {"type": "integer"},
        "version_id": {"type": "keyword", "index": False},
    }


def _common(text_fields: tuple[str, ...]) -> dict[str, Any]:
    return {KIND: {"type": "keyword", "doc_values": False}, "doc_id": _WORD} | {name: _text(name) for name in text_fields}


def _text(name: str) -> dict[str, Any]:
    ordered = name.removeprefix("title_") in IN_ORDER
    return {"type": "text", "analyzer": "whitespace", "index_options": "positions" if ordered else "freqs"}


def committed_change(client: Elasticsearch, index: str) -> int:
    """The number that the visible marker of a documents' index carries, 0 without one or without index."""
    found = client.search(
        index=index,
        ignore_unavailable=True,
        query={"term": {KIND: MARKER}},
        size=1,
        docvalue_fields=[{"field": "change"}],
        source=False,
    )
    hits = found["hits"]["hits"]
    return int(hits[0]["fields"]["change"][0]) if hits else 0
