"""What the lexicon knows of an Arabic word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzers.lexicon.camel import open_analyzer
from analyzers.lexicon.domain_words import DomainWord, read_domain_words
from analyzers.lexicon.roots import NO_ROOT
from analyzers.normalization import fold, unify

_NO_ROOTS = frozenset({NO_ROOT, "PUNC", "DIGIT", "FOREIGN"})
_NO_KNOWLEDGE = frozenset({"foreign", "punc", "digit"})
_PROCLITICS = ("prc1", "prc2", "prc3")
_OWN = "own"  # a feature of ours, which camel-tools carries along
_NO_CLITIC = frozenset({"0", "-", "na", ""})


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word: its folded lemma, its root's folded letters ("" for none), CAMeL's part of speech, and
    how many affixes the reading splits off, endings of conjugation included.
    """

    lemma: str
    root: str
    part_of_speech: str
    affixes: int


class Morphology:
    """A loaded lexicon, with the project's own words added. Threads may share it."""

    def __init__(self, analyzer: Any) -> None:
        """`analyzer` is CAMeL's."""
        self._analyzer = analyzer

    def readings(self, word: str) -> tuple[Reading, ...]:
        """The plausible readings of a word, distinct, likeliest first; empty for a word the lexicon does not know.

        Some readings count only where there are no others: those that would spell the word otherwise (a hamza more,
        ya for alef maqsura), those that split off more particles (ل+جنة beside لجنة), and imperatives.
        """
        analyses: list[dict[str, Any]] = self._analyzer.analyze(unify(word))
        known = [analysis for analysis in analyses if analysis["pos"] not in _NO_KNOWLEDGE]
        spelt_so = [analysis for analysis in known if analysis["source"] != "spvar"] or known
        folded = fold(word)
        distinct = dict.fromkeys(map(_reading, _without_imperatives(_with_fewest_proclitics(spelt_so))))
        return tuple(sorted(distinct, key=lambda one: _unlikeliness(one, folded)))

    def spells(self, word: str) -> bool:
        """Whether the lexicon has a word with just these hamzas and this ya or alef maqsura at its end."""
        analyses: list[dict[str, Any]] = self._analyzer.analyze(unify(word))
        return any(a["source"] != "spvar" and a["pos"] not in _NO_KNOWLEDGE for a in analyses)


def load(path: Path) -> Morphology:
    """Load a CAMeL database (1-2 s; some 80 MB) and add our own words (`analyzers.lexicon.domain_words`)."""
    analyzer = open_analyzer(path)
    for word in read_domain_words():
        _add(analyzer, word)
    return Morphology(analyzer)


def _with_fewest_proclitics(analyses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Our own words stay whatever else the word may be: بغشت is also a verb, but never means it."""
    counts = [sum(a.get(name, "0") not in _NO_CLITIC for name in _PROCLITICS) for a in analyses]
    return [a for a, count in zip(analyses, counts, strict=True) if count == min(counts) or a.get(_OWN)]


def _without_imperatives(analyses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [analysis for analysis in analyses if analysis.get("asp") != "c"] or analyses


def _reading(analysis: Mapping[str, Any]) -> Reading:
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
        _OWN: True,
    }
    database.stem_hash.setdefault(analyzer._normalize(word.stem), []).append((word.category, features))
