"""Documents and pages as lines of a bulk request."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from index.engine import IndexDocument, IndexPage
from index.engines.elasticsearch_schema import ENTRY, KIND, MARKER, MARKER_ID
from index.entries import DOCUMENT_FIELDS, EMPTY, PAGE_FIELDS, document_texts, page_texts, written_term
from index.weights import precedence

LONGEST_TERM = 200
"""Characters of a term: the whitespace analyzer cuts terms in two behind 255."""

LONGEST_ENTRY = 64 * 1024**2
"""Bytes of a document above which its pieces of words are left out: servers refuse a request of more than 100 MB. They
only add score.
"""

_LONGEST_VALUE = 8_000
"""Characters of a value, the rest is cut off: Lucene refuses more than 32,766 bytes."""


@dataclass(frozen=True, slots=True)
class Action:
    """One entry to put into or take out of an index: its id there, and the lines of the request."""

    id: str
    lines: bytes


def put_document(index: str, document: IndexDocument) -> Action:
    """The document's own entry."""
    texts = document_texts(document)
    entry = _entry(document.id, texts) | _values(document)
    action = _put(index, document.id, entry)
    if len(action.lines) <= LONGEST_ENTRY:
        return action
    return _put(index, document.id, entry | {"gram": EMPTY})


def put_page(index: str, document: IndexDocument, page: IndexPage) -> Action:
    """The entry of one of the document's pages."""
    values = {"parent": document.sort_key, "page": page.number, "version_id": page.version_id}
    return _put(index, f"{document.id}:{page.version_id}:{page.number}", _entry(document.id, page_texts(page)) | values)


def put_marker(index: str, fields: Sequence[str], **values: int) -> Action:
    """The marker, which has all fields that a document has, so that both count."""
    return _put(index, MARKER_ID, {KIND: MARKER} | dict.fromkeys(fields, EMPTY) | values)


def document_marker(index: str, change: int) -> Action:
    """The marker of the documents, with the number of the last change they hold."""
    return put_marker(index, DOCUMENT_FIELDS, change=change)


def page_marker(index: str) -> Action:
    """The marker of the pages."""
    return put_marker(index, PAGE_FIELDS)


def take_out(index: str, id_: str) -> Action:
    """An entry goes."""
    return Action(id_, _line({"delete": {"_index": index, "_id": id_}}))


def kept(term: str) -> str:
    """The term as it is put into the index and looked up: a very long one with a hash for its end."""
    if len(term) <= LONGEST_TERM:
        return term
    return term[: LONGEST_TERM // 2] + sha256(term.encode()).hexdigest()


def _entry(document_id: str, texts: Mapping[str, str]) -> dict[str, Any]:
    return {KIND: ENTRY, "doc_id": document_id} | {field: _kept_all(text) for field, text in texts.items()}


def _kept_all(text: str) -> str:
    terms = text.split(" ")
    if max(map(len, terms)) <= LONGEST_TERM:
        return text
    return " ".join(map(kept, terms))


def _values(document: IndexDocument) -> dict[str, Any]:
    return {
        "sort_key": document.sort_key,
        "day": document.day,
        "precedence": precedence(document.facets.get("type", ())),
        "number": [document.number] if document.number else [],
        "suggestion": [title[:_LONGEST_VALUE] for title in document.suggestions],
        "spelling": [written_term(one)[:_LONGEST_VALUE] for one in document.spellings],
        "phrase": [written_term(one)[:_LONGEST_VALUE] for one in document.phrases],
    } | {field: list(dict.fromkeys(values)) for field, values in document.facets.items()}


def _put(index: str, id_: str, entry: Mapping[str, Any]) -> Action:
    return Action(id_, _line({"index": {"_index": index, "_id": id_}}) + _line(entry))


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
