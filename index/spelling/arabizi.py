"""Arabic in Latin letters and digits (`jama3a`), from `arabizi.toml`."""

from __future__ import annotations

import heapq
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

MOST = 600
"""Readings of a word that are looked at, the likeliest ones."""

_LONGEST = 24
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1+")
_WORD = re.compile(r"[a-z2356789']+")


def readings(word: str) -> tuple[str, ...]:
    """The folded Arabic words that a folded Latin word may stand for, the likeliest first; nothing for a word with
    other signs or of more than 24 letters. Doubled consonants are one.
    """
    if not (_WORD.fullmatch(word) and any(map(str.isalpha, word)) and len(word) <= _LONGEST):
        return ()
    beams: list[list[tuple[int, str]]] = [[] for _ in range(len(word) + 1)]
    beams[0] = [(0, "")]
    for place in range(len(word)):
        for width, choices in _choices(word, place):
            beams[place + width] += [
                (cost + rank, read + letters)
                for cost, read in heapq.nsmallest(MOST, beams[place])
                for rank, letters in enumerate(choices)
            ]
    return tuple(dict.fromkeys(read for _, read in heapq.nsmallest(MOST, beams[-1]) if len(read) > 1))


def _choices(word: str, place: int) -> Iterator[tuple[int, Sequence[str]]]:
    """What may be read at a place: how many letters it takes and what they may stand for. Of signs that begin alike the
    longest is read, as well as each that stands only there for something."""
    tables = _tables()
    anywhere = max((sign for sign in tables["anywhere"] if word.startswith(sign, place)), key=len, default="")
    if anywhere:
        doubled = _DOUBLED.match(word, place)
        width = doubled.end() - place if doubled and len(anywhere) == 1 else len(anywhere)
        yield width, tables["anywhere"][anywhere]
    for sign, letters in tables["at_end"].items():
        if word[place:] == sign:
            yield len(sign), letters
    for sign, letters in tables["at_start"].items():
        if place == 0 and word.startswith(sign):
            yield len(sign), letters


@cache
def _tables() -> Mapping[str, Mapping[str, Sequence[str]]]:
    tables: dict[str, Any] = tomllib.loads(Path(__file__).with_name("arabizi.toml").read_text(encoding="utf-8"))
    return tables
