"""A plan as Elasticsearch's queries: which documents answer it, fully or in part, and how they rank.

Each part scores as tantivy's does: both are BM25 with the same constants, the same coarse lengths and the factor k1 + 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from index.engines.elasticsearch_entries import kept
from index.engines.elasticsearch_schema import ENTRY, KIND
from index.grams import grams
from index.plan import (
    AnyForm,
    Either,
    Every,
    Evidence,
    ExactNear,
    ExactPhrase,
    ExactPrefix,
    Excluded,
    HasValue,
    InDays,
    Plan,
    PlanNode,
    StemPhrase,
)
from index.weights import Weights

Query = dict[str, Any]
Clause = tuple[str, Query]
"""How a query stands in a boolean one, and the query."""

MUST, FILTER, NOT, SHOULD = "must", "filter", "must_not", "should"

NOTHING: Query = {"match_none": {}}
EVERYTHING: Query = {"term": {KIND: ENTRY}}
"""All documents but the marker."""


@dataclass(frozen=True, slots=True)
class DocumentQueries:
    """Queries over the documents index."""

    weights: Weights

    def matching(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> Query:
        """The documents that hold all that is asked, be it in translation."""
        return _all_of([(MUST, self._clause(plan.widened)), *_filtered(filters)])

    def direct(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> Query:
        """The documents that hold all that is asked, in its own words."""
        return _all_of([*self._words(plan), *self._conditions(plan, filters)])

    def translated(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> Query:
        """The documents that hold all that is asked, but something of it only in translation."""
        direct = _boolean(self._words(plan))
        return _boolean([(MUST, self.matching(plan, filters)), (NOT, direct), *self._titled(plan.renderings)])

    def full(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> Query:
        """As `direct`, to be ranked."""
        return _all_of([*self._words(plan), *self._conditions(plan, filters), *self._extras(plan)])

    def partial(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> Query:
        """The documents that hold some of the words or terms, be it in another language, but not all, and everything
        else that is asked.
        """
        clauses = [self._some(plan), (NOT, self._clause(plan.widened)), *self._conditions(plan, filters)]
        return _all_of([*clauses, *self._extras(plan), *self._titled(plan.foreign)])

    def full_or_partial(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> Query:
        """The documents of all kinds, translated ones too."""
        some = _all_of([self._some(plan), *self._conditions(plan, filters)])
        return some if not plan.equivalents else _any_of([some, self.matching(plan, filters)])

    def pieces(self, plan: Plan) -> Query | None:
        """What pieces of the plan's words add to a score, None where there are none."""
        pieces = [form_query(self.weights, "gram", gram) for word in plan.words for gram in grams(word.exact)]
        return _any_of(pieces) if pieces else None

    def _words(self, plan: Plan) -> list[Clause]:
        return [(MUST, self._clause(word)) for word in plan.words]

    def _some(self, plan: Plan) -> Clause:
        words = [self._clause(word) for word in plan.words]
        renderings = [_weighted(self._clause(node), self.weights.rendering) for node in plan.foreign]
        return MUST, _any_of([*words, *renderings])

    def _conditions(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> list[Clause]:
        return [*map(self._required, plan.conditions), *_filtered(filters)]

    def _titled(self, renderings: Iterable[AnyForm | StemPhrase]) -> list[Clause]:
        """The score that renderings have in titles."""
        titled = [replace(node, in_title=True) for node in renderings]
        return [(SHOULD, _weighted(self._clause(node), self.weights.rendering)) for node in titled]

    def _extras(self, plan: Plan) -> list[Clause]:
        """What only adds score."""
        optional = [self._clause(word) for word in plan.optional]
        bonus = [query for word in (*plan.words, *plan.optional) for query in self._bonus(word)]
        return [(SHOULD, query) for query in (*optional, *bonus)]

    def _required(self, node: PlanNode) -> Clause:
        if isinstance(node, Excluded):
            return NOT, self._clause(node.item)
        if isinstance(node, AnyForm) and node.optional:
            return SHOULD, self._clause(node)
        return MUST, self._clause(node)

    def _clause(self, node: PlanNode) -> Query:
        match node:
            case AnyForm() | ExactPhrase() | StemPhrase() | ExactPrefix() | ExactNear():
                return evidence_query(self.weights, node)
            case HasValue(field, value):
                return _unscored({"term": {field: value}})
            case InDays(first, last):
                return _unscored({"range": {"day": {"gte": max(first, 1), "lte": max(last, 0)}}})
            case Either(items):
                return _any_of([self._clause(item) for item in items])
            case Every(items):
                return _all_of([self._required(item) for item in items])
            case Excluded():
                return _all_of([self._required(node)])

    def _bonus(self, word: AnyForm) -> Iterator[Query]:
        """What only adds score: the word's roots and its standing in a title."""
        for root in () if word.by_root else word.roots:
            yield form_query(self.weights, "root", root)
        yield evidence_query(self.weights, replace(word, in_title=True))


@dataclass(frozen=True, slots=True)
class PageQueries:
    """Queries over the pages index."""

    weights: Weights

    def evidence(self, plan: Plan) -> Query | None:
        """Pages that hold anything of what `plan` looks for in texts, None when it looks for nothing there."""
        items = [item for item in plan.evidence if not item.in_title]
        return _any_of([evidence_query(self.weights, item) for item in items]) if items else None

    def within(self, plan: Plan, sort_keys: Sequence[int]) -> Query | None:
        """The same among the pages of the documents with these sort keys."""
        evidence = self.evidence(plan)
        return narrowed(evidence, {"terms": {"parent": list(sort_keys)}}) if evidence else None


def narrowed(query: Query, inside: Query) -> Query:
    """What answers `query`, scored by it, and `inside`."""
    return _boolean([(FILTER, inside), (MUST, query)])


def named(query: Query, name: str, part: Query) -> Query:
    """The same entries, unscored; hits tell by the name whether they answer `part`, too."""
    return _boolean([(FILTER, query), (SHOULD, {"bool": {FILTER: [part], "_name": name}})])


def chosen(filters: Mapping[str, Sequence[str]]) -> Query:
    """What holds one value of each filter that has any."""
    return _boolean(_filtered(filters))


def evidence_query(weights: Weights, item: Evidence) -> Query:
    """Where a word, phrase or prefix stands: in the titles for one `in_title`, else anywhere."""
    title = "title_" if item.in_title else ""
    match item:
        case AnyForm():
            return _word_query(weights, item, title)
        case ExactPhrase(terms):
            return _phrase_query(f"{title}exact", terms, weights.phrase)
        case StemPhrase(stems):
            return _phrase_query(f"{title}run", stems, weights.phrase)
        case ExactNear(first, second, distance):
            orders = ((first, second), (second, first))
            near = [_near_query(f"{title}exact", order, distance) for order in orders]
            return {"dis_max": {"queries": near, "tie_breaker": 0.0, "boost": weights.phrase}}
        case ExactPrefix(prefix):
            return {"prefix": {f"{title}exact": {"value": prefix, "boost": weights.prefix}}}


def form_query(weights: Weights, field: str, term: str) -> Query:
    """Where a term stands in a field, scored with the field's weight."""
    weight = getattr(weights, "root" if field == "title_root" else field)
    return _term_query(field, term, weight)


def _word_query(weights: Weights, word: AnyForm, title: str) -> Query:
    forms = [form_query(weights, f"{title}exact", word.exact)]
    forms += [form_query(weights, f"{title}stem", stem) for stem in [word.stem] if stem]
    lemmas = [form_query(weights, f"{title}lemma", lemma) for lemma in word.lemmas]
    if lemmas:  # summed, an ambiguous word would count more than others
        forms.append({"dis_max": {"queries": lemmas, "tie_breaker": 0.0}})
    if word.by_root:
        forms += [form_query(weights, f"{title}root", root) for root in word.roots]
    return _any_of(forms)


def _phrase_query(field: str, terms: Sequence[str], weight: float) -> Query:
    if len(terms) == 1:
        return _term_query(field, terms[0], weight)
    if any(term.split() != [term] for term in terms):  # the query is split at its spaces, as the text was
        return NOTHING
    return {"match_phrase": {field: {"query": " ".join(map(kept, terms)), "boost": weight}}}


def _near_query(field: str, order: Sequence[str], distance: int) -> Query:
    """Each place of the first term counts once, however far the second is: as in tantivy. The score of a `span_near` with
    a distance would fall with it.
    """
    first, second = ({"span_term": {field: kept(term)}} for term in order)
    near = {"span_near": {"clauses": [first, second], "slop": distance, "in_order": True}}
    return {"span_within": {"little": first, "big": near}}


def _term_query(field: str, term: str, weight: float) -> Query:
    return {"term": {field: {"value": kept(term), "boost": weight}}}


def _filtered(filters: Mapping[str, Sequence[str]]) -> list[Clause]:
    return [(FILTER, {"terms": {field: list(values)}}) for field, values in filters.items() if values]


def _all_of(clauses: list[Clause]) -> Query:
    if not any(occur in {MUST, FILTER} for occur, _ in clauses):
        clauses = [(FILTER, EVERYTHING), *clauses]
    return _boolean(clauses)


def _any_of(queries: Sequence[Query]) -> Query:
    """A boolean query without clauses would match everything in Elasticsearch."""
    if not queries:
        return NOTHING
    return {"bool": {SHOULD: list(queries), "minimum_should_match": 1}}


def _boolean(clauses: Iterable[Clause]) -> Query:
    grouped: dict[str, list[Query]] = {}
    for occur, query in clauses:
        grouped.setdefault(occur, []).append(query)
    return {"bool": grouped}


def _weighted(query: Query, weight: float) -> Query:
    return {"bool": {MUST: [query], "boost": weight}}


def _unscored(query: Query) -> Query:
    return {"constant_score": {"filter": query, "boost": 0.0}}
