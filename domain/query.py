"""What somebody asked, between the query language and the engines: a small tree of frozen nodes.

The tree holds surface words as typed; analysis into terms happens later (`index.plan`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms, or, `in_title`, only in the title."""

    text: str
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order and in this form (surface forms after normalisation, not lemmas)."""

    text: str
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so, or, `in_title`, words of the title."""

    text: str
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Proximity:
    """Words in this form, in any order, each with at most `distance` other words between it and the next."""

    text: str
    distance: int
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A field of the record equals a value: type, body, organization, number, language, year; or the text names the
    `law` of that number.
    """

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class DateRange:
    """The document's date lies between both ends, each included; None leaves an end open."""

    after: date | None = None
    before: date | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """Documents that do not answer `item`."""

    item: Node


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the items."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of the items; without items, every document."""

    items: tuple[Node, ...]


Node = Word | Phrase | Prefix | Proximity | FieldValue | DateRange | Not | AnyOf | AllOf


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query and what to tell who typed it. `translate` says whether terms of the glossary are looked for in the
    other language, and by their synonyms, too.

    `hints` are codes with words in `domain/locale/*.toml` under `[hint.CODE]`: what could not be parsed and was
    searched as words, e.g. `unclosed_quote`, `bad_date`, `unknown_field`, `empty_field`, `too_long`, `dangling_or`.
    """

    root: AllOf
    hints: tuple[str, ...] = ()
    translate: bool = True
