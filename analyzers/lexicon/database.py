"""A morphology database for camel-tools, made from Buckwalter's dictionaries.

The file has the sections of CAMeL's own databases: what features there are, then prefixes, suffixes and stems, each
line `key TAB category TAB feature:value ...`, then the three tables of categories that may stand together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from analyzers.lexicon import entries
from analyzers.lexicon.buckwalter import drop_vowels, to_arabic
from analyzers.lexicon.entries import Entry, Family, Stem
from analyzers.lexicon.features import (
    INFLECTION,
    part_of_speech,
    parts_of_speech,
    prefix_features,
    stem_features,
    suffix_features,
    tags_of_stem,
)
from analyzers.lexicon.roots import NO_ROOT, root_of

FEATURES = ("diac", "lex", "root", "pos", "gloss", "bw", *INFLECTION, "source")
"""The features of an analysis, in the order they are written."""

_KEY_LETTERS = str.maketrans(dict.fromkeys("><|{", "A") | {"Y": "y", "p": "h"})
_SENSE = re.compile(r"_(\d+)$")
_ARTICLE = "#"  # camel-tools doubles the sun letter that follows this mark

_Row = tuple[str, str, str]


def write_database(source: Path, target: Path) -> None:
    """Write the database of the six files in the folder `source` to `target`, which is replaced.

    Raises FileNotFoundError when a file is missing.
    """
    with target.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in _lines(source))


def _lines(source: Path) -> Iterator[str]:
    tables = {name: entries.read_table(source / file) for name, file in entries.TABLES.items()}
    stems, families = entries.read_stems(source / entries.STEMS)
    joinable = {first for first, _ in tables["AB"]}
    yield from _header()
    yield from _section("PREFIXES", _prefixes(entries.read_affixes(source / entries.PREFIXES), joinable))
    yield from _section("SUFFIXES", map(_suffix, entries.read_affixes(source / entries.SUFFIXES)))
    yield from _section("STEMS", _stems(stems, families))
    for name, pairs in tables.items():
        yield f"###TABLE {name}###"
        yield from (f"{first} {second}" for first, second in pairs)


def _header() -> Iterator[str]:
    kinds = parts_of_speech()
    yield "###DEFINES###"
    yield "DEFINE pos " + " ".join(f"pos:{kind}" for kind in kinds)
    yield from (f"DEFINE {name} {name}:*open*" for name in FEATURES if name != "pos")
    yield "###DEFAULTS###"
    none = " ".join(f"{name}:-" for name in INFLECTION)
    yield from (f"DEFAULT pos:{kind} diac:* lex:* root:{NO_ROOT} gloss:* bw:* {none}" for kind in kinds)
    yield "###ORDER###"
    yield "ORDER " + " ".join(FEATURES)
    yield "###TOKENIZATIONS###"
    yield "TOKENIZATION bw"
    yield "###STEMBACKOFF###"


def _section(name: str, rows: Iterable[_Row]) -> Iterator[str]:
    yield f"###{name}###"
    yield from dict.fromkeys("\t".join(row) for row in rows)  # spellings that only differ in hamza fall together


def _prefixes(prefixes: Iterable[Entry], joinable: set[str]) -> Iterator[_Row]:
    """The prefixes that can stand before a stem: camel-tools fails on categories that the table does not know."""
    for entry in prefixes:
        if entry.category in joinable:
            features = prefix_features(entry)
            article = _ARTICLE if "prc0" in features else ""
            yield _row(entry, {"diac": to_arabic(entry.vocalised) + article, **_meaning(entry), **features})


def _suffix(entry: Entry) -> _Row:
    diacritised = {"diac": to_arabic(entry.vocalised)}
    return _row(entry, diacritised | _meaning(entry) | suffix_features(entry.tags))


def _stems(stems: Iterable[Stem], families: Iterable[Family]) -> Iterator[_Row]:
    roots = [root_of(family) for family in families]
    for stem in stems:
        if stem.entry.key:
            yield _row(stem.entry, _stem_features(stem, roots[stem.family]))


def _stem_features(stem: Stem, root: str) -> dict[str, str]:
    entry, tags = stem.entry, tags_of_stem(stem.entry)
    pos = part_of_speech(tags)
    sense = _SENSE.search(stem.lemma)
    lemma = to_arabic(re.split("[-_]", stem.lemma)[0])
    return {
        "diac": to_arabic(entry.vocalised),
        "lex": lemma + (sense[0] if sense else ""),
        "root": root,
        "pos": pos,
        "gloss": _one_word(entry.gloss) or "-",
        "bw": tags,
        **stem_features(entry, pos),
        "source": "lex",
    }


def _meaning(entry: Entry) -> dict[str, str]:
    tagged = {"gloss": _one_word(entry.gloss), "bw": entry.tags}
    return {name: value for name, value in tagged.items() if value}


def _one_word(gloss: str) -> str:
    return re.sub(r"\s+", "_", re.sub(r"\s*\+\s*", "+", gloss))


def _row(entry: Entry, features: dict[str, str]) -> _Row:
    values = " ".join(f"{name}:{value}" for name, value in features.items())
    return _key(entry.key), entry.category, values


def _key(transliterated: str) -> str:
    """The spelling under which camel-tools looks a piece of a word up."""
    return to_arabic(drop_vowels(transliterated).translate(_KEY_LETTERS))
