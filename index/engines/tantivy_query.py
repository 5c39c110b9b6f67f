"""A plan as tantivy's queries: which documents answer it, fully or in part, and how they rank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tantivy import FieldType, Occur, Query, Schema

from index.engines.tantivy_schema import ENTRY, KIND
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

Clause = tuple[Occur, Query]


@dataclass(frozen=True, slots=True)
class DocumentQueries:
    """Queries over the documents index."""

    schema: Schema
    weights: Weights

    def matching(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> Query:
        """The documents that hold all that is asked, be it in translation."""
        return self._all_of([(Occur.Must, self._clause(plan.widened)), *self._filtered(filters)])

    def direct(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> Query:
        """The documents that hold all that is asked, in its own words."""
        return self._all_of([*self._words(plan), *self._conditions(plan, filters)])

    def translated(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> Query:
        """The documents that hold all that is asked, but something of it only in translation."""
        direct = Query.boolean_query(self._words(plan))
        matching = (Occur.Must, self.matching(plan, filters))
        return Query.boolean_query([matching, (Occur.MustNot, direct), *self._titled(plan.renderings)])

    def full(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> Query:
        """As `direct`, to be ranked."""
        return self._all_of([*self._words(plan), *self._conditions(plan, filters), *self._extras(plan)])

    def partial(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> Query:
        """The documents that hold some of the words or terms, be it in another language, but not all, and everything
        else that is asked.
        """
        clauses = [self._some(plan), (Occur.MustNot, self._clause(plan.widened)), *self._conditions(plan, filters)]
        return self._all_of([*clauses, *self._extras(plan), *self._titled(plan.foreign)])

    def full_or_partial(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> Query:
        """The documents of all kinds, translated ones too."""
        some = self._all_of([self._some(plan), *self._conditions(plan, filters)])
        return some if not plan.equivalents else _either(some, self.matching(plan, filters))

    def with_pieces(self, query: Query, plan: Plan) -> Query:
        """The same documents, ranked by pieces of the plan's words, too."""
        return Query.boolean_query([(Occur.Must, query), *self._pieces(plan)])

    def pieces(self, plan: Plan, sort_keys: Sequence[int]) -> Query | None:
        """Those of the documents with these keys that hold pieces of the plan's words, ranked by nothing else; None where
        it has no words.
        """
        pieces = self._pieces(plan)
        kept = (Occur.Must, _any_number(self.schema, "sort_key", sort_keys))
        return Query.boolean_query([kept, (Occur.Must, Query.boolean_query(pieces))]) if pieces else None

    def among(self, query: Query, sort_keys: Sequence[int]) -> Query:
        """Those of `query` that have one of the keys."""
        kept = _any_number(self.schema, "sort_key", sort_keys)
        return Query.boolean_query([(Occur.Must, kept), (Occur.Must, query)])

    def behind(self, query: Query, sort_key: int, newest_first: bool) -> Query:
        """Those of `query` that come after `sort_key` in the order of dates."""
        low, high = (None, sort_key) if newest_first else (sort_key, None)
        rest = Query.range_query(self.schema, "sort_key", FieldType.Integer, low, high, low is None, high is None)
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, _unscored(rest))])

    def everything(self) -> Query:
        """All documents, none scored."""
        return _unscored(self._term(KIND, ENTRY))

    def _pieces(self, plan: Plan) -> list[Clause]:
        return [
            (Occur.Should, form_query(self.schema, self.weights, "gram", gram))
            for word in plan.words
            for gram in grams(word.exact)
        ]

    def _words(self, plan: Plan) -> list[Clause]:
        return [(Occur.Must, self._clause(word)) for word in plan.words]

    def _some(self, plan: Plan) -> Clause:
        words = [self._clause(word) for word in plan.words]
        renderings = [_weighted(self._clause(node), self.weights.rendering) for node in plan.foreign]
        return Occur.Must, Query.boolean_query([(Occur.Should, query) for query in (*words, *renderings)])

    def _conditions(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> list[Clause]:
        return [*map(self._required, plan.conditions), *self._filtered(filters)]

    def _filtered(self, filters: Mapping[str, Sequence[str]]) -> list[Clause]:
        return [(Occur.Must, self._chosen(field, values)) for field, values in filters.items() if values]

    def _titled(self, renderings: Iterable[AnyForm | StemPhrase]) -> list[Clause]:
        """The score that renderings have in titles."""
        titled = [replace(node, in_title=True) for node in renderings]
        return [(Occur.Should, _weighted(self._clause(node), self.weights.rendering)) for node in titled]

    def _extras(self, plan: Plan) -> list[Clause]:
        """What only adds score."""
        optional = [self._clause(word) for word in plan.optional]
        bonus = [query for word in (*plan.words, *plan.optional) for query in self._bonus(word)]
        return [(Occur.Should, query) for query in (*optional, *bonus)]

    def _all_of(self, clauses: list[Clause]) -> Query:
        if not any(occur is Occur.Must for occur, _ in clauses):
            clauses = [(Occur.Must, self.everything()), *clauses]
        return Query.boolean_query(clauses)

    def _required(self, node: PlanNode) -> Clause:
        if isinstance(node, Excluded):
            return Occur.MustNot, self._clause(node.item)
        if isinstance(node, AnyForm) and node.optional:
            return Occur.Should, self._clause(node)
        return Occur.Must, self._clause(node)

    def _clause(self, node: PlanNode) -> Query:
        match node:
            case AnyForm() | ExactPhrase() | StemPhrase() | ExactPrefix() | ExactNear():
                return evidence_query(self.schema, self.weights, node)
            case HasValue(field, value):
                return _unscored(self._term(field, value))
            case InDays(first, last):
                return _unscored(Query.range_query(self.schema, "day", FieldType.Integer, max(first, 1), max(last, 0)))
            case Either(items):
                return Query.boolean_query([(Occur.Should, self._clause(item)) for item in items])
            case Every(items):
                return self._all_of([self._required(item) for item in items])
            case Excluded():
                return self._all_of([self._required(node)])

    def _bonus(self, word: AnyForm) -> Iterator[Query]:
        """What only adds score: the word's roots and its standing in a title."""
        for root in () if word.by_root else word.roots:
            yield form_query(self.schema, self.weights, "root", root)
        yield evidence_query(self.schema, self.weights, replace(word, in_title=True))

    def _chosen(self, field: str, values: Sequence[str]) -> Query:
        return _unscored(Query.term_set_query(self.schema, field, list(values)))

    def _term(self, field: str, value: str) -> Query:
        return Query.term_query(self.schema, field, value, "basic")


@dataclass(frozen=True, slots=True)
class PageQueries:
    """Queries over the pages index."""

    schema: Schema
    weights: Weights

    def evidence(self, plan: Plan) -> Query | None:
        """Pages that hold anything of what `plan` looks for in texts, None when it looks for nothing there."""
        items = [item for item in plan.evidence if not item.in_title]
        found = [(Occur.Should, evidence_query(self.schema, self.weights, item)) for item in items]
        return Query.boolean_query(found) if found else None

    def within(self, plan: Plan, sort_keys: Sequence[int]) -> Query | None:
        """The same among the pages of the documents with these sort keys."""
        evidence = self.evidence(plan)
        if evidence is None:
            return None
        inside = _any_number(self.schema, "parent", sort_keys)
        return Query.boolean_query([(Occur.Must, inside), (Occur.Must, evidence)])


def evidence_query(schema: Schema, weights: Weights, item: Evidence) -> Query:
    """Where a word, phrase or prefix stands: in the titles for one `in_title`, else anywhere."""
    title = "title_" if item.in_title else ""
    match item:
        case AnyForm():
            return _word_query(schema, weights, item, title)
        case ExactPhrase(terms):
            return _weighted(_phrase_query(schema, f"{title}exact", terms), weights.phrase)
        case StemPhrase(stems):
            return _weighted(_phrase_query(schema, f"{title}run", stems), weights.phrase)
        case ExactNear(first, second, distance):
            orders = ((first, second), (second, first))
            near = [Query.phrase_query(schema, f"{title}exact", list(order), distance) for order in orders]
            return _weighted(Query.disjunction_max_query(near, 0.0), weights.phrase)
        case ExactPrefix(prefix):
            query = Query.regex_query(schema, f"{title}exact", re.escape(prefix) + ".*")
            return Query.const_score_query(query, weights.prefix)


def _word_query(schema: Schema, weights: Weights, word: AnyForm, title: str) -> Query:
    forms = [form_query(schema, weights, f"{title}exact", word.exact)]
    forms += [form_query(schema, weights, f"{title}stem", stem) for stem in [word.stem] if stem]
    lemmas = [form_query(schema, weights, f"{title}lemma", lemma) for lemma in word.lemmas]
    forms.append(Query.disjunction_max_query(lemmas, 0.0))  # summed, an ambiguous word would count more than others
    if word.by_root:
        forms += [form_query(schema, weights, f"{title}root", root) for root in word.roots]
    return Query.boolean_query([(Occur.Should, form) for form in forms])


def form_query(schema: Schema, weights: Weights, field: str, term: str) -> Query:
    """Where a term stands in a field, scored with the field's weight."""
    return _weighted(
        Query.term_query(schema, field, term, "freq"), getattr(weights, "root" if field == "title_root" else field)
    )


def _phrase_query(schema: Schema, field: str, terms: Sequence[str]) -> Query:
    if len(terms) == 1:
        return Query.term_query(schema, field, terms[0], "freq")
    return Query.phrase_query(schema, field, list(terms))


def _either(*queries: Query) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _any_number(schema: Schema, field: str, numbers: Iterable[int]) -> Query:
    """Entries with one of the numbers, unscored. A set of terms would say the same, four times as slowly."""
    return _unscored(_either(*(Query.term_query(schema, field, number, "basic") for number in numbers)))


def _weighted(query: Query, weight: float) -> Query:
    return Query.boost_query(query, weight)


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
