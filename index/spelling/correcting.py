"""Other queries that somebody may have meant, where the archive does not know what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log2

from analyzers.pipeline import Analyzer
from analyzers.tokens import Token
from domain.searching import Sort, Window
from index.engine import IndexReader, Spelling
from index.plan import AnyForm, Every, Plan
from index.spelling.arabizi import readings
from index.spelling.edits import near
from index.spelling.keyboards import retyped
from index.spelling.spacing import joined, parted

MOST_UNKNOWN = 6
"""Unknown words of a query that are looked at; a query with more of them is left alone."""

_SHORTEST = 3
_ARTICLE = "ال"
_FREQUENCY = 0.03
"""What a doubling of the documents that hold a word counts for, in costs of slips."""


class CorrectionKind(StrEnum):
    """What may have happened."""

    KEYBOARD = "keyboard"
    ARABIZI = "arabizi"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True)
class Correction:
    """A query to suggest in place of the one that was typed."""

    query: str
    kind: CorrectionKind


class Corrector:
    """Suggests queries whose words stand in documents of one space. Safe to use from several threads."""

    def __init__(self, reader: IndexReader, analyzer: Analyzer) -> None:
        self._reader = reader
        self._analyzer = analyzer

    def corrections(self, query: str) -> tuple[Correction, ...]:
        """At most one of each kind, the likeliest first; none where the archive knows all words or too few of a
        correction's.
        """
        words = [token for token in self._analyzer.analyze(query) if _is_word(query, token)]
        unknown = [token for token in words if not self._knows(token)]
        if not unknown or len(unknown) > MOST_UNKNOWN:
            return ()
        found = [self._retyped(query, words, unknown), self._read(query, unknown), self._respelt(query, words, unknown)]
        different = {correction.query: correction for correction in reversed(found) if correction}
        return tuple(reversed(different.values()))

    def _retyped(self, query: str, words: Sequence[Token], unknown: Sequence[Token]) -> Correction | None:
        """The whole query on the other layout, if most of it is unknown as it is and all of it known there."""
        if 2 * len(unknown) < len(words):
            return None
        for text in retyped(query):
            tokens = self._analyzer.analyze(text)
            if tokens and all(token.stop or self._knows(token) for token in tokens) and any(map(_is_long, tokens)):
                return Correction(text, CorrectionKind.KEYBOARD)
        return None

    def _read(self, query: str, unknown: Sequence[Token]) -> Correction | None:
        """The query with every unknown word in Latin letters read as Arabic."""
        latin = [token for token in unknown if token.exact.isascii()]
        best = {token: self._reading(token.exact) for token in latin}
        if not latin or not all(best.values()):
            return None
        return Correction(_replaced(query, best), CorrectionKind.ARABIZI)

    def _reading(self, word: str) -> str:
        candidates = readings(word)
        ranks = {candidate: place / len(candidates) for place, candidate in enumerate(candidates)}
        return self._best(ranks)

    def _respelt(self, query: str, words: Sequence[Token], unknown: Sequence[Token]) -> Correction | None:
        """The query with spaces put right, and the other unknown words that are near to known ones in their spelling."""
        whole = joined(query, words, unknown, self._reader)
        others = [token for token in unknown if token not in whole]
        best = {token: parted(token.exact, self._reader) or self._best(near(token.exact)) for token in others}
        changed = {**{token: text for token, text in best.items() if text}, **whole}
        return Correction(_replaced(query, changed), CorrectionKind.SPELLING) if changed else None

    def _best(self, costs: Mapping[str, float]) -> str:
        """The spelling of the cheapest word that stands in documents, be it with the article, a frequent one before a rare
        one.
        """
        wanted = {**{_ARTICLE + exact: cost for exact, cost in costs.items() if _takes_article(exact)}, **costs}
        found = self._reader.spellings(wanted)
        ranked = sorted(found, key=lambda exact: (_rank(wanted[exact], found[exact]), exact))
        if not ranked:
            return ""
        text = found[ranked[0]].text
        return text if ranked[0] in costs else text.removeprefix(_ARTICLE)

    def _knows(self, token: Token) -> bool:
        plan = Plan(Every((AnyForm(token.exact, token.stem, token.lemmas),)))
        return self._reader.search(plan, {}, Sort.NEWEST, Window(1), facets=False).total > 0


def _rank(cost: float, spelling: Spelling) -> float:
    return cost - _FREQUENCY * log2(spelling.documents)


def _takes_article(exact: str) -> bool:
    return not exact.isascii() and not exact.startswith(_ARTICLE)


def _is_word(query: str, token: Token) -> bool:
    """Whether the token is a word to be looked for in texts: no stop word, no number, no field nor its value."""
    around = query[max(0, token.start - 1) : token.start] + query[token.end : token.end + 1]
    return not token.stop and ":" not in around and any(map(str.isalpha, token.exact))


def _is_long(token: Token) -> bool:
    return len(token.exact) >= _SHORTEST and not token.stop


def _replaced(query: str, words: Mapping[Token, str]) -> str:
    """The query with these words in place of tokens; one that became nothing takes the space before it along."""
    return "".join(_pieces(query, sorted(words.items(), key=lambda pair: pair[0].start)))


def _pieces(query: str, words: Iterable[tuple[Token, str]]) -> Iterator[str]:
    at = 0
    for token, text in words:
        before = query[at : token.start]
        yield before if text else before.rstrip(" ")
        yield text
        at = token.end
    yield query[at:]
