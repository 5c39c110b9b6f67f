"""A search over the index and its answer, the same for every engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

FACET_FIELDS = ("type", "body", "organization", "year", "language")
"""Fields that can be filtered and counted. `language` has several values a document, the others at most one."""

MAX_OFFSET = 1_000
"""By relevance, pages of results go by offset up to here; by date they go on without end by `after`."""


class Space(StrEnum):
    """The two indexes that never mix: what everybody may find, and what staff are still working on."""

    PUBLIC = "public"
    DRAFTS = "drafts"


class Sort(StrEnum):
    """The order of the hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Precision(StrEnum):
    """How far a word of a document may be from the one that was typed."""

    EXACT = "exact"
    FORMS = "forms"
    ROOT = "root"


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of the answer is wanted: `size` hits from `offset` (by relevance), or those behind `after` (by date).

    `after` is the `sort_key` of the last hit already seen.
    """

    size: int = 10
    offset: int = 0
    after: int | None = None

    def within_reach(self) -> Window:
        """The part of it that is ranked by relevance: it begins at MAX_OFFSET at the latest, and has no hits behind the
        window that begins there.
        """
        size = min(self.size, MAX_OFFSET + self.size - self.offset)
        return Window(max(0, size), min(self.offset, MAX_OFFSET))


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page that holds evidence: its 1-based number, its version's id and a score comparable within one document."""

    version_id: str
    number: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers. `full` is False for a partial match: some words of the query are missing. `translated`
    marks a full match that holds a term of the query in another language, or a synonym, in place of its words. `pages`
    are those that hold most evidence, best first, where the engine came by them; None where it has to be asked (`locate`).
    """

    document_id: str
    score: float
    full: bool
    sort_key: int
    translated: bool = False
    pages: tuple[PageHit, ...] | None = None


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """`total` counts full matches only, translated ones among them, and so do `facets` (field -> value -> count);
    `translated_total` says how many of them are translated. By relevance these come behind the others, and `hits` may go
    on with partial matches when the full ones are used up; `partial_total` counts those.
    """

    hits: tuple[Hit, ...]
    total: int
    partial_total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    translated_total: int = 0


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one term adds to the score of a document: the word it was looked up for, the field it stands in, the weight
    of that field, and the score, weighted. Of a word's lemmas only the best one counts.
    """

    word: str
    field: str
    term: str
    weight: float
    score: float
