"""Ligatures whose letters stand in the wrong order: `األ` for `الأ`, `اململكة` for `المملكة`, `يف` for `في`.

A font's table says which letters a ligature stands for, and programs write it in the order of drawing, or turn it round
when they should not. Each kind of ligature is judged per font and page: where words that no lexicon knows become known by
turning it round, more of them than there are known words that hold it the right way, it is turned round throughout.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from ingest.repair.knowledge import Knowledge
from ingest.repair.words import ARABIC, Word

_MOST_PLACES = 6
"""Places of a word that are tried in all combinations."""

_PROOF = 2
"""Votes that prove a swap: one impossible word, or two unknown ones that turning round makes known."""

_ARTICLE = re.compile("[وفبك]?ال")
_BEFORE_DERIVED = re.compile("[وف]?لا(?:ست|[نخجشكحعفقرلغم]ت|ت[حفصجخ]ا|صط|ضط|زد|نع|نخ|نض)..+")
"""`ل` before a noun of the forms that begin with alef."""

_WITH_NUNATION = re.compile("[وف]?ال.*(?:اً|ًا)")
"""No article stands before nunation: the word begins with `لا`."""

_BEFORE_LAM = re.compile("(?:(?<=[اأإآ])|(?<=^ل)|(?<=^[وفبك]ل))[اأإآ]ل(?!له$)|ال(?=ً$)")
"""The letters of a swapped lam-alef in a word that can't be otherwise."""

_GLYPH = "glyph"
"""The kind of those ligatures that the file itself names."""

Place = tuple[int, int, str]
"""Where a swapped ligature may stand in a word: start, end, kind."""

Votes = Mapping[tuple[str, str], int]
"""By font and kind of ligature: how much proves it swapped, less how much proves it sound."""


@dataclass(frozen=True, slots=True)
class _Rules:
    swapped: re.Pattern[str]
    kinds: Mapping[str, str]
    sound: Mapping[str, re.Pattern[str]]
    impossible: Mapping[str, re.Pattern[str]]
    meant: re.Pattern[str]
    kept: re.Pattern[str]


@cache
def _rules() -> _Rules:
    table: dict[str, Any] = tomllib.loads(Path(__file__).with_name("swaps.toml").read_text(encoding="utf-8"))
    ligatures: dict[str, list[str]] = table["ligatures"]
    kinds = {ligature[::-1]: kind for kind, members in ligatures.items() for ligature in members}
    return _Rules(
        swapped=re.compile(f"(?=({'|'.join(sorted(kinds, key=len, reverse=True))}))"),
        kinds=kinds,
        sound={kind: re.compile("|".join(members)) for kind, members in ligatures.items()},
        impossible={kind: re.compile("|".join(patterns)) for kind, patterns in table["impossible"].items()},
        meant=_meant(table["meant"]),
        kept=re.compile(f"[وف]?(?:{'|'.join(table['kept']['words'])})"),
    )


def _meant(table: dict[str, Any]) -> re.Pattern[str]:
    endings = f"(?:ة|ت{table['behind'].removesuffix('?')})"
    forms = (word[:-1] + endings if word.endswith("ة") else word + table["behind"] for word in table["words"])
    words = f"{table['before']}(?:{'|'.join(forms)})"
    return re.compile(f"{words}|[وفبلك]?(?:{'|'.join(table['bare'])})|[وف]?ل[أإآ].+")


@dataclass(slots=True)
class Swaps:
    """Finds and undoes swaps. Remembers what it found out of each word."""

    knowledge: Knowledge
    _found: dict[str, tuple[str, frozenset[str]] | None] = field(default_factory=dict)

    def votes(self, words: Iterable[Word]) -> Counter[tuple[str, str]]:
        """What the words prove, by font and kind of ligature."""
        votes: Counter[tuple[str, str]] = Counter()
        for word in words:
            if word.ligatures:
                votes[word.font, _GLYPH] += self._glyph_vote(word)
                continue
            for run in ARABIC.findall(word.text):
                for kind, vote in self._votes(run):
                    votes[word.font, kind] += vote
        return votes

    def undone(self, words: Sequence[Word], page: Votes, document: Votes) -> Iterator[Word]:
        """The words with the swapped ligatures of each font turned round, where the page's own words prove it, or, on a page
        that proves nothing either way, the document's.
        """
        fonts = {word.font for word in words}
        proven = {font: frozenset(_proven(font, page, document)) for font in fonts}
        for word in words:
            kinds = proven[word.font]
            if word.ligatures:
                yield word.spelt(_turned(word)) if _GLYPH in kinds else word
            else:
                yield word.spelt(ARABIC.sub(lambda run, kinds=kinds: self._spelt(run.group(), kinds), word.text))  # type: ignore[misc]

    def _glyph_vote(self, word: Word) -> int:
        turned = _turned(word)
        if turned == word.text:
            return 0
        if self.knowledge.knows(word.text):
            return 0 if self.knowledge.knows(turned) else -1
        weight = _PROOF if any(pattern.search(word.text) for pattern in _rules().impossible.values()) else 1
        return weight if self.knowledge.knows(turned) else 0

    def _votes(self, run: str) -> Iterator[tuple[str, int]]:
        rules = _rules()
        if self.knowledge.knows(run):
            yield from ((kind, -1) for kind, pattern in rules.sound.items() if pattern.search(run))
        elif found := self._best(run):
            yield from ((kind, _PROOF) for kind in found[1] if rules.impossible[kind].search(run))

    def _spelt(self, run: str, proven: frozenset[str]) -> str:
        if self.knowledge.knows(run) and not (proven and _rules().impossible["lam_alef"].search(run)):
            return self._meant(run, proven) if proven else run
        found = self._best(run)
        if found and (found[1] <= proven or (found[1] == {"lam_alef"} and _BEFORE_LAM.search(run))):
            return found[0]
        return _BEFORE_LAM.sub(lambda match: match.group()[::-1], run) if "lam_alef" in proven else run

    def _meant(self, run: str, proven: frozenset[str]) -> str:
        """A known word, or the one that is likelier where its ligatures are swapped."""
        if _rules().kept.fullmatch(run):
            return run
        places = [place for place in _places(run) if place[2] in proven]
        candidates = (_turned_at(run, chosen) for chosen in _choices(places))
        return next((c for c in candidates if _rules().meant.fullmatch(c) and self.knowledge.knows(c)), run)

    def _best(self, run: str) -> tuple[str, frozenset[str]] | None:
        """The known word that the fewest turns make of an unknown one, and the kinds of ligature turned; None without."""
        if run not in self._found:
            self._found[run] = next(self._candidates(run), None)
        return self._found[run]

    def _candidates(self, run: str) -> Iterator[tuple[str, frozenset[str]]]:
        for chosen in sorted(_choices(_places(run)), key=lambda chosen: _turns_article(run, chosen)):
            candidate = _turned_at(run, chosen)
            if self.knowledge.knows(candidate) and (not _turns_article(run, chosen) or _is_no_article(run, candidate)):
                yield candidate, frozenset(kind for _, _, kind in chosen)


def _turns_article(run: str, chosen: Iterable[Place]) -> bool:
    article = _ARTICLE.match(run)
    return article is not None and any(start < article.end() - 1 for start, _, _ in chosen)


def _is_no_article(run: str, candidate: str) -> bool:
    """Whether what looks like an article is none for certain: `الختبار` is `ل` before `اختبار`."""
    if _WITH_NUNATION.fullmatch(run) or _rules().meant.fullmatch(candidate):
        return True
    return _BEFORE_DERIVED.match(candidate) is not None


def _proven(font: str, page: Votes, document: Votes) -> Iterator[str]:
    for kind in (_GLYPH, *_rules().sound):
        if (page.get((font, kind)) or document.get((font, kind), 0)) >= _PROOF:
            yield kind


def _places(run: str) -> list[Place]:
    rules = _rules()
    found = [(m.start(), m.start() + len(m[1]), rules.kinds[m[1]]) for m in rules.swapped.finditer(run)]
    return sorted(found, key=lambda place: place[2] != "lam_alef")[:_MOST_PLACES]


def _choices(places: Sequence[Place]) -> Iterator[tuple[Place, ...]]:
    """Sets of places that don't overlap, the smallest first."""
    for count in range(1, len(places) + 1):
        for chosen in combinations(places, count):
            if all(a[1] <= b[0] for a, b in pairwise(sorted(chosen))):
                yield chosen


def _turned_at(run: str, places: Iterable[Place]) -> str:
    letters = list(run)
    for start, end, _ in places:
        letters[start:end] = letters[start:end][::-1]
    return "".join(letters)


def _turned(word: Word) -> str:
    """The word with the letters of each of its ligatures in the other order."""
    return _turned_at(word.text, ((start, end, _GLYPH) for start, end in word.ligatures))
