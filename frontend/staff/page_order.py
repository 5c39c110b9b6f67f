"""A new order of a document's pages and where new documents begin in it, as the address of a page tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_RANGE = re.compile(r"([0-9]{1,6})(?:[-–]([0-9]{1,6}))?")
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class PageOrder:
    """The pages by their present numbers in their new order, and those (present numbers too) that begin a new document.

    The first page never does: it stays in the document.
    """

    numbers: tuple[int, ...]
    starts: frozenset[int] = frozenset()

    @classmethod
    def read(cls, count: int, order: str, starts: Iterable[str]) -> PageOrder | None:
        """What was typed of so many pages; an empty order is the present one. None for what is no order of them."""
        numbers = read_numbers(order) if order.strip() else list(range(1, count + 1))
        if sorted(numbers) != list(range(1, count + 1)):
            return None
        begun = {number for text in starts for number in read_numbers(text)}
        return cls(tuple(numbers), frozenset(begun & set(numbers[1:])))

    @property
    def changed(self) -> bool:
        """Whether the order is another than the present one."""
        return list(self.numbers) != sorted(self.numbers)

    @property
    def order(self) -> str:
        """The order in few letters: `4-9,1-3`."""
        return written(self.numbers)

    @property
    def begins(self) -> str:
        """The pages that begin a document, in few letters."""
        return written(sorted(self.starts))

    def moved(self, number: int, step: int) -> PageOrder:
        """The same with a page a place earlier (-1) or later (1), where there is one."""
        numbers = list(self.numbers)
        here = numbers.index(number) if number in numbers else -1
        there = here + step
        if here < 0 or not 0 <= there < len(numbers):
            return self
        numbers[here], numbers[there] = numbers[there], numbers[here]
        return replace(self, numbers=tuple(numbers), starts=self.starts - {numbers[0]})

    def pieces(self) -> list[tuple[int, ...]]:
        """The pages of the document and of each new one, by present numbers."""
        edges = [place for place, number in enumerate(self.numbers) if place == 0 or number in self.starts]
        return [self.numbers[first:last] for first, last in pairwise([*edges, len(self.numbers)])]

    def ranges(self) -> list[str]:
        """Where the new documents are when the order is as wanted: `4-9`, `10`."""
        at = len(self.pieces()[0]) + 1 if self.numbers else 1
        found = []
        for piece in self.pieces()[1:]:
            found.append(f"{at}-{at + len(piece) - 1}")
            at += len(piece)
        return found


def read_numbers(text: str) -> list[int]:
    """The numbers of `4-9,1-3`; none of what is nothing of the kind."""
    matches = [_RANGE.fullmatch(part.strip()) for part in text.split(",") if part.strip()]
    found: list[int] = []
    for match in matches:
        if match is None:
            return []
        first, last = int(match[1]), int(match[2] or match[1])
        if not 0 <= last - first <= _MOST - len(found):
            return []
        found += range(first, last + 1)
    return found


def written(numbers: Sequence[int]) -> str:
    """`4-9,1-3` of numbers in their order."""
    return ",".join(f"{first}-{last}" if last > first else str(first) for first, last in _runs(numbers))


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = 0
    for number in numbers:
        if first and number == last + 1:
            last = number
            continue
        if first:
            yield first, last
        first = last = number
    if first:
        yield first, last
