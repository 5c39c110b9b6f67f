"""Pages as rules look at them: folded, and every character knows where it stands in the page's own text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from analyzers.normalization import fold
from domain.description import Evidence, PageText


@dataclass(frozen=True)
class FoldedPage:
    """A page's text folded: `text` in one line, white space being single spaces. `places` are the code points of the
    page that its characters come from, and behind them the page's length; `breaks` are where lines begin and end.
    """

    page: PageText
    text: str
    places: Sequence[int]
    breaks: Sequence[int]

    @property
    def certainty(self) -> float:
        """How sure its letters are."""
        return self.page.certainty

    def evidence(self, start: int, end: int) -> Evidence:
        """Where `text[start:end]` stands in the page; the span is not empty."""
        return Evidence(self.page.key, self.places[start], self.places[end - 1] + 1)

    def place(self, code_point: int) -> int:
        """Where in `text` a code point of the page stands, or what is behind it."""
        return min(bisect_left(self.places, code_point), len(self.text))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are not blank, in order."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[Line]:
        edges = [0, *self.breaks, len(self.text)]
        for start, end in pairwise(edges):
            folded = self.text[start:end]
            if folded.strip():
                first = start + len(folded) - len(folded.lstrip())
                yield Line(self, first, start + len(folded.rstrip()))


@dataclass(frozen=True)
class Line:
    """A line of a page: `page.text[start:end]`."""

    page: FoldedPage
    start: int
    end: int

    @property
    def folded(self) -> str:
        """Its folded text."""
        return self.page.text[self.start : self.end]

    @cached_property
    def text(self) -> str:
        """Its own text, with single spaces."""
        span = self.page.evidence(self.start, self.end)
        return " ".join(self.page.page.text[span.start : span.end].split())

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.folded.split())


def fold_page(page: PageText) -> FoldedPage:
    """The page folded."""
    characters: list[str] = []
    places: list[int] = []
    breaks: list[int] = []
    for place, character in enumerate(page.text):
        if character.isspace():
            if character == "\n" and (not breaks or breaks[-1] < len(characters)):
                breaks.append(len(characters))
            if characters and characters[-1] != " ":
                characters.append(" ")
                places.append(place)
            continue
        folded = fold(character)
        characters += folded
        places += [place] * len(folded)
    return FoldedPage(page, "".join(characters), [*places, len(page.text)], breaks)
