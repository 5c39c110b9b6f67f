"""Many saved queries, asked of a few new documents at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.engine import IndexDocument
from index.plan import Plan
from index.standing.keys import Group, Requirements, document_keys, requirements


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
    requirements: Requirements

    def holding(self, holders: Mapping[str, int], all_documents: int) -> int:
        """The documents that hold a key of every group, as bits. `holders` gives those of a key."""
        left = all_documents
        for group in self.requirements.groups:
            left &= _either(holders.get(key, 0) for key in group)
            if not left:
                break
        return left


class StandingQueries:
    """Saved queries by one of the groups that each requires: of new documents, only those are asked that share a key
    with it and hold all that is required, and the index only what keys can't decide. What a match takes grows with the
    queries that may match, not with those saved.
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

    def candidates(self, documents: Sequence[IndexDocument]) -> list[StandingQuery]:
        """Every query that one of the documents may answer, each once."""
        return [required.query for required, _ in self._candidates(documents)]

    def match(self, documents: Sequence[IndexDocument], matcher: Matcher) -> Iterator[Match]:
        """What matches, `matcher` being an index of just these documents."""
        for required, held in self._candidates(documents):
            query = required.query
            if required.requirements.enough:
                yield from (Match(query.id, documents[place].id) for place in _places(held))
            else:
                yield from (Match(query.id, id_) for id_ in sorted(matcher.matching(query.plan, query.filters)))

    def _candidates(self, documents: Sequence[IndexDocument]) -> Iterator[tuple[_Required, int]]:
        """The queries that may be answered, each with the documents that hold its keys, as bits."""
        holders: dict[str, int] = defaultdict(int)
        for place, document in enumerate(documents):
            for key in document_keys(document):
                holders[key] |= 1 << place
        everything = (1 << len(documents)) - 1
        for required in self._near(holders):
            held = required.holding(holders, everything)
            if held:
                yield required, held

    def _near(self, holders: Mapping[str, int]) -> Iterable[_Required]:
        found = dict(self._unbound)
        for key in holders:
            found.update(self._by_key.get(key, {}))
        return found.values()

    def _shelves(self, required: _Required) -> list[dict[str, _Required]]:
        groups = required.requirements.groups
        return [self._by_key[key] for key in min(groups, key=_commonness)] if groups else [self._unbound]


def _commonness(group: Group) -> tuple[bool, int]:
    """Facet values are common, and long words rarer than short ones."""
    return any("=" in key for key in group), -max(map(len, group), default=0)


def _places(held: int) -> Iterator[int]:
    """The places of the bits that are set."""
    while held:
        place = (held & -held).bit_length() - 1
        yield place
        held ^= 1 << place


def _either(masks: Iterable[int]) -> int:
    held = 0
    for mask in masks:
        held |= mask
    return held
