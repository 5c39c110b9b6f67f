"""Many saved queries, asked of a few new documents at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.engine import IndexDocument
from index.plan import Plan
from index.standing.keys import Group, document_keys, requirements


@dataclass(frozen=True, slots=True)
class StandingQuery:
    """A query that was saved, planned, with its chosen facet values."""

    id: str
    plan: Plan
    filters: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Match:
    """A document that answers a standing query."""

    query_id: str
    document_id: str


class Matcher(Protocol):
    """An index of a few documents, as the engines have them."""

    def matching(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> frozenset[str]:
        """The ids of all that answer, in their own words or in translation."""
        ...


@dataclass(frozen=True, slots=True)
class _Required:
    query: StandingQuery
    groups: tuple[Group, ...]

    def may_match(self, holders: Mapping[str, int]) -> bool:
        """Whether one document holds a key of every group. `holders` gives the documents of a key as bits."""
        left = -1
        for group in self.groups:
            left &= _either(holders.get(key, 0) for key in group)
            if not left:
                return False
        return True


class StandingQueries:
    """Saved queries by one of the groups that each requires: of new documents, only those are asked that share a key
    with it and hold all that is required. What a match takes grows with the queries that may match, not with those saved.
    """

    def __init__(self, queries: Iterable[StandingQuery] = ()) -> None:
        self._queries: dict[str, _Required] = {}
        self._by_key: dict[str, dict[str, _Required]] = defaultdict(dict)
        self._unbound: dict[str, _Required] = {}
        for query in queries:
            self.put(query)

    def __len__(self) -> int:
        return len(self._queries)

    def put(self, query: StandingQuery) -> None:
        """Keep a query, in place of the one with its id."""
        self.remove(query.id)
        required = _Required(query, requirements(query.plan, query.filters))
        self._queries[query.id] = required
        for shelf in self._shelves(required):
            shelf[query.id] = required

    def remove(self, query_id: str) -> None:
        """Forget a query; an unknown id is no error."""
        required = self._queries.pop(query_id, None)
        if required is not None:
            for shelf in self._shelves(required):
                shelf.pop(query_id, None)

    def candidates(self, documents: Iterable[IndexDocument]) -> list[StandingQuery]:
        """Every query that one of the documents may answer, each once."""
        holders: dict[str, int] = defaultdict(int)
        for place, document in enumerate(documents):
            for key in document_keys(document):
                holders[key] |= 1 << place
        near = self._near(holders)
        return [one.query for one in near if one.may_match(holders)]

    def match(self, documents: Sequence[IndexDocument], matcher: Matcher) -> Iterator[Match]:
        """What matches, `matcher` being an index of just these documents."""
        for query in self.candidates(documents):
            for document_id in sorted(matcher.matching(query.plan, query.filters)):
                yield Match(query.id, document_id)

    def _near(self, holders: Mapping[str, int]) -> Iterable[_Required]:
        found = dict(self._unbound)
        for key in holders:
            found.update(self._by_key.get(key, {}))
        return found.values()

    def _shelves(self, required: _Required) -> list[dict[str, _Required]]:
        if not required.groups:
            return [self._unbound]
        return [self._by_key[key] for key in min(required.groups, key=_commonness)]


def _commonness(group: Group) -> tuple[bool, int]:
    """Facet values are common, and long words rarer than short ones."""
    return any("=" in key for key in group), -max(map(len, group), default=0)


def _either(masks: Iterable[int]) -> int:
    held = 0
    for mask in masks:
        held |= mask
    return held
