"""The analysis of a text: from code points to tokens."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

from analyzers.languages import Language
from analyzers.lexicon import Morphology, load, locate
from analyzers.mentions import Places, with_mentions
from analyzers.segmentation import NUMBER, TIFINAGH, WORD
from analyzers.terms import MAX_TERM, Terms
from analyzers.tokens import Token
from domain.plugins import discover

_CACHED_WORDS = 100_000
_UNMAPPED = re.compile("[\ue000-\uf8ff\ufffd]{2,}")
_UNJUDGED = (NUMBER, TIFINAGH)
_SHORTEST_JUDGED = 2
_LOADING = Lock()


class Analyzer:
    """Makes tokens of texts in any mix of languages, and remembers what each word yields. Threads may share it."""

    def __init__(self, morphology: Morphology | None) -> None:
        """`morphology` is the Arabic lexicon; without one, Arabic words are unknown and their own lemmas."""
        languages: list[Language] = [plugin(morphology) for plugin in discover("analyzers.languages").values()]
        self._languages = {script: language for language in languages for script in language.scripts}
        self._places = Places(self._is_common)
        self._remembered = lru_cache(_CACHED_WORDS)(self._analyze_word)

    def analyze(self, text: str) -> list[Token]:
        """The words of a text in order. Offsets are code points of `text`; no two tokens overlap."""
        tokens: list[Token] = []
        others: list[Token] = []
        turned = 0
        for match in WORD.finditer(text):
            word = match.group()
            code, parts = self._remembered(word) if len(word) <= MAX_TERM else self._analyze_word(word)
            for part in parts:
                turned += part.turned
                if part.if_turned is not None:
                    others.append(_token(text, match.start(), part.if_turned, len(tokens), code))
                tokens.append(_token(text, match.start(), part, len(tokens), code))
        for other in others if turned > 0 else ():  # the text's ligatures are turned round
            tokens[other.position] = other
        return with_mentions(text, tokens, self._places)

    def known_share(self, text: str) -> float | None:
        """The share (0 to 1) of the words of two letters and more that their language's lexicon knows; None for a
        text without such words.

        Numbers and Tifinagh, for which there is no lexicon, do not count. Letters of fonts that say nothing of their
        meaning, and replacement characters, count as unknown words.
        """
        unmapped = sum(1 for _ in _UNMAPPED.finditer(text))
        judged = [known for match in WORD.finditer(text) for known in self._judge(match)]
        total = len(judged) + unmapped
        return sum(judged) / total if total else None

    def _judge(self, match: re.Match[str]) -> list[bool]:
        if match.lastgroup in _UNJUDGED:
            return []
        _, parts = self._remembered(match.group()[:MAX_TERM])
        return [part.known for part in parts if len(part.exact.rstrip("'")) >= _SHORTEST_JUDGED]

    def _is_common(self, word: str) -> bool:
        """Whether its language knows the word as something else than a name."""
        match = WORD.fullmatch(word)
        return match is not None and self._languages[match.lastgroup or ""].is_common(word)

    def _analyze_word(self, word: str) -> tuple[str, tuple[Terms, ...]]:
        """The code of the word's language and the word's parts."""
        match = WORD.match(word)
        language = self._languages[match.lastgroup or "" if match else ""]
        return language.code, language.analyze(word)


def default_analyzer(state: Path, configured: Path | None = None) -> Analyzer:
    """The analyzer with the lexicon of the settings, of the system or of the folder `state` (built there first when
    there is none; see `analyzers.lexicon.locate`). One a process; the first call takes 1-2 s, a build some more.
    """
    with _LOADING:
        return _load_analyzer(state, configured)


@cache
def _load_analyzer(state: Path, configured: Path | None) -> Analyzer:
    return Analyzer(load(locate(state, configured)))


def _token(text: str, start: int, part: Terms, position: int, code: str) -> Token:
    begin, end = start + part.start, start + part.end
    return Token(
        text[begin:end], begin, end, position, code,
        part.exact, part.stem, part.lemmas, part.roots, part.known, part.stop,
    )  # fmt: skip
