"""What the lexicon knows of an Arabic word."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzers.lexicon.camel import open_analyzer
from analyzers.lexicon.domain_words import DomainWord, read_domain_words
from analyzers.lexicon.roots import NO_ROOT
from analyzers.normalization import fold, unify

_NO_ROOTS = frozenset({NO_ROOT, "PUNC", "DIGIT", "FOREIGN"})
_FUNCTION_WORDS = ("part", "prep", "conj", "pron")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word: its folded lemma, its root's folded letters ("" for none), CAMeL's part of speech, and
    how many affixes the reading splits off.
    """

    lemma: str
    root: str
    part_of_speech: str
    affixes: int


class Morphology:
    """A loaded lexicon, with the project's own words added."""

    def __init__(self, analyzer: Any) -> None:
        self._analyzer = analyzer

    def readings(self, word: str) -> tuple[Reading, ...]:
        """The distinct readings of a word, likeliest first; empty for a word that the lexicon does not know.

        Readings that would spell the word otherwise (a hamza more, ya for alef maqsura) count only where none
        spells it so.
        """
        analyses = [a for a in self._analyzer.analyze(unify(word)) if a["pos"] not in ("foreign", "punc", "digit")]
        exact = [a for a in analyses if a["source"] != "spvar"] or analyses
        folded = fold(word)
        distinct = dict.fromkeys(_reading(analysis) for analysis in exact)
        return tuple(sorted(distinct, key=lambda reading: _unlikeliness(reading, folded)))


def load(path: Path) -> Morphology:
    """Load a CAMeL database (1-2 s; some 80 MB) and add the words of `arabic_domain.tsv`."""
    analyzer = open_analyzer(path)
    for word in read_domain_words():
        _add(analyzer, word)
    return Morphology(analyzer)


def _reading(analysis: dict[str, Any]) -> Reading:
    root = "" if analysis["root"] in _NO_ROOTS else fold(analysis["root"].replace(".", ""))
    return Reading(fold(analysis["lex"]), root, analysis["pos"], analysis["bw"].count("+"))


def _unlikeliness(reading: Reading, folded: str) -> tuple[bool, int, int]:
    """Without frequencies: readings whose lemma is seen in the word first, among them the longest lemma, then those
    with fewer affixes. A feminine plural shows its lemma with the singular's ending.
    """
    seen = reading.lemma in folded or reading.lemma in folded.replace("ات", "ه")
    return (not seen, -len(reading.lemma) if seen else 0, reading.affixes)


def _add(analyzer: Any, word: DomainWord) -> None:
    """Put a word beside the database's own stems, unless the database has no such category."""
    database = analyzer._db
    if word.category not in database.stem_suffix_compat:
        return
    defaults = {name: value for name, value in database.defaults[word.part_of_speech].items() if value is not None}
    features = defaults | {
        "diac": word.stem,
        "lex": word.lemma,
        "root": ".".join(word.root) or NO_ROOT,
        "pos": word.part_of_speech,
        "bw": f"{word.stem}/{word.part_of_speech.upper()}",
        "source": "lex",
    }
    database.stem_hash.setdefault(fold(word.stem), []).append((word.category, features))
