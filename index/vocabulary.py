"""The words and phrases of a document as they are written, by the folded forms under which they are looked up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import compress, pairwise

from analyzers.normalization import fold, unify
from analyzers.tokens import Token
from index.engine import Written

MOST_PHRASES = 60
"""Phrases a document is known by, at most."""

_LONGEST = 3
_CACHED_WORDS = 50_000
_TITLED = 2
_SHORTEST = 2
_ARTICLE = "ال"

Text = tuple[str, Sequence[Token]]
"""A text and its tokens."""


def spellings(texts: Iterable[Text]) -> tuple[Written, ...]:
    """Every word of the texts once, but those with digits."""
    found = (Written(token.exact, _plain(token.surface)) for _, tokens in texts for token in tokens if _is_word(token.exact))
    return tuple(dict.fromkeys(found))


def phrases(titles: Iterable[Text], texts: Iterable[Text]) -> tuple[Written, ...]:
    """Words and phrases of up to three words, those of titles and those that stand most often first, at most MOST_PHRASES;
    each under its folded form and, where that begins with the article, without it too.
    """
    counts = Counter(phrase for text in titles for phrase in _phrases(*text))
    counts = Counter({phrase: count + _TITLED for phrase, count in counts.items()})
    counts.update(phrase for text in texts for phrase in _phrases(*text))
    return tuple(
        dict.fromkeys(written for (key, text), _ in counts.most_common(MOST_PHRASES) for written in _written(key, text))
    )


def completion_key(tokens: Sequence[Token]) -> str:
    """The folded form of what was typed so far. The last word may be cut off: it is taken letter by letter."""
    return " ".join([*(token.exact for token in tokens[:-1]), *(fold(token.surface) for token in tokens[-1:])])


def _written(key: str, text: str) -> Iterator[Written]:
    yield Written(key, text)
    if key.startswith(_ARTICLE) and len(key) > len(_ARTICLE) + 1:
        yield Written(key.removeprefix(_ARTICLE), text)


def _phrases(text: str, tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Every run of words of one language with nothing but spaces between, which neither begins nor ends with a stop word
    or a number; from each word on the longest first. Indexing spends much of its time here.
    """
    edges = [_is_edge(token) for token in tokens]
    joints = [_joint(text, left, right) for left, right in pairwise(tokens)]
    for first in compress(range(len(tokens)), edges):
        key, written = tokens[first].exact, _unified(tokens[first].surface)
        found = [(key, written)]
        for place in range(first + 1, min(first + _LONGEST, len(tokens))):
            joint = joints[place - 1]
            if joint is None:
                break
            key, written = f"{key} {tokens[place].exact}", f"{written}{joint}{_unified(tokens[place].surface)}"
            if edges[place]:
                found.append((key, written))
        yield from ((key, _small(written)) for key, written in reversed(found))


def _joint(text: str, left: Token, right: Token) -> str | None:
    """What stands between two words of a phrase, None where no phrase goes on."""
    if left.language != right.language:
        return None
    if left.end == right.start:
        return ""
    return " " if text[left.end : right.start] in {" ", "\u00a0"} else None


def _is_edge(token: Token) -> bool:
    return not token.stop and _is_word(token.exact)


@lru_cache(_CACHED_WORDS)
def _is_word(exact: str) -> bool:
    return len(exact) >= _SHORTEST and not any(map(str.isdigit, exact))


def _plain(surface: str) -> str:
    """Without vowel signs, and in small letters unless all are capitals."""
    return _small(_unified(surface))


@lru_cache(_CACHED_WORDS)
def _unified(surface: str) -> str:
    return " ".join(unify(surface).split())


def _small(text: str) -> str:
    return text if text.isupper() else text.lower()
