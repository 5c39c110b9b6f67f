"""The two tantivy indexes of a generation: their fields, and how they are made and opened.

The text fields are those of `index.entries`. Each index has one marker besides its documents or pages, which carries the
number of the last archive change it holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import tantivy

from domain.searching import FACET_FIELDS
from index.engine import IndexBusyError, IndexFaultError
from index.entries import DOCUMENT_FIELDS, IN_ORDER, PAGE_FIELDS

KIND, ENTRY, MARKER = "kind", "entry", "marker"
"""The field that tells an entry (document or page) from the marker, and its two values."""

_CONTENTS = 6
"""To be counted up when other terms are put into the same fields."""

_WORDS = "words"
_DOCUMENTS = tuple((name, "position" if name.removeprefix("title_") in IN_ORDER else "freq") for name in DOCUMENT_FIELDS)
_PAGES = tuple((name, "position" if name in IN_ORDER else "freq") for name in PAGE_FIELDS)


def _builder(text_fields: tuple[tuple[str, str], ...]) -> tantivy.SchemaBuilder:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(KIND, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("doc_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("change", fast=True)
    for name, option in text_fields:
        builder.add_text_field(name, tokenizer_name=_WORDS, index_option=option)
    return builder


def documents_schema() -> tantivy.Schema:
    """Of the index for ranking: one entry a document."""
    builder = _builder(_DOCUMENTS)
    builder.add_integer_field("sort_key", indexed=True, fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_integer_field("precedence", fast=True)
    for name in FACET_FIELDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("number", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("suggestion", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("spelling", "phrase"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    return builder.build()


def pages_schema() -> tantivy.Schema:
    """Of the index for locating: one entry a page."""
    builder = _builder(_PAGES)
    builder.add_text_field("version_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("page", fast=True)
    builder.add_integer_field("parent", indexed=True, fast=True)
    return builder.build()


def layout_version() -> str:
    """A folder name that changes with what is indexed and with tantivy's files: such an index is built anew."""
    layout = (_CONTENTS, _DOCUMENTS, _PAGES, FACET_FIELDS, version("tantivy"))
    return "tantivy-" + hashlib.sha256(repr(layout).encode()).hexdigest()[:12]


def make(folder: Path) -> None:
    """Two empty indexes in `folder`."""
    for name, schema in (("documents", documents_schema()), ("pages", pages_schema())):
        (folder / name).mkdir()
        tantivy.Index(schema, path=str(folder / name))


def open_index(path: Path) -> tantivy.Index:
    """The index in `path`, which sees commits when it is reloaded."""
    with engine_errors():
        index = tantivy.Index.open(str(path))
        split_at_spaces(index)
        index.config_reader("manual")
        return index


def split_at_spaces(index: tantivy.Index) -> None:
    """Have an index read our text fields: needed wherever one is opened or made."""
    splitter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_WORDS, splitter)


def committed_change(searcher: tantivy.Searcher, schema: tantivy.Schema) -> int:
    """The number the index's marker carries, 0 without one."""
    marker = tantivy.Query.term_query(schema, KIND, MARKER, "basic")
    addresses = [address for _, address in searcher.search(marker, 1, count=False).hits]
    return int(searcher.fast_field_values("change", addresses)[0] or 0) if addresses else 0


@contextmanager
def engine_errors() -> Iterator[None]:
    """Turn what tantivy raises into the port's errors. Its panics are no `Exception`, and known by name."""
    try:
        yield
    except ValueError as error:
        kind = IndexBusyError if "LockBusy" in str(error) else IndexFaultError
        raise kind(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexFaultError(str(error)) from error
