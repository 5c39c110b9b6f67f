"""What a document is about, as a query for others like it: its distinctive words and laws, terms of the glossary among them.

Everything is asked of the engine through its port, so the same documents are similar whatever the engine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import log

from analyzers.pipeline import Analyzer
from analyzers.tokens import Token
from domain.searching import Sort, Window
from index.engine import IndexReader
from index.glossary.lookup import shipped_glossary
from index.plan import AnyForm, Either, Equivalent, Every, Plan
from index.word_forms import any_form

MOST_WORDS = 12
"""Words and laws of a document that others are compared by."""

MOST_TERMS = 6
"""Terms of the glossary by which it is compared besides, in every language."""

_CANDIDATES = 32
"""Words, those used most first, of which the engine is asked how many documents hold them."""

_TERMS = 8
"""Terms of the glossary, the first of the document, of which the same is asked; phrases cost the engine most."""

_TITLED = 3
"""What a word of a title counts for beside one of a page."""

_SHORTEST = 3
_LEADING = 400
"""Words from the beginning among which terms of the glossary are looked for."""

_COMMON = 0.5
"""A word that a larger share of the documents holds tells nothing."""

_MANY = 8
"""Documents that make an archive large enough to say which words are common in it."""

_LAW = "@law:"

Text = Sequence[Token]
"""The words of a title or a page."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a document is about: its distinctive words, each as the document writes it, most telling first, and terms of the
    glossary. The word of a law is its key, written as its number.
    """

    words: Mapping[AnyForm, str]
    terms: tuple[Equivalent, ...]

    @property
    def plan(self) -> Plan:
        """A plan for whatever holds some of it, in any language; one of nothing for a document that is about nothing."""
        renderings = (other.node for term in self.terms for other in term.foreign)
        nodes = tuple(dict.fromkeys((*self.words, *(word for term in self.terms for word in term.words), *renderings)))
        # One condition for all: its words are neither all looked for at once nor cut into pieces, as those of a query are.
        return Plan(Every((Either(nodes),) if nodes else ()), partial=False)


def topic(
    titles: Sequence[Sequence[Token]], pages: Sequence[Sequence[Token]], reader: IndexReader, analyzer: Analyzer
) -> Topic:
    """The topic of a document with these titles and pages, judged by what other documents in the reader's space hold.

    Words that no other document holds connect nothing and are left out; without any word left the topic is empty.
    """
    uses, written = _counted(titles, pages)
    space = _Space(reader)
    known = {word: written[word] for word in space.distinctive(uses)}
    tokens = [token for text in (*titles, *pages) for token in text][:_LEADING]
    terms = {(one.term, one.language): one for one in shipped_glossary(analyzer).equivalents(map(any_form, tokens))}
    return Topic(known, space.telling(terms.values()))


class _Space:
    """What the documents of a space say of words."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self._total = self._held(Plan(Every(())))

    def distinctive(self, uses: Counter[AnyForm]) -> list[AnyForm]:
        """The words that tell most of what a document with these uses is about, most first."""
        scores = {}
        for word, count in uses.most_common(_CANDIDATES):
            held = self._held(Plan(Every((word,))))
            if self._tells(held):
                scores[word] = (1 + log(count)) * log(1 + self._total / held)
        return sorted(scores, key=lambda word: (-scores[word], word.exact))[:MOST_WORDS]

    def telling(self, terms: Iterable[Equivalent]) -> tuple[Equivalent, ...]:
        """Those of the first terms that few documents hold in any language, the rarest first."""
        whole = (replace(term, parts=()) for term in islice(terms, _TERMS))
        held = {term: self._held(Plan(Every(term.words), equivalents=(term,))) for term in whole}
        return tuple(sorted((term for term in held if self._tells(held[term])), key=lambda term: held[term])[:MOST_TERMS])

    def _tells(self, held: int) -> bool:
        return 1 < held <= max(_MANY, _COMMON * self._total)

    def _held(self, plan: Plan) -> int:
        """How many documents hold what the plan asks for."""
        return self._reader.search(plan, {}, Sort.NEWEST, Window(1), facets=False).total


def _counted(titles: Sequence[Text], pages: Sequence[Text]) -> tuple[Counter[AnyForm], dict[AnyForm, str]]:
    """How often each word is used in any of its forms, and how it is written mostly."""
    uses: Counter[str] = Counter()
    forms: dict[str, Counter[tuple[AnyForm, str]]] = {}
    for texts, weight in ((titles, _TITLED), (pages, 1)):
        for token in (token for text in texts for token in text):
            for lemma, word, text in _words(token):
                uses[lemma] += weight
                forms.setdefault(lemma, Counter())[word, text] += weight
    usual = {lemma: counts.most_common(1)[0][0] for lemma, counts in forms.items()}
    return (
        Counter({usual[lemma][0]: count for lemma, count in uses.items()}),
        dict(usual.values()),
    )


def _words(token: Token) -> Iterator[tuple[str, AnyForm, str]]:
    for key in token.lemmas:
        if key.startswith(_LAW):
            yield key, AnyForm(key, "", (key,)), token.surface
    if not token.stop and len(token.exact) >= _SHORTEST and token.exact.isalpha():
        yield token.lemmas[0], replace(any_form(token), roots=()), token.surface
