"""What type a document is of: the first heading that names one decides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from domain.description import DescribedValue, Field
from ingest.description.findings import Finding
from ingest.description.folded_pages import FoldedPage, Line
from ingest.description.headings import first_page
from ingest.description.patterns import compiled, rules

OTHER = "other"
"""The type of a document that does not say what it is."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The type's code, and which of the headings says so, and which others: None and none where none does."""

    code: str
    heading: int | None
    found: DescribedValue
    again: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _TypeRule:
    code: str
    patterns: tuple[re.Pattern[str], ...]
    over_two: bool
    body: tuple[re.Pattern[str], ...]
    word: re.Pattern[str] | None

    def names(self, folded: str) -> bool:
        return any(pattern.search(folded) for pattern in self.patterns)


def find_kind(pages: Sequence[FoldedPage], headings: Sequence[Line]) -> Kind:
    """The type of the document with these headings."""
    named = list(_named(headings))
    if named:
        return _kind(named, headings, "heading" if len({code for _, code in named}) == 1 else "contradicted")
    held = list(_held(headings))
    return _kind(held, headings, "word") if held else _from_body(pages)


def _kind(named: Sequence[tuple[int, str]], headings: Sequence[Line], sure: str) -> Kind:
    at, code = named[0]
    line = headings[at]
    found = Finding(code, rules("kinds")["confidence"][sure], line.page, line.start, line.end)
    return Kind(code, at, found.described(Field.TYPE), tuple(other for other, same in named[1:] if same == code))


def _held(headings: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Which headings hold the word of a type, and of which one."""
    for at, line in enumerate(headings):
        for rule in _types():
            if rule.word and rule.word.search(line.folded):
                yield at, rule.code


def names_type(folded: str) -> bool:
    """Whether a folded line names a type."""
    return any(rule.names(folded) for rule in _types())


def _named(headings: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Which headings name a type, and which one."""
    for at, line in enumerate(headings):
        both = " ".join(one.folded for one in headings[at : at + 2])
        matching = [rule for rule in _types() if rule.names(line.folded)]
        wider = [rule for rule in _types() if rule.over_two and rule.names(both) and not rule.names(_next(headings, at))]
        if first := min((*matching, *wider), key=_types().index, default=None):
            yield at, first.code


def _next(headings: Sequence[Line], at: int) -> str:
    return headings[at + 1].folded if at + 1 < len(headings) else ""


def _from_body(pages: Sequence[FoldedPage]) -> Kind:
    confidence = rules("kinds")["confidence"]
    page = first_page(pages)
    for rule in _types() if page else ():
        for pattern in rule.body:
            if page and (match := pattern.search(page.text)):
                found = Finding(rule.code, confidence["body"], page, *match.span())
                return Kind(rule.code, None, found.described(Field.TYPE))
    return Kind(OTHER, None, DescribedValue(Field.TYPE, OTHER, confidence["other"]))


@cache
def _types() -> tuple[_TypeRule, ...]:
    return tuple(
        _TypeRule(
            rule["code"],
            tuple(map(compiled, rule["patterns"])),
            rule.get("over_two", False),
            tuple(map(compiled, rule.get("body", ()))),
            compiled(rule["word"]) if "word" in rule else None,
        )
        for rule in rules("kinds")["type"]
    )
