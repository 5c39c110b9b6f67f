"""The dates in pages, of both calendars, and what stands around each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from analyzers.mentions.dates import find_dates as find_mentions
from analyzers.mentions.dates import is_month
from analyzers.pipeline import Analyzer
from ingest.dates import find_dates
from ingest.description.folded_pages import FoldedPage
from ingest.description.patterns import alternatives, compiled, rules

_BESIDE = 16
"""Characters between two dates that are the same day in two calendars, at most."""


@dataclass(frozen=True)
class DaySpan:
    """The day that `page.text[start:end]` names. `hijri` is its own date where it is one of the Islamic calendar; `day`
    is then the one printed beside it or, if `converted`, the one that tables give.
    """

    page: FoldedPage
    start: int
    end: int
    day: date
    hijri: str | None = None
    converted: bool = False

    @cached_property
    def before(self) -> str:
        """What stands before it, without a weekday and small words right before it."""
        text = self.page.text[max(0, self.start - rules("dates")["before"]) : self.start]
        return compiled(f"(?:\\W*\\b(?:{{weekday}}|{alternatives(rules('dates')['between'])}))*\\W*$").sub("", text)

    @cached_property
    def right_before(self) -> str:
        """What stands before it as it is."""
        return self.page.text[max(0, self.start - rules("dates")["before"]) : self.start]

    @cached_property
    def after(self) -> str:
        """What follows it."""
        return self.page.text[self.end : self.end + rules("dates")["after"]]


def day_spans(pages: Sequence[FoldedPage], analyzer: Analyzer) -> list[DaySpan]:
    """The days named on the first and last pages, in order."""
    first, last = rules("dates")["first_pages"], rules("dates")["last_pages"]
    chosen = pages if len(pages) <= first + last else [*pages[:first], *pages[-last:]]
    return [span for page in chosen for span in _joined(sorted(_in_page(page, analyzer), key=lambda span: span.start))]


def _in_page(page: FoldedPage, analyzer: Analyzer) -> list[DaySpan]:
    found = [DaySpan(page, one.start, one.end, one.value.value) for one in find_dates(page.text)]
    for span in _mentioned(page, analyzer):
        if not any(other.start < span.end and span.start < other.end for other in found):
            found.append(span)
    return found


def _mentioned(page: FoldedPage, analyzer: Analyzer) -> Iterator[DaySpan]:
    tokens = analyzer.analyze(page.page.text)
    numbers = [place for place, token in enumerate(tokens) if token.exact[0].isdigit()]
    for mention in find_mentions(tokens, numbers):
        days = [key for key in mention.keys if key.startswith("@") and not is_month(key)]
        gregorian = next((key[1:] for key in days if not key.startswith("@h")), None)
        hijri = next((key[2:] for key in days if key.startswith("@h")), None)
        if gregorian:
            start, end = page.place(tokens[mention.first].start), page.place(tokens[mention.last].end)
            yield DaySpan(page, start, end, date.fromisoformat(gregorian), hijri, hijri is not None)


def _joined(spans: Sequence[DaySpan]) -> Iterator[DaySpan]:
    """The spans, a day told in both calendars being one."""
    waiting: DaySpan | None = None
    for span in spans:
        if waiting and waiting.converted != span.converted and span.start - waiting.end <= _BESIDE:
            waiting = _one_day(waiting, span)
            continue
        if waiting:
            yield waiting
        waiting = span
    if waiting:
        yield waiting


def _one_day(first: DaySpan, second: DaySpan) -> DaySpan:
    day = first.day if second.converted else second.day
    return replace(first, end=second.end, day=day, hijri=first.hijri or second.hijri, converted=False)
