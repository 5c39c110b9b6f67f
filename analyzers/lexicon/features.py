"""The features of entries, under the names that CAMeL's databases use."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from analyzers.lexicon.entries import Entry

INFLECTION = ("gen", "num", "asp", "cas", "mod", "stt", "vox", "enc0", "prc0", "prc1", "prc2", "per")
"""The inflectional features, in the order they are written."""

_INFLECTED = frozenset({"noun", "adj", "noun_prop", "verb"})
_PERSON = re.compile(r"(?P<per>[123])?(?P<gen>[MF])?(?P<num>[SDP])?")
_ASPECT = {"I": "i", "P": "p", "C": "c"}
_OPEN_CLASSES = ("VERB", "NOUN", "ADJ", "ADV", "ABBREV")
_NISBA_CATEGORIES = ("N-ap", "N/ap", "Nall")


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("tags.toml").read_text(encoding="utf-8"))


def parts_of_speech() -> list[str]:
    """Every value that the feature `pos` may have, sorted."""
    rules = _rules()
    return sorted({*rules["parts_of_speech"].values(), *rules["parts_of_speech_by_beginning"].values()})


def tags_of_stem(entry: Entry) -> str:
    """The entry's tags; where the dictionary gives none, `form/TAG` by its rule: the category tells verbs, a
    capital in the gloss names.
    """
    if entry.tags:
        return entry.tags
    return f"{entry.vocalised}/{_default_tag(entry)}".replace(" ", "")


def part_of_speech(tags: str) -> str:
    """CAMeL's `pos` for the tags of a stem: that of its first open-class tag, else of its first tag."""
    names = [tag for _, tag in _split(tags)] or ["FUNC_WORD"]
    name = next((n for n in names if n.startswith(_OPEN_CLASSES)), names[0])
    rules = _rules()
    beginnings: dict[str, str] = rules["parts_of_speech_by_beginning"]
    by_beginning = next((pos for beginning, pos in beginnings.items() if name.startswith(beginning)), "part")
    return str(rules["parts_of_speech"].get(name, by_beginning))


def prefix_features(entry: Entry) -> dict[str, str]:
    """What a prefix says of its word: its clitics and, for a verb, its person."""
    features: dict[str, str] = {}
    for form, tag in _split(entry.tags):
        if tag.startswith("IV"):
            features |= _person(tag.removeprefix("IV")) | {"asp": "i", "vox": "a"}
        elif tag in _rules()["prefixes"]:
            name, value = _rules()["prefixes"][tag]
            features[name] = value.format(form=form)
    return features


def suffix_features(tags: str) -> dict[str, str]:
    """What the tags of a suffix, or those a stem brings along, say of the word."""
    features: dict[str, str] = {}
    for _, tag in _split(tags):
        features |= _enclitic(tag) | _nominal(tag) | _verbal(tag)
    return features


def stem_features(entry: Entry, pos: str) -> dict[str, str]:
    """All of `INFLECTION` for a stem: what its kind has by default, and what its own tags say."""
    features = dict.fromkeys(INFLECTION, "-")
    if pos in _INFLECTED:
        features |= _rules()["inflected"]
    if pos == "verb":
        passive = "Pass" in entry.category
        features |= {"asp": _ASPECT.get(entry.category[:1], "-"), "vox": "p" if passive else "a"}
    return features | suffix_features(entry.tags)


def _default_tag(entry: Entry) -> str:
    verbs = {"IV": "VERB_IMPERFECT", "PV": "VERB_PERFECT", "CV": "VERB_IMPERATIVE"}
    if entry.category[:2] in verbs:
        return verbs[entry.category[:2]]
    if not entry.category.startswith("N"):
        return "FUNC_WORD"
    nisba = entry.vocalised.endswith("iy~")
    if entry.gloss[:1].isupper():
        return "ADJ" if nisba else "NOUN_PROP"
    return "ADJ" if nisba and entry.category.startswith(_NISBA_CATEGORIES) else "NOUN"


def _split(tags: str) -> list[tuple[str, str]]:
    """`wa/CONJ+Al/DET` as pairs of form and tag."""
    return [(form, tag) for form, slash, tag in (part.rpartition("/") for part in tags.split("+")) if slash]


def _person(code: str) -> dict[str, str]:
    """`3MS` as person, gender and number; empty for what is no such code."""
    found = _PERSON.fullmatch(code)
    return {name: value.lower() for name, value in found.groupdict().items() if value} if found else {}


def _enclitic(tag: str) -> dict[str, str]:
    if tag.startswith("POSS_PRON_"):
        return {"enc0": f"{tag.removeprefix('POSS_PRON_').lower()}_poss", "stt": "c"}
    if "_DO:" in tag:
        return {"enc0": f"{tag.partition(':')[2].lower()}_dobj"}
    if tag.startswith("PRON_"):
        return {"enc0": f"{tag.removeprefix('PRON_').lower()}_pron"}
    return {}


def _nominal(tag: str) -> dict[str, str]:
    if not tag.startswith("NSUFF_"):
        return {}
    features = {"gen": "f" if "_FEM_" in tag else "m"}
    features["num"] = "d" if "_DU" in tag else "p" if "_PL" in tag else "s"
    if "NOM" in tag:
        features["cas"] = "n"
    if "_POSS" in tag:
        features["stt"] = "c"
    return features


def _verbal(tag: str) -> dict[str, str]:
    before, found, subject = tag.partition("SUFF_SUBJ:")
    if not found or before[:1] not in _ASPECT:
        return {}
    person, _, mood = subject.partition("_MOOD:")
    return _person(person) | {"asp": _ASPECT[before[0]]} | ({"mod": mood.lower()} if mood else {})
