"""Texts with their analysis, remembered so that paging through results analyses no page twice."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from analyzers.highlight import QueryTerms, highlights
from analyzers.pipeline import Analyzer
from analyzers.tokens import Token
from domain.documents import PageKey
from domain.records import UNDETERMINED

Span = tuple[int, int]

_Key = tuple[PageKey, int]
"""A page and the hash of its text."""

_TITLES = 2_000
"""Titles whose analysis is kept."""


@dataclass(frozen=True, slots=True)
class AnalysedText:
    """A text and its tokens."""

    text: str
    tokens: Sequence[Token]

    def spans(self, terms: QueryTerms) -> list[Span]:
        """The words that answer the query, as half-open spans in code points."""
        return highlights(self.tokens, terms)

    def language(self, start: int = 0, end: int | None = None) -> str:
        """The language most words between `start` and `end` are in; `und` where there are none."""
        last = len(self.text) if end is None else end
        inside = (token.language for token in self.tokens if start <= token.start < last)
        counts = Counter(language for language in inside if language != UNDETERMINED)
        return counts.most_common(1)[0][0] if counts else UNDETERMINED


class AnalysedPages:
    """Analyses pages, keeping the ones used last while they hold at most `most_tokens` tokens together.

    A page read anew has another text and so another entry. Safe to use from several threads.
    """

    def __init__(self, analyzer: Analyzer, most_tokens: int = 150_000) -> None:
        self._analyzer = analyzer
        self._most_tokens = most_tokens
        self._kept: OrderedDict[_Key, AnalysedText] = OrderedDict()
        self._tokens = 0
        self._lock = threading.Lock()
        self.title = lru_cache(_TITLES)(self.analyse)
        """As `analyse`, for titles: the same ones are shown again and again."""

    def analyse(self, text: str) -> AnalysedText:
        """The analysis of a text that is not worth keeping."""
        return AnalysedText(text, self._analyzer.analyze(text))

    def page(self, page: PageKey, text: str) -> AnalysedText:
        """The analysis of a page's text."""
        key = (page, hash(text))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        analysed = self.analyse(text)
        self._keep(key, analysed)
        return analysed

    def __len__(self) -> int:
        return len(self._kept)

    def _keep(self, key: _Key, analysed: AnalysedText) -> None:
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = analysed
            self._tokens += len(analysed.tokens)
            while self._tokens > self._most_tokens:
                _, dropped = self._kept.popitem(last=False)
                self._tokens -= len(dropped.tokens)
