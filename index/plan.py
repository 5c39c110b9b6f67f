"""A query turned into terms: what engines run. Made from a `ParsedQuery` by `index.planning`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


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
class StemPhrase:
    """Words that follow each other, each in any form of its stem, known word or not, within one page or one title."""

    stems: tuple[str, ...]
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


PlanNode = AnyForm | ExactPhrase | StemPhrase | ExactPrefix | ExactNear | HasValue | InDays | Excluded | Either | Every


@dataclass(frozen=True, slots=True)
class Rendering:
    """What says the same as a term: how it is written, in which language, and what to look for."""

    text: str
    language: str
    node: AnyForm | StemPhrase


@dataclass(frozen=True, slots=True)
class Equivalent:
    """Some of a plan's `words` that make a term of the glossary, the term as it is written there, and its renderings.

    `parts` are the shorter terms within it: what a partial match may hold.
    """

    words: tuple[AnyForm, ...]
    term: str
    language: str
    renderings: tuple[Rendering, ...]
    parts: tuple[Equivalent, ...] = ()

    @property
    def foreign(self) -> tuple[Rendering, ...]:
        """The renderings in another language than the term's, and those of its parts."""
        own = tuple(other for other in self.renderings if other.language != self.language)
        return (*own, *(other for part in self.parts for other in part.foreign))


@dataclass(frozen=True, slots=True)
class Plan:
    """What an engine runs. `partial` says whether documents that hold only some of the words may follow the
    full matches (never for phrases, prefixes, fields, dates or exclusions: those always hold).

    `hints` are codes as in `domain.query.ParsedQuery`, those of the analysis added. With `equivalents` a document
    matches, too, that holds a rendering in place of a term's words: such a match is a translated one.
    """

    root: Every
    partial: bool = True
    hints: tuple[str, ...] = ()
    equivalents: tuple[Equivalent, ...] = ()

    @property
    def widened(self) -> Every:
        """What a match holds, be it translated or not: `root` with every term's words or one of its renderings."""
        covered = self._covered
        others = tuple(item for item in self.root.items if item not in covered)
        return Every((*map(_either, self.equivalents), *others))

    @property
    def _covered(self) -> frozenset[AnyForm]:
        return frozenset(word for equivalent in self.equivalents for word in equivalent.words)

    @property
    def renderings(self) -> tuple[AnyForm | StemPhrase, ...]:
        """What translated matches may hold in place of words."""
        return _nodes(other for equivalent in self.equivalents for other in equivalent.renderings)

    @property
    def foreign(self) -> tuple[AnyForm | StemPhrase, ...]:
        """What partial matches may hold in another language. Synonyms in place of some words, and others missing, would
        tell too little.
        """
        return _nodes(other for equivalent in self.equivalents for other in equivalent.foreign)

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
    def evidence(self) -> tuple[Evidence, ...]:
        """What a matching document holds in its text: words, phrases, prefixes and renderings, none that is excluded."""
        return (*_evidence(self.root), *dict.fromkeys((*self.renderings, *self.foreign)))


Evidence = AnyForm | ExactPhrase | StemPhrase | ExactPrefix | ExactNear


def _nodes(renderings: Iterable[Rendering]) -> tuple[AnyForm | StemPhrase, ...]:
    return tuple(dict.fromkeys(rendering.node for rendering in renderings))


def _either(equivalent: Equivalent) -> Either:
    words = equivalent.words
    typed = words[0] if len(words) == 1 else Every(words)
    return Either((typed, *(other.node for other in equivalent.renderings)))


def _evidence(node: PlanNode) -> Iterator[Evidence]:
    if isinstance(node, Every | Either):
        for item in node.items:
            yield from _evidence(item)
    elif isinstance(node, Evidence) and not (isinstance(node, AnyForm) and node.optional):
        yield node
