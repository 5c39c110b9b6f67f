"""A query turned into terms: what engines run. Made from a `ParsedQuery` by `index.planning`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MANY_WORDS = 3
"""Of a query with this many words or more, full matches don't all come before partial ones."""


@dataclass(frozen=True, slots=True)
class AnyForm:
    """A word in any form: the document holds its exact form, its stem ("" is none) or one of its lemmas. Roots only add
    score, unless it is `by_root`: then one root shared is enough.

    `in_title` looks at titles only. `optional` marks a stop word: it adds score where it stands, but no
    document has to hold it.
    """

    exact: str
    stem: str
    lemmas: tuple[str, ...]
    roots: tuple[str, ...] = ()
    in_title: bool = False
    optional: bool = False
    by_root: bool = False


@dataclass(frozen=True, slots=True)
class ExactPhrase:
    """Exact terms that follow each other, within one page or within one title."""

    terms: tuple[str, ...]
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class ExactPrefix:
    """An exact term that begins so; `in_title` looks at titles only."""

    prefix: str
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class ExactNear:
    """Two exact terms, in either order, with at most `distance` terms between them, a boundary between pages or titles
    counted as one; `in_title` looks at titles only.
    """

    first: str
    second: str
    distance: int
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class HasValue:
    """A facet field (`domain.searching.FACET_FIELDS`) or `number` holds the value."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class InDays:
    """The document's day (an ordinal, 1 is 0001-01-01) lies between both ends, each included; unknown days
    never do.
    """

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Excluded:
    """Documents that do not answer `item`."""

    item: PlanNode


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the items."""

    items: tuple[PlanNode, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """Every item; without items, every document."""

    items: tuple[PlanNode, ...]


PlanNode = AnyForm | ExactPhrase | ExactPrefix | ExactNear | HasValue | InDays | Excluded | Either | Every


@dataclass(frozen=True, slots=True)
class Plan:
    """What an engine runs. `partial` says whether documents that hold only some of the words may follow the
    full matches (never for phrases, prefixes, fields, dates or exclusions: those always hold).

    `hints` are codes as in `domain.query.ParsedQuery`, those of the analysis added.
    """

    root: Every
    partial: bool = True
    hints: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[AnyForm, ...]:
        """The words a full match holds, all of them, and a partial match at least one of."""
        return tuple(i for i in self.root.items if isinstance(i, AnyForm) and not i.optional and not i.in_title)

    @property
    def optional(self) -> tuple[AnyForm, ...]:
        """The words that only add score."""
        return tuple(i for i in self.root.items if isinstance(i, AnyForm) and i.optional)

    @property
    def conditions(self) -> tuple[PlanNode, ...]:
        """What holds for full and partial matches alike: everything but `words` and `optional`."""
        return tuple(i for i in self.root.items if not isinstance(i, AnyForm) or (i.in_title and not i.optional))

    @property
    def has_partial(self) -> bool:
        """Whether a document can match in part: there are several words, of which some may be missing."""
        return self.partial and len(self.words) > 1

    @property
    def together(self) -> bool:
        """Whether full and partial matches stand in one order: of many words, which ones are missing tells more than
        whether any is.
        """
        return self.partial and len(self.words) >= MANY_WORDS

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What a matching document holds in its text: words, phrases and prefixes, none that is excluded."""
        return tuple(_evidence(self.root))


Evidence = AnyForm | ExactPhrase | ExactPrefix | ExactNear


def _evidence(node: PlanNode) -> Iterator[Evidence]:
    if isinstance(node, Every | Either):
        for item in node.items:
            yield from _evidence(item)
    elif isinstance(node, Evidence) and not (isinstance(node, AnyForm) and node.optional):
        yield node
