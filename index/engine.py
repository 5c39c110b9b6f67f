"""The search engine port. Engines see terms only: analysis is ours and happens before.

An engine keeps, per space (public, drafts), two indexes: documents for ranking, pages for locating.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from domain.searching import Contribution, PageHit, SearchAnswer, Sort, Space, Window
from index.cluster import Cluster
from index.plan import Plan

SEPARATOR = "\N{SYMBOL FOR RECORD SEPARATOR}"
"""An exact term and a stem of no text, put where a phrase must not go on: between titles and between pages."""


class IndexBusyError(Exception):
    """Another writer has the index open."""


class IndexFaultError(Exception):
    """The engine failed on something that is no fault of the caller's."""


class Trouble(StrEnum):
    """Why an engine is away or takes no work; each has its words under `doctor.engine_NAME`."""

    SETTINGS = "settings"
    UNREACHABLE = "unreachable"
    SLOW = "slow"
    CERTIFICATE = "certificate"
    CREDENTIALS = "credentials"
    RIGHTS = "rights"
    VERSION = "version"
    DISK = "disk"
    BUSY = "busy"


class IndexUnavailableError(Exception):
    """The engine can't be asked or written to now: `trouble` says why, the text what was met. What was asked may be asked
    again later.
    """

    def __init__(self, trouble: Trouble, detail: str) -> None:
        super().__init__(f"{trouble}: {detail}")
        self.trouble = trouble
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text. `exact` and `run`, the stem of every word, are in the order of the text and keep stop words; the
    others are bags.

    The `exact` terms and the `run` of several titles have `SEPARATOR` between one title and the next.
    """

    exact: Sequence[str] = ()
    stem: Sequence[str] = ()
    lemma: Sequence[str] = ()
    root: Sequence[str] = ()
    run: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A word or phrase: the folded form it is looked up by, and how it is written."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a word or phrase is mostly written, and how many documents hold it so."""

    text: str
    documents: int


@dataclass(frozen=True, slots=True)
class IndexPage:
    """A page to be located."""

    version_id: str
    number: int
    terms: Terms


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """A document as an engine takes it.

    `sort_key` is unique and orders by date: `day` shifted left by 32, or-ed with the document's row. `facets`
    maps each of `domain.searching.FACET_FIELDS` to its values. `number` is the normalised number, or "".
    `day` is the document's date as an ordinal (1 is 0001-01-01), 0 when unknown. `suggestions` are the titles
    as written, `spellings` its words and `phrases` its phrases (`index.vocabulary`).
    """

    id: str
    sort_key: int
    title: Terms
    pages: Sequence[IndexPage]
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    number: str = ""
    day: int = 0
    suggestions: Sequence[str] = ()
    spellings: Sequence[Written] = ()
    phrases: Sequence[Written] = ()


class IndexReader(Protocol):
    """Answers searches over one space. Safe to call from several threads. Sees commits of other processes by
    itself.
    """

    def search(
        self,
        plan: Plan,
        filters: Mapping[str, Sequence[str]],
        sort: Sort,
        window: Window,
        facets: bool = True,
    ) -> SearchAnswer:
        """The documents that answer `plan` and, for each field of `filters`, hold one of its values (no value
        given: no filter). The facet counts of a field respect the filters of the others only, so that more of
        its values can be chosen. By relevance nothing comes back behind `MAX_OFFSET`; where nothing can be
        ranked, the newest come first. Raises ValueError for a filter that is no facet field.
        """
        ...

    def locate(self, plan: Plan, document_ids: Sequence[str], size: int = 3) -> Mapping[str, tuple[PageHit, ...]]:
        """For each document the pages that hold most evidence, best first, at most `size`."""
        ...

    def explain(self, plan: Plan, document_id: str) -> tuple[Contribution, ...]:
        """What makes the score of a document, most first: for whoever tunes the ranking, too slow for everybody."""
        ...

    def suggest(self, plan: Plan, size: int = 8) -> tuple[str, ...]:
        """Different titles, at most `size`, of the newest documents that answer `plan`
        (`index.planning.plan_suggestion`).
        """
        ...

    def completions(self, beginning: str, size: int = 8) -> tuple[Spelling, ...]:
        """Phrases whose key begins so, each text once, those in most documents first."""
        ...

    def numbers(self, beginning: str, size: int = 8) -> tuple[str, ...]:
        """Normalised numbers of documents that begin so, at most `size`."""
        ...

    def spellings(self, exacts: Iterable[str]) -> Mapping[str, Spelling]:
        """How these exact terms are mostly written, those left out that stand in no document."""
        ...

    def document_ids(self) -> frozenset[str]:
        """Every document in the space: for checks that index and archive agree."""
        ...

    def committed_change(self) -> int:
        """The number of the last archive change the newest commit holds; 0 for a new index."""
        ...

    def close(self) -> None:
        """Give files and threads back."""
        ...


class IndexWriter(Protocol):
    """Changes one space. One may be open at a time, in the worker. Nothing is visible before `commit`."""

    def upsert(self, documents: Iterable[IndexDocument]) -> None:
        """Put documents in, each in place of the one with its id."""
        ...

    def delete(self, document_ids: Iterable[str]) -> None:
        """Take documents and their pages out; unknown ids are no error."""
        ...

    def commit(self, change: int) -> None:
        """Make all of it durable and visible at once, marked with the number of the last archive change it
        holds.
        """
        ...

    def committed_change(self) -> int:
        """As `IndexReader.committed_change`."""
        ...

    def close(self) -> None:
        """Give up the lock; what was not committed is dropped."""
        ...


class SearchEngine(Protocol):
    """What a module in `index/engines` offers as `PLUGIN`: a class made with the folder it may write to, and the cluster
    that it is to use where it is an engine of many machines. Making it asks nothing of the cluster.

    Whatever needs the cluster raises IndexUnavailableError when that is away. Each space has generations (a rebuild fills
    a new one while the old one answers); `activate` switches atomically.
    """

    def __init__(self, directory: Path, cluster: Cluster | None = None) -> None: ...

    def examine(self) -> None:
        """Raise IndexUnavailableError for whatever is wrong with the engine itself: where it is, who may use it, its
        version, its disk.
        """
        ...

    def reader(self, space: Space) -> IndexReader:
        """A reader of the active generation, which follows when another becomes active."""
        ...

    def writer(self, space: Space, generation: str | None = None) -> IndexWriter:
        """The writer of a generation, the active one by default. Raises IndexBusyError if another is open."""
        ...

    def generations(self, space: Space) -> tuple[str, ...]:
        """Names of all generations on disk, the active one first."""
        ...

    def create_generation(self, space: Space) -> str:
        """A new, empty generation, not active: its name."""
        ...

    def activate(self, space: Space, generation: str) -> None:
        """Answer from this generation from now on and remove the others."""
        ...
