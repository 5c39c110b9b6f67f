"""How much of a transcript's words a reading holds: recall and precision over words as multisets, so that the order in
which columns and tables are read does not matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_TATWEEL = "\N{ARABIC TATWEEL}"
_LOOK_ALIKES = str.maketrans("یکھہ", "يكهه")
"""Letters of Persian and Urdu keyboards, and the Arabic ones they are drawn as."""

_WORD = re.compile(r"[^\W_]{2,}")
_MARKUP = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>|!\[[^\]]*\]\([^)]*\)|\]\([^)\s]*\)|&[a-z]+;", re.DOTALL)
"""What Markdown and HTML add to a text: tags, comments, pictures, addresses of links, entities."""


@dataclass(frozen=True, slots=True)
class WordScores:
    """`recall` is the share of the transcript's words that were read, `precision` the share of the words read that
    the transcript has; both 0 to 1.
    """

    recall: float
    precision: float


def score(transcript: str, reading: str) -> WordScores:
    """The scores of a reading. Nothing read is right where there is nothing to read, and else wrong in both."""
    wanted, found = Counter(words(transcript)), Counter(words(reading))
    if not wanted and not found:
        return WordScores(1.0, 1.0)
    common = (wanted & found).total()
    return WordScores(_share(common, wanted.total()), _share(common, found.total()))


def mean(scores: Iterable[WordScores]) -> WordScores:
    """The means over files; 0 without files."""
    every = list(scores)
    count = len(every) or 1
    return WordScores(sum(each.recall for each in every) / count, sum(each.precision for each in every) / count)


def words(text: str) -> Iterator[str]:
    """The words of two letters or digits and more: compatibility forms, look-alikes, case and all sets of digits folded,
    vowel signs and tatweel dropped, markup stripped. Hamza, alef and the ya at a word's end stay as written.
    """
    for match in _WORD.finditer(
        "".join(map(_light, unicodedata.normalize("NFKC", _MARKUP.sub(" ", text)).translate(_LOOK_ALIKES)))
    ):
        yield match.group().casefold()


def _light(letter: str) -> str:
    """A letter without what words are compared without."""
    if letter == _TATWEEL or unicodedata.category(letter) in ("Mn", "Cf"):
        return ""
    return str(unicodedata.digit(letter)) if letter.isdecimal() else letter


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
