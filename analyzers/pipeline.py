"""The analysis of a text: from code points to tokens."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from threading import Lock

from analyzers.kept_words import Analysed, KeptWords, kept_words
from analyzers.languages import Language
from analyzers.legibility import Legibility
from analyzers.lexicon import Morphology, load, locate
from analyzers.mentions import Places, with_mentions
from analyzers.remembered_words import RememberedWords
from analyzers.segmentation import WORD
from analyzers.terms import MAX_TERM, Terms
from analyzers.tokens import Token
from domain.plugins import discover

_LOADING = Lock()


class Analyzer:
    """Makes tokens of texts in any mix of languages, and remembers what each word yields. Threads may share it.

    `legibility` tells how much of a text is language.
    """

    def __init__(self, morphology: Morphology | None, kept: KeptWords | None = None) -> None:
        """`morphology` is the Arabic lexicon; without one, Arabic words are unknown and their own lemmas. `kept` are words
        that were analysed before, with the same lexicon.
        """
        languages: list[Language] = [plugin(morphology) for plugin in discover("analyzers.languages").values()]
        self._languages = {script: language for language in languages for script in language.scripts}
        self._places = Places(self._is_common)
        self._morphology = morphology
        self._remembered = RememberedWords(self._analyze_word, kept)
        self.legibility = Legibility(self.knows)

    def analyze(self, text: str) -> list[Token]:
        """The words of a text in order. Offsets are code points of `text`; no two tokens overlap."""
        tokens: list[Token] = []
        others: list[Token] = []
        turned = 0
        words = [(match.group(), match.start()) for match in WORD.finditer(text)]
        known = self._remembered.all({word for word, _ in words})
        for word, start in words:
            code, parts = known[word]
            for part in parts:
                turned += part.turned
                if part.if_turned is not None:
                    others.append(_token(text, start, part.if_turned, len(tokens), code))
                tokens.append(_token(text, start, part, len(tokens), code))
        for other in others if turned > 0 else ():  # the text's ligatures are turned round
            tokens[other.position] = other
        return with_mentions(text, tokens, self._places)

    def knows(self, word: str) -> bool:
        """Whether the lexicon of its language knows a word, elided parts included; False for what is no word."""
        parts = self._remembered.one(word)[1] if WORD.match(word) and len(word) <= MAX_TERM else ()
        return bool(parts) and all(part.known for part in parts)

    def spells(self, word: str) -> bool:
        """Whether the Arabic lexicon has a word in just this spelling: الذي and not الذى."""
        return self._morphology is not None and len(word) <= MAX_TERM and self._morphology.spells(word)

    def _is_common(self, word: str) -> bool:
        """Whether its language knows the word as something else than a name."""
        match = WORD.fullmatch(word)
        return match is not None and self._languages[match.lastgroup or ""].is_common(word)

    def _analyze_word(self, word: str) -> Analysed:
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
    lexicon = locate(state, configured)
    return Analyzer(load(lexicon), kept_words(state, lexicon))


def _token(text: str, start: int, part: Terms, position: int, code: str) -> Token:
    """Written for speed: whole pages pass through here, and a token holds the terms from `exact` to `stop` as they are."""
    begin, end = start + part[0], start + part[1]
    return _new(Token, (text[begin:end], begin, end, position, code, *part[2:8]))


_new = tuple.__new__
