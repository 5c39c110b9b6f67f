"""Writing one generation of a space with tantivy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path

import tantivy

from index.engine import SEPARATOR, IndexDocument, IndexPage
from index.engines.tantivy_schema import (
    ENTRY,
    KIND,
    MARKER,
    committed_change,
    engine_errors,
    open_index,
)
from index.engines.tantivy_vocabulary import written_term
from index.grams import grams
from index.weights import precedence

_CACHED_WORDS = 50_000

_MEMORY = 64_000_000
"""Bytes an index keeps in memory before it writes a segment."""


class TantivyWriter:
    """`index.engine.IndexWriter` over one generation.

    Pages are committed before documents, so after a kill between the two the documents' number is the smaller
    one and the changes after it are replayed onto both.
    """

    def __init__(self, folder: Path) -> None:
        self._pages = _OneIndex(folder / "pages")
        self._documents = _OneIndex(folder / "documents")

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

    def __init__(self, path: Path) -> None:
        self._index = open_index(path)
        with engine_errors():
            self._open: tantivy.IndexWriter | None = self._index.writer(_MEMORY, 1)

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
    title, pages = document.title, document.pages
    entry.add_text("title_exact", " ".join(title.exact))
    entry.add_text("title_stem", " ".join(title.stem))
    entry.add_text("title_lemma", " ".join(title.lemma))
    entry.add_text("title_root", " ".join(title.root))
    texts = [title.exact, *(page.terms.exact for page in pages)]
    _add_texts(entry, "exact", texts)
    _add_texts(entry, "run", [title.run, *(page.terms.run for page in pages)])
    entry.add_text("title_run", " ".join(title.run))
    _add_bag(entry, "stem", [title.stem, *(page.terms.stem for page in pages)])
    _add_bag(entry, "lemma", [title.lemma, *(page.terms.lemma for page in pages)])
    _add_bag(entry, "root", [title.root, *(page.terms.root for page in pages)])
    entry.add_text("gram", " ".join(_joined_grams(term) for text in texts for term in text if term != SEPARATOR))
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
    entry.add_text("exact", " ".join(page.terms.exact))
    entry.add_text("run", " ".join(page.terms.run))
    entry.add_text("stem", " ".join(page.terms.stem))
    entry.add_text("lemma", " ".join(page.terms.lemma))
    entry.add_text("root", " ".join(page.terms.root))
    return entry


def _entry(document_id: str) -> tantivy.Document:
    entry = tantivy.Document()
    entry.add_text(KIND, ENTRY)
    entry.add_text("doc_id", document_id)
    return entry


def _add_texts(entry: tantivy.Document, field: str, texts: Iterable[Sequence[str]]) -> None:
    entry.add_text(field, f" {SEPARATOR} ".join(map(" ".join, texts)))


@lru_cache(_CACHED_WORDS)
def _joined_grams(term: str) -> str:
    return " ".join(grams(term))


def _add_bag(entry: tantivy.Document, field: str, bags: Iterable[Sequence[str]]) -> None:
    entry.add_text(field, " ".join(chain.from_iterable(bags)))
