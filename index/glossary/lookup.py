"""Finds the terms of the glossary in the words of a query, in whatever form they were typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from analyzers.pipeline import Analyzer
from analyzers.tokens import Token
from index.glossary.entries import Entry, Spelling, shipped_entries
from index.plan import AnyForm, Equivalent, PlanNode, Rendering, StemPhrase
from index.word_forms import any_form

Keys = frozenset[str]
"""What a word is known by: two words are forms of one when they share a key."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A spelling with its analysis: `words` are those that are no stop words."""

    spelling: Spelling
    words: tuple[AnyForm, ...]
    node: AnyForm | StemPhrase
    keys: tuple[Keys, ...] = field(repr=False)

    def begins(self, words: Sequence[AnyForm]) -> bool:
        """Whether the words begin with this term, in any form."""
        if len(words) < len(self.keys):
            return False
        return all(keys & _keys(word) for keys, word in zip(self.keys, words, strict=False))


class Glossary:
    """The entries by the words they begin with. Safe to use from several threads."""

    def __init__(self, entries: Iterable[Entry], analyzer: Analyzer) -> None:
        self._entries = [_terms(entry, analyzer) for entry in entries]
        self._starts: Mapping[str, list[tuple[_Term, int]]] = _starts(self._entries)

    def equivalents(self, items: Iterable[PlanNode]) -> tuple[Equivalent, ...]:
        """The terms among words that stand side by side, longest first and none overlapping, in the query's order.

        Stop words within a term don't count; what is looked for in titles only is left alone.
        """
        return tuple(found for run in _runs(items) for found in self._within(run, len(run)))

    def _within(self, run: Sequence[AnyForm], most: int) -> Iterator[Equivalent]:
        """The terms of at most `most` words, each with those within it."""
        place = 0
        while place < len(run):
            found = self._longest(run[place:], most)
            if found is not None:
                yield replace(found, parts=tuple(self._within(found.words, len(found.words) - 1)))
            place += len(found.words) if found else 1

    def _longest(self, words: Sequence[AnyForm], most: int) -> Equivalent | None:
        starts = dict.fromkeys(start for key in sorted(_keys(words[0])) for start in self._starts.get(key, ()))
        begun = [(term, entry) for term, entry in starts if len(term.words) <= most and term.begins(words)]
        length = max((len(term.words) for term, _ in begun), default=0)
        longest = [(term, entry) for term, entry in begun if len(term.words) == length]
        renderings = tuple(dict.fromkeys(other for term, entry in longest for other in self._others(term, entry)))
        if not renderings:
            return None
        spelling = longest[0][0].spelling
        return Equivalent(tuple(words[:length]), spelling.text, spelling.language, renderings)

    def _others(self, term: _Term, entry: int) -> Iterator[Rendering]:
        seen = [term]
        for other in self._entries[entry]:
            if not any(_covers(known, other) for known in seen):
                seen.append(other)
                yield Rendering(other.spelling.text, other.spelling.language, other.node)


@cache
def shipped_glossary(analyzer: Analyzer) -> Glossary:
    """The glossary of `terms/*.tsv`, made once for each analyzer."""
    return Glossary(shipped_entries(), analyzer)


def _terms(entry: Entry, analyzer: Analyzer) -> list[_Term]:
    return [_term(spelling, analyzer.analyze(spelling.text)) for spelling in entry.spellings]


def _term(spelling: Spelling, tokens: Sequence[Token]) -> _Term:
    words = tuple(any_form(token) for token in tokens if not token.stop)
    node = words[0] if len(tokens) == 1 else StemPhrase(tuple(token.stem for token in tokens))
    return _Term(spelling, words, node, tuple(map(_keys, words)))


def _starts(entries: Sequence[Sequence[_Term]]) -> Mapping[str, list[tuple[_Term, int]]]:
    starts: dict[str, list[tuple[_Term, int]]] = defaultdict(list)
    for number, terms in enumerate(entries):
        for term in terms:
            for key in term.keys[0]:
                starts[key].append((term, number))
    return starts


def _keys(word: AnyForm) -> Keys:
    """The lemmas, and for words that no lexicon knows the stem among them."""
    return frozenset(word.lemmas)


def _covers(known: _Term, other: _Term) -> bool:
    """Whether looking for `known` finds `other` as well."""
    if isinstance(known.node, StemPhrase) or isinstance(other.node, StemPhrase):
        return known.node == other.node
    return known.node.lemmas[0] in other.node.lemmas


def _runs(items: Iterable[PlanNode]) -> Iterator[list[AnyForm]]:
    """Words side by side; stop words are passed over, anything else parts what stands before from what follows."""
    run: list[AnyForm] = []
    for item in items:
        if isinstance(item, AnyForm) and item.optional:
            continue
        if isinstance(item, AnyForm) and not item.in_title:
            run.append(item)
        elif run:
            yield run
            run = []
    if run:
        yield run
