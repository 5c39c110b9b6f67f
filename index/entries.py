"""What an index holds of a document and of a page, field by field: the same for every engine.

All text is space-joined terms of our own analysis, to be split again at the spaces. `exact`, `stem`, `lemma`, `root` and
`gram` of a document hold the titles' terms as well as the pages'; the fields `title_*` hold the titles' alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from index.engine import SEPARATOR, IndexDocument, IndexPage, Written
from index.grams import grams

EMPTY = "\N{SYMBOL FOR NULL}"
"""The one term of a field without any: engines count and measure the entries that have a field differently."""

IN_ORDER = ("exact", "run")
"""Fields whose terms are in the order of the text: phrases are looked for in them."""

DOCUMENT_FIELDS = (
    *("exact", "title_exact", "run", "title_run"),
    *("stem", "lemma", "root", "gram", "title_stem", "title_lemma", "title_root"),
)
PAGE_FIELDS = ("exact", "run", "stem", "lemma", "root")

_CACHED_WORDS = 50_000

BETWEEN = "\x1f"
"""Stands between the folded form of a word or phrase and how it is written."""


def written_term(written: Written) -> str:
    """The term under which a word or phrase is put into the index."""
    return f"{written.key}{BETWEEN}{written.text}"


def document_texts(document: IndexDocument) -> Mapping[str, str]:
    """The text of each of DOCUMENT_FIELDS."""
    title, pages = document.title, [page.terms for page in document.pages]
    exacts = [title.exact, *(terms.exact for terms in pages)]
    texts = {
        "exact": _in_order(exacts),
        "run": _in_order([title.run, *(terms.run for terms in pages)]),
        "stem": _bag([title.stem, *(terms.stem for terms in pages)]),
        "lemma": _bag([title.lemma, *(terms.lemma for terms in pages)]),
        "root": _bag([title.root, *(terms.root for terms in pages)]),
        "gram": " ".join(filter(None, (_grams(term) for text in exacts for term in text if term != SEPARATOR))),
        "title_exact": " ".join(title.exact),
        "title_run": " ".join(title.run),
        "title_stem": " ".join(title.stem),
        "title_lemma": " ".join(title.lemma),
        "title_root": " ".join(title.root),
    }
    return _filled(texts)


def page_texts(page: IndexPage) -> Mapping[str, str]:
    """The text of each of PAGE_FIELDS."""
    return _filled({field: " ".join(getattr(page.terms, field)) for field in PAGE_FIELDS})


def _filled(texts: Mapping[str, str]) -> Mapping[str, str]:
    return {field: text or EMPTY for field, text in texts.items()}


def _in_order(texts: Iterable[Sequence[str]]) -> str:
    return f" {SEPARATOR} ".join(map(" ".join, texts))


@lru_cache(_CACHED_WORDS)
def _grams(term: str) -> str:
    return " ".join(grams(term))


def _bag(bags: Iterable[Sequence[str]]) -> str:
    return " ".join(chain.from_iterable(bags))
