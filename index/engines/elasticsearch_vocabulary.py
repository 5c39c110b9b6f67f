"""The words, phrases and numbers of a space with Elasticsearch: terms that carry how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from index.engine import Spelling
from index.engines.elasticsearch_query import Query
from index.engines.elasticsearch_schema import LONGEST_PATTERN
from index.engines.elasticsearch_searcher import Answer, Body, Searcher
from index.entries import BETWEEN

_SPARE = 3
"""Times as many phrases as are wanted: several keys may be written alike."""

_MORE = 1_000
"""So many further terms does each part of an index tell of, so that counts over several parts are right."""

_SPECIAL = re.compile(r'([.?+*|{}\[\]()"\\#@&<>~^$\-])')
_MOST_WORDS = 500
"""Words looked up in one request."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the active index holds."""

    searcher: Searcher

    def completions(self, beginning: str, size: int) -> tuple[Spelling, ...]:
        """See `index.engine.IndexReader.completions`."""
        if not beginning or size < 1:
            return ()
        texts: dict[str, int] = {}
        for term, count in self._terms("phrase", beginning, size * _SPARE):
            texts.setdefault(term.partition(BETWEEN)[2], count)
        return tuple(Spelling(text, count) for text, count in texts.items())[:size]

    def numbers(self, beginning: str, size: int) -> tuple[str, ...]:
        """See `index.engine.IndexReader.numbers`."""
        if not beginning or size < 1:
            return ()
        return tuple(term for term, _ in self._terms("number", beginning, size))

    def spellings(self, exacts: Iterable[str]) -> Mapping[str, Spelling]:
        """See `index.engine.IndexReader.spellings`. However many words are asked for, it is one request."""
        words = list(dict.fromkeys(exacts))
        found: dict[str, Spelling] = {}
        for term, count in chain.from_iterable(map(_counts, self.searcher.documents(*map(_written, _groups(words))))):
            exact, _, text = term.partition(BETWEEN)
            found.setdefault(exact, Spelling(text, count))
        return {word: found[word] for word in words if word in found}

    def _terms(self, field: str, beginning: str, size: int) -> Iterator[tuple[str, int]]:
        """The terms of a field that begin so, those in most documents first, and in how many."""
        query = {"prefix": {field: {"value": beginning}}}
        (answer,) = self.searcher.documents(_counted(field, query, _literal(beginning) + ".*", size))
        return _counts(answer)


def _written(words: Sequence[str]) -> Body:
    """The search for how words are written."""
    pattern = f"({'|'.join(map(_literal, words))}){BETWEEN}.*"
    return _counted("spelling", {"terms": {"exact": list(words)}}, pattern, len(words) * 20)


def _counted(field: str, query: Query, pattern: str, size: int) -> Body:
    """A search that counts the terms of a field that are as the pattern, in documents that answer the query."""
    return {
        "size": 0,
        "track_total_hits": False,
        "query": {"bool": {"filter": [query]}},
        "aggs": {"terms": {"terms": {"field": field, "include": pattern, "size": size, "shard_size": size + _MORE}}},
    }


def _counts(answer: Answer) -> Iterator[tuple[str, int]]:
    """Terms and in how many documents they are, the commonest first; none of an index that was never made."""
    for bucket in answer.get("aggregations", {}).get("terms", {}).get("buckets", ()):
        yield bucket["key"], bucket["doc_count"]


def _literal(text: str) -> str:
    """A pattern that is the text alone."""
    return _SPECIAL.sub(r"\\\1", text)


def _groups(words: Sequence[str]) -> Iterator[list[str]]:
    """The words in groups whose pattern is not too long."""
    group: list[str] = []
    length = 0
    for word in words:
        size = len(_literal(word)) + 1
        if group and (length + size > LONGEST_PATTERN // 2 or len(group) == _MOST_WORDS):
            yield group
            group, length = [], 0
        if size < LONGEST_PATTERN // 2:
            group.append(word)
            length += size
    if group:
        yield group
