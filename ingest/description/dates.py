"""The dates of a document: its own, and for tenders when offers are due and opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.description import NOT_FOUND, DescribedValue, Field
from ingest.description.day_spans import DaySpan
from ingest.description.findings import Finding
from ingest.description.folded_pages import Line
from ingest.description.kinds import Kind
from ingest.description.patterns import compiled, rules

PLAIN = "plain"
"""The role of a date of which nothing says what it is."""

_STRANGERS = ("deadline", "opening", "of_a_law", "of_another")
"""Roles of dates that are never the document's own."""


@dataclass(frozen=True, slots=True)
class RoledDay:
    """A day and what it is to the document."""

    span: DaySpan
    role: str
    in_heading: bool


def with_roles(spans: Sequence[DaySpan], headings: Sequence[Line]) -> list[RoledDay]:
    """The days with their roles (see dates.toml)."""
    return [RoledDay(span, _role(span), _stands_in(span, headings)) for span in spans]


def with_own(days: Sequence[RoledDay], kind: Kind, headings: Sequence[Line]) -> list[RoledDay]:
    """The days, those of lines that name the document being its own: décision n° 5 du 3 mai 2020 is no other's."""
    naming = [] if kind.heading is None else headings[kind.heading : kind.heading + 3]
    others = ("of_another", "of_a_law") if kind.code == "law" else ("of_another",)
    return [replace(day, role=PLAIN) if day.role in others and _stands_in(day.span, naming) else day for day in days]


def find_dates(days: Sequence[RoledDay], kind: Kind, years: Sequence[DescribedValue] = ()) -> list[DescribedValue]:
    """The document's own date, and its day in the Islamic calendar where that is told; else the first of the `years`."""
    table = rules("dates")
    for way in table["own"].get(kind.code, table["own"]["default"]):
        if found := _WAYS[way](days):
            return list(_described(found, way))
    if years:
        return [years[0]]
    return [DescribedValue(Field.DATE, NOT_FOUND, 0.0)] if kind.code in table["expected"]["types"] else []


def told_years(kind: Kind, number: DescribedValue | None, title: DescribedValue) -> list[DescribedValue]:
    """The years that the document's number tells, such as 12/2021, or its title: they are better than nothing."""
    told = (number, title) if kind.code in rules("dates")["dated_by_title"] else (number,)
    return [year for one in told if one is not None and (year := _year(one))]


def find_deadlines(days: Sequence[RoledDay], kind: Kind) -> Iterator[DescribedValue]:
    """Until when a tender takes offers, and when they are opened."""
    if kind.code != "tender":
        return
    for field in (Field.DEADLINE, Field.OPENING):
        told = [day.span for day in days if day.role == field] or (_at_an_hour(days) if field is Field.OPENING else [])
        if not told:
            continue
        agreed = all(span.day == told[0].day for span in told)
        sure = rules("dates")["confidence"][field.value if agreed else "disputed"]
        yield _finding(told[0], sure).described(field)


def _at_an_hour(days: Sequence[RoledDay]) -> list[DaySpan]:
    """Days with an hour and nothing that says what happens then: a tender is opened."""
    at = compiled(rules("dates")["hour"])
    return [day.span for day in days if day.role not in _STRANGERS and at.match(day.span.after)]


def _described(found: Sequence[RoledDay], way: str) -> Iterator[DescribedValue]:
    span = found[0].span
    confidence = rules("dates")["confidence"]
    sure = confidence[way]
    if span.converted:
        sure = min(sure, confidence["converted"])
    elif any(day.span.day != span.day for day in found):
        sure = min(sure, confidence["disputed"])
    yield _finding(span, sure).described(Field.DATE)
    if span.hijri:
        sure = confidence[way]
        yield Finding(span.hijri, sure, span.page, span.start, span.end).described(Field.HIJRI_DATE)


def _finding(span: DaySpan, sure: float) -> Finding:
    return Finding(span.day.isoformat(), sure, span.page, span.start, span.end)


def _year(told: DescribedValue) -> DescribedValue | None:
    """The year in a number or title: of several the first."""
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", told.value)
    sure = rules("dates")["confidence"]["year"] * told.confidence
    return DescribedValue(Field.DATE, years[0], round(sure, 3), told.evidence) if years else None


def _role(span: DaySpan) -> str:
    """The role whose cue stands nearest before the date, or that of what follows; a weak one where there is no other."""
    strong, weak = (_preceded(span, weak) for weak in (False, True))
    if strong in (PLAIN, "held") and (followed := _followed(span)):
        return followed
    return weak if strong == PLAIN else strong


def _preceded(span: DaySpan, weak: bool) -> str:
    best, role = -1, PLAIN
    for rule in rules("dates")["role"]:
        place = nearest_cue(span.before, rule["cues"], rule["gap"]) if rule.get("weak", False) is weak else -1
        if place > best:
            best, role = place, rule["name"]
    return role


def _followed(span: DaySpan) -> str | None:
    after = ((rule["name"], pattern) for rule in rules("dates")["role"] for pattern in rule.get("after", ()))
    return next((role for role, pattern in after if compiled(pattern).match(span.after)), None)


def nearest_cue(before: str, cues: Sequence[str], gap: int) -> int:
    """Where the last of the cues ends that stands at most `gap` characters before the end, no sentence ending between;
    -1 where none does.
    """
    best = -1
    for cue in cues:
        ends = [match.end() for match in compiled(cue).finditer(before) if len(before) - match.end() <= gap]
        if ends and not compiled(rules("dates")["stops"]).search(before, ends[-1]):
            best = max(best, ends[-1])
    return best


def _stands_in(span: DaySpan, headings: Sequence[Line]) -> bool:
    return any(line.page is span.page and line.start <= span.start < line.end for line in headings)


def _with_role(role: str) -> Callable[[Sequence[RoledDay]], list[RoledDay]]:
    return lambda days: [day for day in days if day.role == role]


def _in_headings(days: Sequence[RoledDay]) -> list[RoledDay]:
    return [day for day in days if day.in_heading and day.role not in _STRANGERS]


def _last_signed(days: Sequence[RoledDay]) -> list[RoledDay]:
    """Signatures stand at the end."""
    return [day for day in days if day.role == "signed"][::-1]


def _signed_at_a_place(days: Sequence[RoledDay]) -> list[RoledDay]:
    return [day for day in days if day.role not in _STRANGERS and _ends_a_line_of_place(day.span)][::-1]


def _ends_a_line_of_place(span: DaySpan) -> bool:
    table = rules("dates")["place"]
    for line in span.page.lines:
        if line.start <= span.start < line.end:
            before = span.page.text[line.start : span.start]
            ends = line.end - span.end <= 1
            return ends and len(before.split()) <= table["most_words"] and bool(compiled(table["before"]).match(before))
    return False


def _started(days: Sequence[RoledDay]) -> list[RoledDay]:
    start = rules("dates")["start"]
    return [day for day in days if nearest_cue(day.span.right_before, start["cues"], start["gap"]) >= 0]


_WAYS: Mapping[str, Callable[[Sequence[RoledDay]], list[RoledDay]]] = {
    "held": _with_role("held"),
    "dated": _with_role("dated"),
    "published": _with_role("published"),
    PLAIN: _with_role(PLAIN),
    "signed": _last_signed,
    "heading": _in_headings,
    "dated_heading": lambda days: [day for day in _in_headings(days) if day.role == "dated"],
    "place": _signed_at_a_place,
    "start": _started,
}
"""How the days that may be a document's own are told, the best first."""
