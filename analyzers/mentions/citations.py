"""What a text cites by number: laws, dahirs and decrees, and decisions of councils."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from analyzers.mentions.introductions import Introductions, load_introductions
from analyzers.mentions.laws import law_introductions, law_key
from analyzers.numbers import analyze_number
from analyzers.tokens import Token


class CitationKind(StrEnum):
    """What is cited: a law has one number in the whole country, a decision one among those of its council."""

    LAW = "law"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Citation:
    """The tokens from `first` (the word that introduces the number) to `last` (the number, `number` as it is written).

    `key` is the same however the number is written, its parts in either order.
    """

    kind: CitationKind
    key: str
    number: str
    first: int
    last: int


def find_citations(tokens: Sequence[Token]) -> Iterator[Citation]:
    """The citations among the tokens of a text, in order. Numbers of one part are none: what `décision n° 3` names changes
    from year to year.
    """
    for place, token in enumerate(tokens):
        if token.exact[0].isdigit() and "-" in token.exact and (found := _at(tokens, place)):
            yield found


def citation_key(kind: CitationKind, number: str) -> str:
    """The key under which a text cites the number; "" for a number that can't be cited."""
    if not any(map(str.isdigit, number)):
        return ""
    if kind is CitationKind.LAW:
        return law_key(number)
    return analyze_number(number)[0].lemmas[0]


def _at(tokens: Sequence[Token], place: int) -> Citation | None:
    number = tokens[place].surface
    for kind, introductions in ((CitationKind.LAW, law_introductions()), (CitationKind.DECISION, _decisions())):
        first = introductions.before(tokens, place)
        if first is not None:
            return Citation(kind, citation_key(kind, number), number, first, place)
    return None


@cache
def _decisions() -> Introductions:
    return load_introductions(Path(__file__).with_name("decisions.toml"))
