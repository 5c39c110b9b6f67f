"""What a caller asks for, as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.searching import Precision, Sort, Window
from domain.translation import LANGUAGES

MAX_SIZE = 50
"""Most hits on a page of results."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search as somebody typed it. `filters` maps facet fields to the values of which a document holds one.

    `precision` says which forms of the words will do, `language` is the language of labels and names, one of
    `domain.translation.LANGUAGES`. `translate` says whether terms of the glossary are looked for in the other language and
    by their synonyms, too.
    """

    query: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    window: Window = field(default_factory=Window)
    language: str = LANGUAGES[0]
    facets: bool = True
    precision: Precision = Precision.FORMS
    translate: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for in a document that is open: words, and how far they may be from what it holds, as in a search.

    `span` is a place of the page that is open, start and end in code points of its text: then that, in place of words.
    """

    query: str = ""
    precision: Precision = Precision.FORMS
    translate: bool = True
    span: tuple[int, int] | None = None


ANYTHING = Question()
"""Nothing in particular."""


@dataclass(frozen=True, slots=True)
class PageAddress:
    """One page of a document: its version's id and its number, from 1."""

    document_id: str
    version_id: str
    number: int
