"""Single words written with what does not belong to them: stretches, Persian letters, glyphs without meaning."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ingest.repair.knowledge import Knowledge
from ingest.repair.words import ARABIC, Word

_STRETCH = re.compile("(?<=[\u0621-\u063a\u0641-\u0652])\u0640+(?=[\u0621-\u063a\u0641-\u0652])|\u0640{2,}")
_SYMBOLS = re.compile("[\ue000-\uf8ff\ufffd]+")
_BETWEEN_LETTERS = re.compile("(?<=[\u0621-\u0652])[\ue000-\uf8ff\ufffd]+(?=[\u0621-\u0652])")
_PERSIAN = str.maketrans({"\u06a9": "\u0643", "\u06be": "\u0647", "\u06c1": "\u0647", "\u06cc": "\u064a"})
_OTHER_LANGUAGE = re.compile(
    "[\u0698\u0679\u0688\u0691\u06ba\u06d2]|\u067e.*\u06af|\u06af.*\u067e|\u0686.*\u06af", re.DOTALL
)
"""Letters of Persian and Urdu that no Arabic keyboard has: their ya and kaf are no mistake."""

_FINAL_YA = re.compile("\u06cc$")
_PLENTY = 3


def is_other_language(text: str) -> bool:
    """Whether a page is written in another language of the Arabic script."""
    return _OTHER_LANGUAGE.search(text) is not None


def meaningless(words: Iterable[Word], knowledge: Knowledge) -> frozenset[str]:
    """The symbols that a page's fonts use for a stretch or a vowel sign: without them words are known that were not.
    Three words prove it.
    """
    proofs: dict[str, int] = {}
    for word in words:
        for symbol in set(_BETWEEN_LETTERS.findall(word.text)):
            known = knowledge.knows(_SYMBOLS.sub("", word.text))
            proofs[symbol[0]] = proofs.get(symbol[0], 0) + (1 if known else -1)
    return frozenset(symbol for symbol, count in proofs.items() if count >= _PLENTY)


def respelt(word: Word, symbols: frozenset[str], foreign: bool, knowledge: Knowledge) -> Word:
    """The word without stretches and symbols, its Persian letters made Arabic ones; where the lexicon knows it so."""
    text = _SYMBOLS.sub(lambda run: "" if set(run.group()) <= symbols else run.group(), word.text)
    plain = _SYMBOLS.sub("", _STRETCH.sub("", text))
    if not foreign:
        plain = ARABIC.sub(lambda run: _with_arabic_letters(run.group()), plain)
    return word.spelt(plain if knowledge.knows(plain) else text)


def _with_arabic_letters(run: str) -> str:
    with_maqsura = _FINAL_YA.sub("\u0649", run)
    return (with_maqsura if with_maqsura in _maqsura() else run).translate(_PERSIAN)


@cache
def _maqsura() -> frozenset[str]:
    table = tomllib.loads(Path(__file__).with_name("spelling.toml").read_text(encoding="utf-8"))
    return frozenset(table["maqsura"])
