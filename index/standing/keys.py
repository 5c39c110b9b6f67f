"""What a document must hold to answer a query: decided by looking up keys, before any index is asked.

A document's keys name the terms, pairs of neighbours and values it holds. A query's requirements are groups of keys:
whatever answers it holds one key of each group. The converse holds for most queries, and each says whether it does: longer
phrases, nearness, days and exclusions have no keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from index.engine import SEPARATOR, IndexDocument, Terms
from index.plan import (
    AnyForm,
    Either,
    Every,
    ExactNear,
    ExactPhrase,
    ExactPrefix,
    HasValue,
    Plan,
    PlanNode,
    StemPhrase,
)

Group = frozenset[str]

_BEGINNING = 4
"""Letters of an exact term that have a key of their own, for prefixes."""

_PAIR = 2

_WHOLE, _TITLE = "", "title "


@dataclass(frozen=True, slots=True)
class Requirements:
    """Groups of keys; `enough` says that whatever holds one of each answers."""

    groups: tuple[Group, ...]
    enough: bool


def document_keys(document: IndexDocument) -> set[str]:
    """The keys of everything it holds."""
    pages = [page.terms for page in document.pages]
    keys = set(_keys_of([document.title, *pages], _WHOLE))
    keys.update(_keys_of([document.title], _TITLE))
    keys.update(f"{field}={value}" for field, values in document.facets.items() for value in values)
    if document.number:
        keys.add(f"number={document.number}")
    return keys


def requirements(plan: Plan, filters: Mapping[str, Sequence[str]]) -> Requirements:
    """The groups of which a document that answers `plan` under the filters, in its own words or in translation, holds
    one key each. None for a query that no key can decide, such as one of days or exclusions alone.
    """
    chosen = (frozenset(f"{field}={value}" for value in values) for field, values in filters.items() if values)
    groups = tuple(dict.fromkeys((*_groups(plan.widened), *chosen)))
    return Requirements(groups, _is_told(plan.widened))


def _keys_of(texts: Sequence[Terms], where: str) -> Iterator[str]:
    exacts = set(chain.from_iterable(text.exact for text in texts)) - {SEPARATOR}
    yield from (f"{where}exact:{term}" for term in exacts)
    beginnings = {term[:length] for term in exacts for length in range(1, _BEGINNING + 1)}
    yield from (f"{where}begins:{beginning}" for beginning in beginnings)
    for name in ("stem", "lemma", "root", "run"):
        yield from (f"{where}{name}:{term}" for term in set(chain.from_iterable(getattr(text, name) for text in texts)))
    for name in ("exact", "run"):
        pairs = {pair for text in texts for pair in pairwise(getattr(text, name)) if SEPARATOR not in pair}
        yield from (_pair(name, pair, where) for pair in pairs)


def _groups(node: PlanNode) -> Iterator[Group]:
    match node:
        case Every(items):
            yield from chain.from_iterable(_groups(item) for item in items)
        case Either(items):
            yield from _either(items)
        case HasValue(field, value):
            yield frozenset([f"{field}={value}"])
        case AnyForm():
            yield from [] if node.optional else [_word(node)]
        case ExactPhrase(terms, in_title):
            yield from _phrase("exact", terms, in_title)
        case StemPhrase(stems, in_title):
            yield from _phrase("run", stems, in_title)
        case ExactNear(first, second, _, in_title):
            yield from _single("exact", (first, second), in_title)
        case ExactPrefix(prefix, in_title):
            yield from _single("begins", (prefix[:_BEGINNING],), in_title)
        case _:
            return  # days and exclusions


def _is_told(node: PlanNode) -> bool:
    """Whether the node's groups are all that it asks."""
    match node:
        case Every(items):
            return all(map(_is_told, items))
        case Either(items):
            return all(_is_told(item) and len(list(_groups(item))) == 1 for item in items)
        case ExactPhrase(terms) | StemPhrase(terms):
            return 0 < len(terms) <= _PAIR
        case ExactPrefix(prefix):
            return len(prefix) <= _BEGINNING
        case _:
            return isinstance(node, AnyForm | HasValue)


def _either(items: Iterable[PlanNode]) -> Iterator[Group]:
    """One group for all the choices, unless one of them can't be decided by keys."""
    firsts = [next(_groups(item), None) for item in items]
    known = [first for first in firsts if first is not None]
    if len(known) == len(firsts):
        yield frozenset().union(*known)


def _word(word: AnyForm) -> Group:
    where = _TITLE if word.in_title else _WHOLE
    roots = word.roots if word.by_root else ()
    named = (("exact", [word.exact]), ("stem", [word.stem] if word.stem else []), ("lemma", word.lemmas), ("root", roots))
    return frozenset(f"{where}{name}:{term}" for name, terms in named for term in terms)


def _phrase(name: str, terms: Sequence[str], in_title: bool) -> Iterator[Group]:
    if len(terms) < _PAIR:
        yield from _single(name, terms, in_title)
    where = _TITLE if in_title else _WHOLE
    yield from (frozenset([_pair(name, pair, where)]) for pair in pairwise(terms))


def _pair(name: str, pair: tuple[str, str], where: str) -> str:
    return f"{where}{name}:{pair[0]} {pair[1]}"


def _single(name: str, terms: Iterable[str], in_title: bool) -> Iterator[Group]:
    where = _TITLE if in_title else _WHOLE
    yield from (frozenset([f"{where}{name}:{term}"]) for term in terms)
