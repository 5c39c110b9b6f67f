"""What the units of a line are to the bidirectional algorithm (UAX 9)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache


class Kind(Enum):
    """What a unit does to the direction around it: the classes of UAX 9, those that act alike together."""

    LEFT = "L"
    RIGHT = "R"
    ARABIC = "AL"
    EUROPEAN = "EN"
    ARABIC_NUMBER = "AN"
    SIGN = "ES"
    SEPARATOR = "CS"
    TERMINATOR = "ET"
    NEUTRAL = "ON"


_KINDS = {kind.value: kind for kind in Kind}
STRONG = (Kind.LEFT, Kind.RIGHT, Kind.ARABIC)
RIGHTWARD = (Kind.RIGHT, Kind.ARABIC)


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit in its logical place: its index in the visual order, and whether it stands in right-to-left text."""

    index: int
    rightward: bool


@lru_cache(maxsize=4096)
def kind(text: str) -> Kind:
    """The kind of a unit: that of its first strong letter, else of its first character."""
    kinds = [_KINDS.get(unicodedata.bidirectional(letter), Kind.NEUTRAL) for letter in text]
    return next((k for k in kinds if k in STRONG), kinds[0] if kinds else Kind.NEUTRAL)
