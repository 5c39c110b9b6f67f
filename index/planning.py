"""From what was asked to terms: a `ParsedQuery` analysed into a `Plan`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from analyzers.highlight import QueryTerms
from analyzers.mentions import law_key
from analyzers.normalization import fold
from analyzers.pipeline import Analyzer
from analyzers.tokens import Token
from domain.query import AllOf, AnyOf, DateRange, FieldValue, Node, Not, ParsedQuery, Phrase, Prefix, Proximity, Word
from domain.searching import Precision
from index.glossary.lookup import shipped_glossary
from index.numbers import number_orders
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
from index.questions import framing_words
from index.value_names import Names, find_values, interface_names
from index.word_forms import any_form

_SHORTEST_PREFIX = 2


def plan(query: ParsedQuery, analyzer: Analyzer, names: Names | None = None, precision: Precision = Precision.FORMS) -> Plan:
    """The terms and conditions of a query.

    Stop words are optional, unless nothing else is looked for in texts. `names` gives the values of fields (bodies,
    organizations) by their names; those of types and languages are known. `precision` says which forms of a word will do.
    """
    planner = _Planner(analyzer, {**interface_names(), **(names or {})}, precision)
    items = tuple(dict.fromkeys(planner.nodes(query.root)))
    required = _require_stop_words(items)
    hints = query.hints
    if required != items:
        hints = (*hints, "only_stop_words")
    if not required and "no_words" not in hints:
        hints = (*hints, "no_words")
    equivalents = shipped_glossary(analyzer).equivalents(required) if query.translate else ()
    return Plan(Every(required), hints=hints, equivalents=equivalents)


def plan_suggestion(text: str, analyzer: Analyzer) -> Plan:
    """A plan for titles with a word that begins with the last word of `text`, and all the words before it."""
    tokens = analyzer.analyze(text)
    before = [replace(any_form(token, in_title=True), optional=False) for token in tokens[:-1]]
    last = [ExactPrefix(fold(token.surface), in_title=True) for token in tokens[-1:]]  # begun: no word to be mended
    return Plan(Every((*before, *last)), partial=False)


def query_terms(plan: Plan) -> QueryTerms:
    """The terms to highlight in a text that answers `plan`: those of words, phrases and prefixes not
    excluded, and of renderings.
    """
    return evidence_terms(plan.evidence)


def evidence_terms(evidence: Iterable[Evidence]) -> QueryTerms:
    """The terms by which to find the evidence in a text."""
    items = tuple(evidence)
    words = [item for item in items if isinstance(item, AnyForm)]
    return QueryTerms(
        exacts=frozenset(word.exact for word in words) | frozenset(_near_terms(items)),
        stems=frozenset(word.stem for word in words if word.stem),
        lemmas=frozenset(lemma for word in words for lemma in word.lemmas),
        roots=frozenset(root for word in words if word.by_root for root in word.roots),
        prefixes=tuple(item.prefix for item in items if isinstance(item, ExactPrefix)),
        phrases=tuple(item.terms for item in items if isinstance(item, ExactPhrase)),
        stem_phrases=tuple(item.stems for item in items if isinstance(item, StemPhrase)),
    )


def _near_terms(items: Iterable[Evidence]) -> Iterator[str]:
    for item in items:
        if isinstance(item, ExactNear):
            yield from (item.first, item.second)


class _Planner:
    """Turns nodes of the tree into nodes of the plan; what holds no term turns into none."""

    def __init__(self, analyzer: Analyzer, names: Names, precision: Precision) -> None:
        self._analyzer = analyzer
        self._names = names
        self._precision = precision

    def nodes(self, node: Node) -> tuple[PlanNode, ...]:
        match node:
            case Not(item):
                return tuple(Excluded(item) for item in self._together([item]))
            case AnyOf(items):
                return self._any_of(items)
            case AllOf(items):
                return tuple(found for item in join_words(items) for found in self.nodes(item))
            case leaf:
                return self._leaf(leaf)

    def _leaf(self, node: Word | Phrase | Prefix | Proximity | FieldValue | DateRange) -> tuple[PlanNode, ...]:
        match node:
            case Word(text, in_title):
                return self._words(self._analyzer.analyze(text), in_title)
            case Phrase() | Proximity():
                return self._quoted(node)
            case Prefix(text, in_title):
                return self._prefix(self._analyzer.analyze(text), in_title)
            case FieldValue("law", value):
                return (self._law(value),)
            case FieldValue(field, value):
                return (self._value(field, value),)
            case DateRange(after, before):
                return (InDays((after or date.min).toordinal(), (before or date.max).toordinal()),)

    def _quoted(self, node: Phrase | Proximity) -> tuple[PlanNode, ...]:
        terms = tuple(token.exact for token in self._analyzer.analyze(node.text))
        if isinstance(node, Proximity) and len(set(terms)) > 1:
            return _pairs(terms, node.distance, node.in_title)
        return (ExactPhrase(terms, node.in_title),) if terms else ()

    def _any_of(self, items: Sequence[Node]) -> tuple[PlanNode, ...]:
        choices = [choice for item in items for choice in self._together([item])]
        return (Either(tuple(choices)),) if len(choices) > 1 else tuple(choices)

    def _together(self, items: Iterable[Node]) -> tuple[PlanNode, ...]:
        """One node for all items, or none where they hold no term."""
        nodes = _require_stop_words(tuple(found for item in items for found in self.nodes(item)))
        return (Every(nodes),) if len(nodes) > 1 else nodes

    def _prefix(self, tokens: Sequence[Token], in_title: bool) -> tuple[PlanNode, ...]:
        before = [self._word(token, in_title) for token in tokens[:-1]]
        last: list[PlanNode] = [
            ExactPrefix(token.exact, in_title)
            if len(token.exact) >= _SHORTEST_PREFIX
            else ExactPhrase((token.exact,), in_title)
            for token in tokens[-1:]
        ]
        return (*before, *last)

    def _words(self, tokens: Sequence[Token], in_title: bool) -> tuple[AnyForm, ...]:
        framing = framing_words(tokens)
        words = (self._word(token, in_title) for token in tokens)
        return tuple(replace(word, optional=True) if place in framing else word for place, word in enumerate(words))

    def _word(self, token: Token, in_title: bool) -> AnyForm:
        word = any_form(token, in_title)
        if self._precision is Precision.EXACT:
            return replace(word, stem="", lemmas=(), roots=())
        return replace(word, by_root=self._precision is Precision.ROOT)

    def _law(self, value: str) -> PlanNode:
        """Every document that names the law: by its number, else by its name."""
        if not any(map(str.isdecimal, value)):
            return ExactPhrase(tuple(token.exact for token in self._analyzer.analyze(value)))
        key = law_key(value)
        return Every((AnyForm(key, "", (key,)),))

    def _value(self, field: str, value: str) -> PlanNode:
        values = number_orders(value) if field == "number" else find_values(self._names, field, value)
        choices = tuple(HasValue(field, each) for each in values)
        return choices[0] if len(choices) == 1 else Either(choices)


def _pairs(terms: Sequence[str], distance: int, in_title: bool) -> tuple[PlanNode, ...]:
    """Each term near the next one."""
    distinct = tuple(dict.fromkeys(terms))
    return tuple(ExactNear(first, second, distance, in_title) for first, second in pairwise(distinct))


def join_words(items: Iterable[Node]) -> list[Node]:
    """The same with words that follow each other as one: some of them name a day or a place together."""
    joined: list[Node] = []
    for item in items:
        last = joined[-1] if joined else None
        if isinstance(item, Word) and isinstance(last, Word) and item.in_title == last.in_title:
            joined[-1] = replace(last, text=f"{last.text} {item.text}")
        else:
            joined.append(item)
    return joined


def _require_stop_words(nodes: tuple[PlanNode, ...]) -> tuple[PlanNode, ...]:
    """The same nodes, but with every stop word required where nothing else is looked for in texts."""
    if Plan(Every(nodes)).evidence:
        return nodes
    return tuple(replace(node, optional=False) if isinstance(node, AnyForm) else node for node in nodes)
