"""Numbers of laws and decrees, in either order: القانون التنظيمي رقم 111.14, loi organique n° 14-111.

Keys are `@law:111-14`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from analyzers.mentions.mention import Mention
from analyzers.normalization import fold
from analyzers.numbers import analyze_number
from analyzers.tokens import Token


def find_laws(tokens: Sequence[Token], numbers: Sequence[int]) -> Iterator[Mention]:
    """The laws among the tokens; `numbers` are the places of those that begin with a digit."""
    for place in numbers:
        if "-" in tokens[place].exact and _is_introduced(tokens, place):
            yield Mention(place, place, (law_key(tokens[place].exact),))


def law_key(number: str) -> str:
    """The key of the law with this number, the same for both orders of its parts."""
    return "@law:" + analyze_number(number)[0].lemmas[0]


def _is_introduced(tokens: Sequence[Token], place: int) -> bool:
    for token in reversed(tokens[max(0, place - _rules()["within"]) : place]):
        if token.exact in _folded("words"):
            return True
        if token.exact not in _folded("between"):
            return False
    return False


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _folded(name: str) -> frozenset[str]:
    return frozenset(map(fold, _rules()[name]))
