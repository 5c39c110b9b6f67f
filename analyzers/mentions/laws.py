"""Numbers of laws and decrees, in either order: القانون التنظيمي رقم 111.14, loi organique n° 14-111.

Keys are `@law:111-14`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from analyzers.mentions.introductions import Introductions, load_introductions
from analyzers.mentions.mention import Mention
from analyzers.numbers import analyze_number
from analyzers.tokens import Token


def find_laws(tokens: Sequence[Token], numbers: Sequence[int]) -> Iterator[Mention]:
    """The laws among the tokens; `numbers` are the places of those that begin with a digit."""
    for place in numbers:
        if "-" in tokens[place].exact and law_introductions().before(tokens, place) is not None:
            yield Mention(place, place, (law_key(tokens[place].exact),))


def law_key(number: str) -> str:
    """The key of the law with this number, the same for both orders of its parts."""
    return "@law:" + analyze_number(number)[0].lemmas[0]


@cache
def law_introductions() -> Introductions:
    """The words that say that a number is a law's."""
    return load_introductions(Path(__file__).with_suffix(".toml"))
