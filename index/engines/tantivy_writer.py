"""Writing one generation of a space with tantivy."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import tantivy

from index.engine import IndexDocument, IndexPage
from index.engines.tantivy_schema import (
    ENTRY,
    KIND,
    MARKER,
    committed_change,
    engine_errors,
    open_index,
)
from index.entries import DOCUMENT_FIELDS, EMPTY, PAGE_FIELDS, document_texts, page_texts, written_term
from index.weights import precedence

_MEMORY = 64_000_000
"""Bytes an index keeps in memory before it writes a segment."""


class TantivyWriter:
    """`index.engine.IndexWriter` over one generation.

    Pages are committed before documents, so after a kill between the two the documents' number is the smaller
    one and the changes after it are replayed onto both.
    """

    def __init__(self, folder: Path) -> None:
        self._pages = _OneIndex(folder / "pages", PAGE_FIELDS)
        self._documents = _OneIndex(folder / "documents", DOCUMENT_FIELDS)

    def upsert(self, documents: Iterable[IndexDocument]) -> None:
        """See `index.engine.IndexWriter.upsert`."""
        with engine_errors():
            for document in documents:
                self._delete(document.id)
                self._documents.add(document_entry(document))
                for page in document.pages:
                    self._pages.add(_page_entry(document, page))

    def delete(self, document_ids: Iterable[str]) -> None:
        """See `index.engine.IndexWriter.delete`."""
        with engine_errors():
            for document_id in document_ids:
                self._delete(document_id)

    def commit(self, change: int) -> None:
        """See `index.engine.IndexWriter.commit`."""
        with engine_errors():
            self._pages.commit(change)
            self._documents.commit(change)

    def committed_change(self) -> int:
        """See `index.engine.IndexWriter.committed_change`."""
        with engine_errors():
            return min(self._documents.committed_change(), self._pages.committed_change())

    def close(self) -> None:
        """See `index.engine.IndexWriter.close`."""
        self._pages.close()
        self._documents.close()

    def _delete(self, document_id: str) -> None:
        self._documents.delete(document_id)
        self._pages.delete(document_id)


class _OneIndex:
    """The writer of one of the two indexes."""

    def __init__(self, path: Path, fields: Iterable[str]) -> None:
        self._fields = tuple(fields)
        self._index = open_index(path)
        with engine_errors():
            writer = self._index.writer(_MEMORY, 1)
            # What a killed writer left has names that this one will give, and tantivy does not write over it.
            writer.garbage_collect_files()
        self._open: tantivy.IndexWriter | None = writer

    @property
    def _writer(self) -> tantivy.IndexWriter:
        if self._open is None:
            raise ValueError("the writer is closed")
        return self._open

    def add(self, entry: tantivy.Document) -> None:
        self._writer.add_document(entry)

    def delete(self, document_id: str) -> None:
        self._writer.delete_documents_by_term("doc_id", document_id)

    def commit(self, change: int) -> None:
        marker = tantivy.Document()
        marker.add_text(KIND, MARKER)
        marker.add_integer("change", change)
        for field in self._fields:  # the marker counts as a document, on every engine
            marker.add_text(field, EMPTY)
        self._writer.delete_documents_by_term(KIND, MARKER)
        self._writer.add_document(marker)
        self._writer.commit()

    def committed_change(self) -> int:
        self._index.reload()
        return committed_change(self._index.searcher(), self._index.schema)

    def close(self) -> None:
        writer, self._open = self._open, None
        if writer is not None:
            with engine_errors():
                writer.wait_merging_threads()  # else they go on writing; tantivy's lock goes with the object


def document_entry(document: IndexDocument) -> tantivy.Document:
    """A document as the documents index takes it."""
    entry = _entry(document.id)
    for field, text in document_texts(document).items():
        entry.add_text(field, text)
    _add_values(entry, document)
    return entry


def _add_values(entry: tantivy.Document, document: IndexDocument) -> None:
    entry.add_integer("sort_key", document.sort_key)
    entry.add_integer("day", document.day)
    entry.add_integer("precedence", precedence(document.facets.get("type", ())))
    for field, values in document.facets.items():
        for value in dict.fromkeys(values):
            entry.add_text(field, value)
    if document.number:
        entry.add_text("number", document.number)
    for suggestion in document.suggestions:
        entry.add_text("suggestion", suggestion)
    for name, written in (("spelling", document.spellings), ("phrase", document.phrases)):
        for one in written:
            entry.add_text(name, written_term(one))


def _page_entry(document: IndexDocument, page: IndexPage) -> tantivy.Document:
    entry = _entry(document.id)
    entry.add_integer("parent", document.sort_key)
    entry.add_text("version_id", page.version_id)
    entry.add_integer("page", page.number)
    for field, text in page_texts(page).items():
        entry.add_text(field, text)
    return entry


def _entry(document_id: str) -> tantivy.Document:
    entry = tantivy.Document()
    entry.add_text(KIND, ENTRY)
    entry.add_text("doc_id", document_id)
    return entry
