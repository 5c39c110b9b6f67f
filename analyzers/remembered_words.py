"""What words yield, kept in memory: the words of a text are asked for all at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from threading import Lock

from analyzers.kept_words import Analysed, KeptWords
from analyzers.terms import MAX_TERM

_MOST = 100_000


class RememberedWords:
    """The words that were asked for last, be it `most` of them; of others, those kept on disk; the rest is analysed.
    Threads may share it.
    """

    def __init__(self, analyze: Callable[[str], Analysed], kept: KeptWords | None = None, most: int = _MOST) -> None:
        self._analyze = analyze
        self._kept = kept
        self._most = most
        self._memory: dict[str, Analysed] = {}
        self._lock = Lock()

    def one(self, word: str) -> Analysed:
        """What a word yields."""
        found = self._memory.get(word)
        return found if found is not None else self.all([word])[word]

    def all(self, words: Collection[str]) -> dict[str, Analysed]:
        """What each of the words yields."""
        found = {word: known for word in words if (known := self._memory.get(word)) is not None}
        missing = [word for word in words if word not in found]
        if missing:
            found |= self._recalled(missing)
            self._remember({word: found[word] for word in missing if len(word) <= MAX_TERM})
        return found

    def __len__(self) -> int:
        return len(self._memory)

    def _recalled(self, words: Iterable[str]) -> dict[str, Analysed]:
        kept = {} if self._kept is None else self._kept.get([word for word in words if _is_kept(word)])
        new = {word: self._analyze(word) for word in words if word not in kept}
        for word, analysed in new.items():
            if self._kept is not None and _is_kept(word):
                self._kept.put(word, analysed)
        return kept | new

    def _remember(self, words: dict[str, Analysed]) -> None:
        """Add the words; when there are too many, the half that has been here longest goes."""
        with self._lock:
            if len(self._memory) + len(words) > self._most:
                last = list(self._memory.items())[len(self._memory) // 2 :]
                self._memory = dict(last[-self._most // 2 :])
            self._memory |= words


def _is_kept(word: str) -> bool:
    """Numbers never end, and cost little; what is longer than a term is no word."""
    return not word[0].isdecimal() and len(word) <= MAX_TERM
