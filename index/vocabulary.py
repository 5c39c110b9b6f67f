"""The words and phrases of a document as they are written, by the folded forms under which they are looked up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from analyzers.normalization import fold, unify
from analyzers.tokens import Token
from index.engine import Written

MOST_PHRASES = 60
"""Phrases a document is known by, at most."""

_LENGTHS = (3, 2, 1)
_TITLED = 2
_SHORTEST = 2
_ARTICLE = "ال"

Text = tuple[str, Sequence[Token]]
"""A text and its tokens."""


def spellings(texts: Iterable[Text]) -> tuple[Written, ...]:
    """Every word of the texts once, but those with digits."""
    found = (Written(token.exact, _plain(token.surface)) for _, tokens in texts for token in tokens if _is_word(token))
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
    or a number.
    """
    for first in range(len(tokens)):
        for length in _LENGTHS:
            run = tokens[first : first + length]
            if len(run) == length and _is_edge(run[0]) and _is_edge(run[-1]) and _is_unbroken(text, run):
                yield " ".join(token.exact for token in run), _plain(text[run[0].start : run[-1].end])


def _is_unbroken(text: str, run: Sequence[Token]) -> bool:
    if len({token.language for token in run}) > 1:
        return False
    return all(text[left.end : right.start] in {"", " ", "\u00a0"} for left, right in pairwise(run))


def _is_edge(token: Token) -> bool:
    return not token.stop and _is_word(token)


def _is_word(token: Token) -> bool:
    return len(token.exact) >= _SHORTEST and not any(map(str.isdigit, token.exact))


def _plain(surface: str) -> str:
    """Without vowel signs, and in small letters unless all are capitals."""
    text = " ".join(unify(surface).split())
    return text if text.isupper() else text.lower()
