"""What to suggest while somebody types: numbers, bodies, phrases and titles, of what is public only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice

from analyzers.normalization import fold
from analyzers.pipeline import Analyzer
from analyzers.tokens import Token
from archive.store import Archive
from domain.documents import Body
from index.engine import IndexReader
from index.numbers import normalize_number
from index.planning import plan_suggestion
from index.vocabulary import completion_key
from search_api.pending import find_pending

_PHRASES = 4
"""Phrases before titles, at most."""

_OTHERS = 3
"""Numbers, and bodies, at most."""

_SHORTEST = 2
_ARTICLE = "ال"
_WORD = re.compile(r"\w+")


class SuggestionKind(StrEnum):
    """What a suggestion is."""

    NUMBER = "number"
    BODY = "body"
    PHRASE = "phrase"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to search for."""

    text: str
    kind: SuggestionKind


class Suggester:
    """Suggests from the public index and the councils' names. Safe to use from several threads."""

    def __init__(self, archive: Archive, reader: IndexReader, analyzer: Analyzer) -> None:
        self._archive = archive
        self._reader = reader
        self._analyzer = analyzer

    def suggest(self, typed: str, size: int, bodies: Iterable[Body]) -> list[Suggestion]:
        """At most `size` different ones: short ones first, titles behind them."""
        pending = find_pending(self._archive, self._reader)
        found = chain(
            () if pending.hides else self._numbers(typed),
            _body_names(typed, bodies),
            () if pending.hides else self._phrases(typed),
            self._titles(pending.keep(self._reader.suggest(plan_suggestion(typed, self._analyzer), size))),
        )
        different = {fold(suggestion.text): suggestion for suggestion in reversed(list(found))}
        return list(islice(reversed(different.values()), size))

    def _numbers(self, typed: str) -> Iterator[Suggestion]:
        beginning = normalize_number(typed) if typed.strip()[:1].isdigit() else ""
        for number in self._reader.numbers(beginning, _OTHERS):
            yield Suggestion(number.replace("-", "/"), SuggestionKind.NUMBER)

    def _phrases(self, typed: str) -> Iterator[Suggestion]:
        """Those that begin with all that was typed or, where there are none, with its last word."""
        tokens = self._analyzer.analyze(typed)
        key = completion_key(tokens)
        if not _is_begun(key):
            return
        texts = self._frequent(key) or self._last_word(typed, tokens)
        yield from (Suggestion(text, SuggestionKind.PHRASE) for text in texts if fold(text) != fold(typed.strip()))

    def _frequent(self, beginning: str) -> list[str]:
        """Phrases of several documents: what stands in one alone is found by its title."""
        return [found.text for found in self._reader.completions(beginning, _PHRASES) if found.documents > 1]

    def _last_word(self, typed: str, tokens: list[Token]) -> list[str]:
        last = completion_key(tokens[-1:])
        if len(tokens) < 2 or not _is_begun(last):
            return []
        return [typed[: tokens[-1].start] + text for text in self._frequent(last)]

    def _titles(self, titles: Iterable[str]) -> Iterator[Suggestion]:
        return (Suggestion(title, SuggestionKind.TITLE) for title in titles)


def _is_begun(key: str) -> bool:
    """Whether enough of a word was typed to complete it: the article alone says nothing."""
    return len(key.removeprefix(_ARTICLE)) >= _SHORTEST


def _body_names(typed: str, bodies: Iterable[Body]) -> Iterator[Suggestion]:
    """Names of bodies with a word that begins as the last word typed and all words before it."""
    *before, last = _WORD.findall(fold(typed)) or [""]
    if len(last) < _SHORTEST:
        return
    names = (name for body in bodies for name in body.names.values())
    begun = (name for name in names if _answers(_WORD.findall(fold(name)), before, last))
    yield from (Suggestion(name, SuggestionKind.BODY) for name in islice(begun, _OTHERS))


def _answers(words: list[str], before: list[str], last: str) -> bool:
    return set(before) <= set(words) and any(word.startswith((last, f"ال{last}")) for word in words)
