"""Words by Zipf's law: those of the sample archive by their frequency, behind them the rest of the dictionaries, inflected."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain, count, islice
from pathlib import Path
from random import Random

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

_WORD = re.compile(r"[^\W\d_]{2,}")
_EXPONENT = 1.0
_STEMS = "###STEMS###"
_ARABIC_BEFORE = ("", "", "ال", "ال", "و", "وال", "ب", "بال", "لل", "ل")
_ARABIC_AFTER = ("", "", "", "", "ات", "ها", "هم", "ه", "ين")
_MOST = 60_000


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a language, the commonest first."""

    words: Sequence[str]
    _weights: Sequence[float] = field(repr=False)

    def draw(self, size: int, random: Random) -> list[str]:
        """So many words by chance, each as often as its rank has it."""
        return random.choices(self.words, cum_weights=self._weights, k=size)


def vocabulary(written: Iterable[str], others: Iterable[str]) -> Vocabulary:
    """The words of the texts `written`, by frequency, then `others`."""
    counts = Counter(word for text in written for word in _WORD.findall(text))
    common = (word for word, _ in counts.most_common())
    words = list(islice(dict.fromkeys(chain(common, others)), _MOST))
    return Vocabulary(words, list(accumulate(1 / rank**_EXPONENT for rank, _ in zip(count(2), words, strict=False))))


def arabic_words(lexicon: Path, random: Random) -> Iterator[str]:
    """Stems of a lexicon's file in a mixed order, with articles, particles and endings about them."""
    stems = sorted(set(_stems(lexicon)))
    random.shuffle(stems)
    return (random.choice(_ARABIC_BEFORE) + stem + random.choice(_ARABIC_AFTER) for stem in stems)


def french_words(random: Random) -> Iterator[str]:
    """The forms of the French dictionary, in a mixed order."""
    words = sorted(filter(_WORD.fullmatch, DefaultDictionaryFactory().get_dictionary("fr")))
    random.shuffle(words)
    return iter(words)


def _stems(lexicon: Path) -> Iterator[str]:
    with lexicon.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(_STEMS):
                break
        for line in lines:
            if line.startswith("###"):
                return
            stem = line.partition("\t")[0]
            if _WORD.fullmatch(stem):
                yield stem
