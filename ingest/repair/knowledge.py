"""What the lexicon says of a page's words as they are written."""

from __future__ import annotations

import re

from analyzers.legibility import Legibility
from analyzers.segmentation import NUMBER, TIFINAGH, WORD
from ingest.repair.words import ARABIC

_MISWRITTEN = re.compile(
    "^[\u064b-\u0652]|\u0640|[\u06a9\u06cc\u06be\u06c1\ue000-\uf8ff\ufffd]|(?<=[\u0621-\u064a]{2})(?=\\d)|(?<=\\d)(?=[\u0621-\u064a]{2})"
)
"""What a known word may hold and still be in want of repair: a stretch, a Persian letter, a symbol, glued digits."""

_MARKS = re.compile("[\u064b-\u0652\u0670]+")
_LONE = re.compile("[\u0621-\u064a](?![\u064b-\u0652])|[\u064b-\u0652]+")


_NO_LEXICON = (NUMBER, TIFINAGH)


class Knowledge:
    """Asks the lexicon for Arabic words. An analysis as `foreign` is no knowledge (see `analyzers.lexicon.morphology`)."""

    def __init__(self, legibility: Legibility) -> None:
        self._legibility = legibility
        self._known: dict[str, bool] = {}
        self._sound: dict[str, bool] = {}

    def knows(self, text: str) -> bool:
        """Whether `text` is a word of two letters or more, or several with signs between them, and all are known."""
        if text not in self._known:
            found = ARABIC.findall(text)
            known = (len(_MARKS.sub("", word)) > 1 and self._legibility.knows(word) for word in found)
            self._known[text] = bool(found) and all(known)
        return self._known[text]

    def is_sound(self, run: str) -> bool:
        """Whether nothing in a run of characters between white space wants repair: all its words are known as written."""
        if run not in self._sound:
            self._sound[run] = not (_MISWRITTEN.search(run) or _LONE.fullmatch(run)) and self._holds_known_words(run)
        return self._sound[run]

    def _holds_known_words(self, run: str) -> bool:
        return all(
            match.lastgroup in _NO_LEXICON or match.end() - match.start() == 1 or self._legibility.knows(match.group())
            for match in WORD.finditer(run)
        )
