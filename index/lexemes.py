"""A query cut into its smallest parts, before anything is known of their meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_CHARACTERS = 2_000
MAX_WORDS = 64
MAX_DISTANCE = 100
USUAL_DISTANCE = 5

_MINUS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}"
_STRAIGHTEN = str.maketrans(dict.fromkeys("“”„‟″＂", '"') | {"：": ":"})
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_UNTYPED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LEXEME = re.compile(
    rf"""
    (?P<minus>(?<!\S)[{_MINUS}](?=[^\W_]|["«»‘]))?
    (?:(?P<name>[^\W\d_]+):)?
    (?: "(?P<straight>[^"]*)" | «(?P<pointed>[^»]*)» | »(?P<turned>[^«]*)« | (?<!\w)‘(?P<single>[^‘]*?)’(?!\w)
      | (?P<bare>[^\s"«»]+) )?
    (?:(?<=["»«])~(?P<distance>\d{{1,3}})?(?!\w))?
    """,
    re.VERBOSE,
)
_QUOTE = re.compile('["«»]')


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word or a quoted text, and what was typed before it.

    `name` is what stands before a colon, None without one; `text` is empty where nothing follows. `distance` is what
    stands behind a quotation and a tilde.
    """

    text: str
    quoted: bool = False
    negated: bool = False
    name: str | None = None
    distance: int | None = None

    @property
    def plain(self) -> bool:
        """Whether it is a word with nothing about it."""
        return not (self.quoted or self.negated or self.name is not None)


def clean(text: str) -> str:
    """The text with one kind of double quotes, without control characters, half characters and invisible
    marks.
    """
    return _INVISIBLE.sub("", _UNTYPED.sub(" ", text)).translate(_STRAIGHTEN)


def cut(text: str) -> Iterator[Lexeme]:
    """The parts of a clean text, in order. A quotation mark without a partner is passed over."""
    for found in _LEXEME.finditer(text):
        quotations = (found[kind] for kind in ("straight", "pointed", "turned", "single"))
        quotation = next((part for part in quotations if part is not None), None)
        body = found["bare"] or "" if quotation is None else quotation
        if found["name"] is not None or any(map(str.isalnum, body)):
            yield Lexeme(body, quotation is not None, found["minus"] is not None, found["name"], _distance(found))


def _distance(found: re.Match[str]) -> int | None:
    if "~" not in found.group()[-4:] or not (found["straight"] or found["pointed"] or found["turned"]):
        return None
    return min(int(found["distance"] or USUAL_DISTANCE), MAX_DISTANCE)


def has_open_quote(text: str) -> bool:
    """Whether a clean text has a quotation mark without a partner."""
    return _QUOTE.search(_LEXEME.sub("", text)) is not None
