"""The words that a word may be a slip of, each with what the slip costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from index.spelling.confusions import ALPHABETS, Confusions, shipped_confusions

_SHORTEST = 3


def near(word: str, confusions: Confusions | None = None) -> Mapping[str, float]:
    """Every folded word within reach of the folded `word`, one slip away or two cheap ones, with the least cost; not the
    word itself. Nothing for words of less than three letters and for what is not written in one alphabet.
    """
    table = confusions or shipped_confusions()
    alphabet = next((letters for letters in ALPHABETS if all(letter in letters for letter in word)), "")
    if len(word) < _SHORTEST or not alphabet:
        return {}
    limit = table.limit(word)
    found = _cheapest(_slips(word, alphabet, table), limit)
    twice = (
        (other, first + second)
        for once, first in _cheapest(_likely_slips(word, table), limit).items()
        for other, second in _likely_slips(once, table)
    )
    for other, cost in _cheapest(twice, limit).items():
        found[other] = min(cost, found.get(other, cost))
    found.pop(word, None)
    return found


def _cheapest(candidates: Iterator[tuple[str, float]], limit: float) -> dict[str, float]:
    costs: dict[str, float] = {}
    for word, cost in candidates:
        if word and cost <= limit and cost < costs.get(word, limit + 1):
            costs[word] = cost
    return costs


def _slips(word: str, alphabet: str, table: Confusions) -> Iterator[tuple[str, float]]:
    yield from _likely_slips(word, table)
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        for letter in alphabet:
            yield before + letter + after, table.changed
            if after:
                yield before + letter + after[1:], table.changed
        if after:
            yield before + after[1:], table.changed


def _likely_slips(word: str, table: Confusions) -> Iterator[tuple[str, float]]:
    for place, letter in enumerate(word):
        before, after = word[:place], word[place + 1 :]
        for other, cost in table.pairs.get(letter, {}).items():
            yield before + other + after, cost
        yield before + letter + letter + after, table.doubled
        if after[:1] == letter:
            yield before + after, table.doubled
        if after:
            yield before + after[0] + letter + after[1:], table.swapped
