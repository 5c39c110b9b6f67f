"""The session a document belongs to, and the meeting of that session."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from analyzers.months import month_numbers
from analyzers.normalization import fold
from domain.description import DescribedValue, Field
from ingest.dates import find_dates
from ingest.description.findings import Finding
from ingest.description.folded_pages import FoldedPage
from ingest.description.kinds import Kind
from ingest.description.patterns import compiled, rules

_MEETING_TYPES = frozenset({"session_minutes", "decision", "notice"})


@dataclass(frozen=True, slots=True)
class _Named:
    """A name of a session: `kind` and `year` are None where it does not say."""

    page: FoldedPage
    start: int
    end: int
    kind: str | None
    month: int
    year: int | None

    @property
    def rank(self) -> tuple[bool, bool]:
        """The more it says, the lower."""
        return (self.year is None, self.kind is None)


def find_session(pages: Sequence[FoldedPage], date: DescribedValue | None) -> DescribedValue | None:
    """The session that the first pages name most fully; `date` is the document's, whose year it takes where none is told."""
    named = [one for page in pages[: rules("sessions")["pages"]] for one in _named(page)]
    values = [(one, told) for one in sorted(named, key=lambda one: one.rank) if (told := _value(one, date)) is not None]
    if not values:
        return None
    best, (value, sure) = values[0]
    alike = [other for one, (other, _) in values if one.rank == best.rank]
    if Counter(alike)[value] < len(alike):
        sure = min(sure, rules("sessions")["confidence"]["disputed"])
    return Finding(value, sure, best.page, best.start, best.end).described(Field.SESSION)


def find_meeting(pages: Sequence[FoldedPage], kind: Kind) -> DescribedValue | None:
    """The number of the meeting in its session."""
    if kind.code not in _MEETING_TYPES:
        return None
    for page in pages[:1]:
        for pattern in rules("sessions")["meeting"]:
            for match in compiled(pattern).finditer(page.text):
                if number := _ordinals().get(match["ordinal"].replace(" ", "")):
                    found = Finding(number, rules("sessions")["confidence"]["meeting"], page, *match.span())
                    return found.described(Field.MEETING)
    return None


def _named(page: FoldedPage) -> Iterator[_Named]:
    table = rules("sessions")
    for anchor in _anchors(page.text):
        within = page.text[anchor.end() : anchor.end() + table["reach"]]
        if any(compiled(pattern).match(within) for pattern in table["others"]):
            continue
        stop = compiled(table["stops"]).search(within)
        within = within[: stop.start()] if stop else within
        if named := _read(page, anchor, within):
            yield named


def _anchors(text: str) -> list[re.Match[str]]:
    found = {match.start(): match for pattern in rules("sessions")["anchor"] for match in compiled(pattern).finditer(text)}
    return [found[start] for start in sorted(found)]


def _read(page: FoldedPage, anchor: re.Match[str], within: str) -> _Named | None:
    table = rules("sessions")
    month = compiled(table["month_and_year"]).search(within)
    year = int(month["year"]) if month else None
    month = month or compiled(table["month"]).search(within)
    kind = _kind(within)
    if month:
        number = month_numbers("gregorian")[month["month"]]
        return _Named(page, anchor.start(), anchor.end() + month.end(), kind, number, year)
    if kind and (days := find_dates(within)):
        day = days[0].value.value
        return _Named(page, anchor.start(), anchor.end() + days[0].end, kind, day.month, day.year)
    return None


def _kind(within: str) -> str | None:
    """Whichever is said first."""
    places = {
        kind: match.start()
        for kind in ("ordinary", "extraordinary")
        for pattern in rules("sessions")[kind]
        if (match := compiled(pattern).search(within))
    }
    return min(places, key=lambda kind: places[kind], default=None)


def _value(named: _Named, date: DescribedValue | None) -> tuple[str, float] | None:
    """The session as a value and how sure it is; None where its year is unknown."""
    confidence = rules("sessions")["confidence"]
    sure = confidence["full"]
    year = named.year
    if year is None:
        if date is None or not date.value:
            return None
        year, sure = int(date.value[:4]), confidence["year_of_date"]
    kind = named.kind
    if kind is None:
        if named.month not in rules("sessions")["ordinary_months"]:
            return None
        kind, sure = "ordinary", min(sure, confidence["kind_of_month"])
    return f"{kind}/{year}-{named.month:02}", sure


@cache
def _ordinals() -> Mapping[str, str]:
    table = rules("sessions")["ordinals"]
    return {fold(word): number for number, words in table.items() for word in words}
