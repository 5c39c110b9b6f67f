"""Whose document it is: the body and the organ named first, and for minutes of a committee that committee."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from analyzers.normalization import fold
from domain.description import DescribedValue, Field
from domain.documents import Body, Organization
from ingest.description.findings import Finding
from ingest.description.folded_pages import FoldedPage, Line
from ingest.description.headings import first_page
from ingest.description.kinds import Kind
from ingest.description.patterns import compiled, rules


def find_body(pages: Sequence[FoldedPage], headings: Sequence[Line], bodies: Sequence[Body]) -> DescribedValue | None:
    """The body that the first page names first."""
    return _named_first(pages, headings, [(body.id, name) for body in bodies for name in body.names.values()], Field.BODY)


def find_organization(
    pages: Sequence[FoldedPage], headings: Sequence[Line], organizations: Sequence[Organization]
) -> DescribedValue | None:
    """The organ that the first page names first; of two at one place the one with the longer name."""
    names = [(organ.id, name) for organ in organizations for name in organ.names.values()]
    return _named_first(pages, headings, names, Field.ORGANIZATION)


def find_committee(pages: Sequence[FoldedPage], kind: Kind, organizations: Sequence[Organization]) -> DescribedValue | None:
    """The committee whose minutes these are, by its name as it is written."""
    page = first_page(pages)
    if page is None or kind.code not in rules("organs")["types"]:
        return None
    known = [fold(name) for organ in organizations for name in organ.names.values()]
    found = next(_committees(page, known), None)
    return None if found is None else found.described(Field.COMMITTEE)


def _named_first(
    pages: Sequence[FoldedPage], headings: Sequence[Line], names: Sequence[tuple[str, str]], field: Field
) -> DescribedValue | None:
    page = first_page(pages)
    if page is None:
        return None
    folded = [(fold(name), one_id) for one_id, name in names if name.strip()]
    told = [(match.start(1), -len(name), one_id) for name, one_id in folded if (match := _whole(name).search(page.text))]
    if not told:
        return None
    start, length, one_id = min(told)
    in_heading = any(line.start <= start < line.end for line in headings)
    sure = rules("organs")["confidence"]["letterhead" if in_heading else "text"]
    return Finding(one_id, sure, page, start, start - length).described(field)


@lru_cache(1_000)
def _whole(name: str) -> re.Pattern[str]:
    """A name as whole words, short particles joined to it: بمجلس الجهة, but not المكتب in المكتبات."""
    return re.compile(rf"(?<!\w)\w{{0,2}}?({re.escape(name)})(?!\w)")


def _committees(page: FoldedPage, known: Sequence[str]) -> Iterator[Finding]:
    """The names of committees, as far as their words go."""
    confidence = rules("organs")["confidence"]
    for pattern in rules("organs")["committee"]:
        for match in compiled(pattern).finditer(page.text):
            whole = [name for name in known if page.text.startswith(name, match.start())]
            if whole:
                end = match.start() + len(max(whole, key=len))
                yield _finding(page, match.start(), end, confidence["committee_known"])
            stop = compiled(rules("organs")["ends"]).search(page.text, match.end())
            name = page.text[match.start() : stop.start() if stop else len(page.text)]
            if 2 <= len(name.split()) <= rules("organs")["most_words"]:
                yield _finding(page, match.start(), match.start() + len(name.rstrip()), confidence["committee_named"])


def _finding(page: FoldedPage, start: int, end: int, sure: float) -> Finding:
    span = page.evidence(start, end)
    return Finding(" ".join(page.page.text[span.start : span.end].split()), sure, page, start, end)
