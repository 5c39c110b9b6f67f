"""Roots of word families: as the dictionary's headers give them, otherwise guessed from the family's lemmas."""

from __future__ import annotations

import re
from collections import Counter

from analyzers.lexicon.buckwalter import drop_vowels, to_arabic
from analyzers.lexicon.entries import Family

NO_ROOT = "NTWS"
"""CAMeL's mark for a word without a root ("non-templatic word stem")."""

_LETTERS = re.compile(r"[A-Za-z'|><&}*$~`{]+")
_LONGEST = 5
_HAMZAS = str.maketrans(dict.fromkeys("><&}|", "'"))
_GEMINATE_VERB = re.compile(r"[^aiu]a[^aiu]~")
_NO_RADICALS = frozenset("AYp{")
_TRILITERAL = 3


def root_of(family: Family) -> str:
    """The family's radicals joined by dots, as in CAMeL's databases; `NO_ROOT` where none is known."""
    return _from_header(family.root) or _guess(family.lemmas) or NO_ROOT


def _from_header(header: str) -> str:
    transliterated = re.split(r"[(/]", header)[0].strip()
    if not _LETTERS.fullmatch(transliterated):
        return ""
    radicals = to_arabic(drop_vowels(transliterated))
    if not 2 <= len(radicals) <= _LONGEST:
        return ""
    radicals = re.sub("^[اأإآ]", "ء", radicals)
    return ".".join(radicals + radicals[1] if len(radicals) == 2 else radicals)


def _guess(lemmas: tuple[str, ...]) -> str:
    """Three consonants that the family's verbs, or else most of its short lemmas, have in common."""
    votes: Counter[str] = Counter()
    for place, lemma in enumerate(lemmas):
        radicals = _consonants(lemma)
        if len(radicals) == _TRILITERAL and not _NO_RADICALS & set(radicals):
            votes[radicals] += 5 if "-" in lemma else 2 if place == 0 else 1
    return ".".join(to_arabic(votes.most_common(1)[0][0])) if votes else ""


def _consonants(lemma: str) -> str:
    form = re.split("[-_]", lemma)[0]
    if _GEMINATE_VERB.fullmatch(form):
        form = form[:-1] + form[-2]
    return drop_vowels(form).translate(_HAMZAS).removesuffix("p")
