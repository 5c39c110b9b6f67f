"""What people ask a large archive: six kinds of queries, drawn from its own documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from random import Random
from urllib.parse import urlencode

from benchmarks.bilingual import topics
from benchmarks.speed.corpus import Corpus, Written

_WORD = re.compile(r"[^\W\d_]{4,}")
_PREFIX = 4


@dataclass(frozen=True, slots=True)
class Question:
    """A query as it is typed, the filters chosen beside it, and the words it is about: what a plain engine is asked."""

    query: str
    words: tuple[str, ...]
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where the API answers it, facets counted as the pages have them."""
        return f"/api/v1/search?{urlencode({'q': self.query, **self.filters})}"


def questions(kind: str, corpus: Corpus, documents: int, count: int) -> list[Question]:
    """The first `count` different questions of a kind about an archive of so many documents."""
    return list(islice(_different(_KINDS[kind](corpus, documents, Random(kind))), count))


def _one_word(corpus: Corpus, documents: int, random: Random) -> Iterator[Question]:
    for line, _ in _lines(corpus, documents, random, 1):
        word = random.choice(line)
        yield Question(word, (word,))


def _three_words(corpus: Corpus, documents: int, random: Random) -> Iterator[Question]:
    for line, _ in _lines(corpus, documents, random, 3):
        words = tuple(random.sample(line, 3))
        yield Question(" ".join(words), words)


def _phrase(corpus: Corpus, documents: int, random: Random) -> Iterator[Question]:
    for _, written in _lines(corpus, documents, random, 3):
        words = random.choice([line for line in written.text.splitlines() if len(line.split()) > 3]).split()
        start = random.randrange(len(words) - 2)
        phrase = words[start : start + random.choice((2, 3))]
        yield Question(f'"{" ".join(phrase)}"', tuple(word for part in phrase for word in _WORD.findall(part)))


def _prefix(corpus: Corpus, documents: int, random: Random) -> Iterator[Question]:
    for line, _ in _lines(corpus, documents, random, 1):
        word = random.choice(line)
        yield Question(f"{word[:_PREFIX]}*", (word,))


def _filtered(corpus: Corpus, documents: int, random: Random) -> Iterator[Question]:
    for line, written in _lines(corpus, documents, random, 1):
        word = random.choice(line)
        yield Question(word, (word,), {"type": written.type, "year": str(written.day.year)})


def _bilingual(corpus: Corpus, documents: int, random: Random) -> Iterator[Question]:
    del corpus, documents
    texts = [topic[language] for topic in topics() for language in ("ar", "fr")]
    random.shuffle(texts)
    for text in cycle(texts):
        words = text.split()
        cut = " ".join(words[: random.randrange(2, len(words) + 1)]) if len(words) > 2 else text
        yield Question(cut, tuple(_WORD.findall(cut)))


def _lines(corpus: Corpus, documents: int, random: Random, least: int) -> Iterator[tuple[list[str], Written]]:
    """The words of lines of documents drawn by chance, with the document; lines of fewer words than `least` are left out."""
    while True:
        written = corpus.document(random.randrange(documents) + 1)
        words = _WORD.findall(random.choice(written.text.splitlines()))
        if len(words) >= least:
            yield words, written


def _different(asked: Iterator[Question]) -> Iterator[Question]:
    """Those that were not asked before; gives up where nothing new comes for long."""
    seen: set[str] = set()
    tried = 0
    for question in asked:
        tried += 1
        if question.address not in seen and question.words:
            seen.add(question.address)
            tried = 0
            yield question
        if tried > 10_000:
            return


_KINDS: Mapping[str, Callable[[Corpus, int, Random], Iterator[Question]]] = {
    "one_word": _one_word,
    "three_words": _three_words,
    "phrase": _phrase,
    "prefix": _prefix,
    "filtered": _filtered,
    "bilingual": _bilingual,
}

KINDS: Sequence[str] = tuple(_KINDS)
"""The kinds, in the order they are asked."""
