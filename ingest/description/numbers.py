"""A document's own number, and the reference of a tender."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.description import NOT_FOUND, DescribedValue, Field
from ingest.description.findings import Finding
from ingest.description.folded_pages import FoldedPage, Line
from ingest.description.kinds import Kind
from ingest.description.patterns import compiled, rules

_TENDER, _NOTICE = "tender", "notice"
_ARABIC = re.compile(r"[\u0600-\u06ff]")


def find_number(headings: Sequence[Line], kind: Kind) -> DescribedValue | None:
    """The number in the heading that names the type or just behind it, else on a line of its own."""
    if found := next(_told(headings, kind), None):
        return found.described(Field.NUMBER)
    return DescribedValue(Field.NUMBER, NOT_FOUND, 0.0) if kind.code in rules("numbers")["expected"] else None


def find_reference(pages: Sequence[FoldedPage], kind: Kind, number: DescribedValue | None) -> DescribedValue | None:
    """The reference of a tender, also in a notice of its award: where it is called so, else its number."""
    if kind.code != _TENDER and not _is_award(pages, kind):
        return None
    for page in pages:
        for pattern in rules("numbers")["tender_reference"]:
            if match := compiled(pattern).search(page.text):
                sure = rules("numbers")["confidence"]["reference"]
                found = Finding(_joined(match[1]), sure, page, *match.span(1))
                return found.described(Field.TENDER_REFERENCE)
    if number is None or number.value == NOT_FOUND:
        return None
    sure = number.confidence * rules("numbers")["confidence"]["from_number"]
    return DescribedValue(Field.TENDER_REFERENCE, number.value, round(sure, 3), number.evidence)


def _is_award(pages: Sequence[FoldedPage], kind: Kind) -> bool:
    """Whether a notice says who got a tender."""
    first = pages[0].text if pages and kind.code == _NOTICE else ""
    return any(compiled(pattern).search(first) for pattern in rules("numbers")["award"])


def _told(headings: Sequence[Line], kind: Kind) -> Iterator[Finding]:
    """The numbers that may be the document's, the likeliest first."""
    if kind.heading is None:
        return
    table = rules("numbers")
    is_law = kind.code in table["numbered_laws"]
    near = [line for at in (kind.heading, *kind.again) for line in headings[at : at + table["lines_behind"]]]
    far = headings[: kind.heading + table["alone_lines"]]
    yield from _in(far if kind.code in table["anywhere"] else near, "heading", is_law)
    yield from _in(far, "alone", is_law)
    yield from _in(headings[max(0, kind.heading - 1) : kind.heading], "heading", is_law)


def _in(lines: Sequence[Line], where: str, is_law: bool) -> Iterator[Finding]:
    for line in lines:
        for pattern in rules("numbers")[where]:
            match = compiled(pattern).search(line.folded)
            if match and (is_law or not _is_anothers(line.folded[: match.start()])):
                sure = rules("numbers")["confidence"][where]
                first, last = (line.start + place for place in match.span(1))
                yield Finding(_as_seen(match[1], line), sure, line.page, first, last)


def _is_anothers(before: str) -> bool:
    return any(compiled(pattern).search(before) for pattern in rules("numbers")["others"])


def _as_seen(number: str, line: Line) -> str:
    """The number as a person sees it on the page."""
    parts = _joined(number).split("-")
    turned = line.page.page.shown and _ARABIC.search(line.folded)
    return "-".join(parts[::-1] if turned else parts)


def _joined(number: str) -> str:
    return re.sub(r"\s+", "", number).upper()
