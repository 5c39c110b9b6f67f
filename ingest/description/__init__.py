"""What a document says of itself, value by value, each with where it says so and how sure that is; by rules that are data.

Whatever is not found stays unknown: a guess that nobody can check is worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from analyzers.pipeline import Analyzer
from domain.description import REVIEW_BELOW, DescribedValue, Field, PageText, values_of
from domain.documents import Body, DatedValue, DatePrecision, Organization
from domain.records import Description
from ingest.description.amounts import find_amounts
from ingest.description.cited import analyzed, find_languages, find_laws, find_places
from ingest.description.dates import find_dates, find_deadlines, told_years, with_own, with_roles
from ingest.description.day_spans import day_spans
from ingest.description.folded_pages import fold_page
from ingest.description.headings import headings
from ingest.description.kinds import find_kind
from ingest.description.numbers import find_number, find_reference
from ingest.description.organs import find_body, find_committee, find_organization
from ingest.description.sessions import find_meeting, find_session
from ingest.description.titles import find_titles, title_of_file
from ingest.description.votes import find_votes
from ingest.furniture import without_furniture

__all__ = ["Register", "describe", "summary"]

_PRECISIONS = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY}


@dataclass(frozen=True, slots=True)
class Register:
    """The bodies and organs that a document may come from."""

    bodies: tuple[Body, ...] = ()
    organizations: tuple[Organization, ...] = ()


def describe(pages: Sequence[PageText], analyzer: Analyzer, register: Register, fallback_title: str) -> Description:
    """What the pages, first to last, say. `fallback_title` (a file's name) is the title where the text has no heading."""
    return summary(_values(pages, analyzer, register, fallback_title))


def summary(values: Sequence[DescribedValue]) -> Description:
    """The values as a description of a document: of each field that holds one, the first."""
    first = {field: next(iter(values_of(values, field)), None) for field in Field}
    return Description(
        type=first[Field.TYPE] or "other",
        titles={one.language or "und": one.value for one in values if one.field is Field.TITLE and one.value},
        number=first[Field.NUMBER],
        decided_on=_dated(first[Field.DATE]),
        organization_id=first[Field.ORGANIZATION],
        body_id=_sure_body(values),
        languages=tuple(values_of(values, Field.LANGUAGE)),
        values=tuple(values),
    )


def _values(pages: Sequence[PageText], analyzer: Analyzer, register: Register, fallback_title: str) -> list[DescribedValue]:
    folded = [fold_page(page) for page in _without_furniture(pages)]
    lines = headings(folded)
    kind = find_kind(folded, lines)
    titles = find_titles(lines, kind.heading, analyzer) or [title_of_file(fallback_title, analyzer)]
    number = find_number(lines, kind)
    days = with_own(with_roles(day_spans(folded, analyzer), lines), kind, lines)
    dates = [*find_dates(days, kind, told_years(kind, number, titles[0])), *find_deadlines(days, kind)]
    own = next((one for one in dates if one.field is Field.DATE), None)
    told = [
        number,
        find_reference(folded, kind, number),
        find_body(folded, lines, register.bodies),
        find_organization(folded, lines, register.organizations),
        find_committee(folded, kind, register.organizations),
        find_session(folded, own),
        find_meeting(folded, kind),
    ]
    words = analyzed(pages, analyzer)
    return [
        kind.found,
        *titles,
        *filter(None, told),
        *dates,
        *find_amounts(folded),
        *find_votes(folded, kind),
        *find_languages(words),
        *find_laws(words),
        *find_places(words),
    ]


def _without_furniture(pages: Sequence[PageText]) -> list[PageText]:
    texts = without_furniture([page.text for page in pages])
    return [replace(page, text=text) for page, text in zip(pages, texts, strict=True)]


def _sure_body(values: Sequence[DescribedValue]) -> str | None:
    """The body where a letterhead names it: running text may name any."""
    sure = (one for one in values if one.field is Field.BODY and one.confidence >= REVIEW_BELOW)
    return next((one.value for one in sure), None)


def _dated(written: str | None) -> DatedValue | None:
    """A date value as the archive holds dates."""
    if written is None:
        return None
    year, month, day = (*map(int, written.split("-")), 1, 1)[:3]
    return DatedValue(date(year, month, day), _PRECISIONS[len(written)])
