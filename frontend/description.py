"""What is found in a document's words, as its page shows it: each value with a link to where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.description import Field
from domain.documents import DatePrecision
from frontend.links import Links
from frontend.words import Words
from search_api.description_answers import DescriptionResponse, EvidenceAnswer, FieldAnswer, ValueAnswer

_SHOWN = (
    Field.TYPE,
    Field.NUMBER,
    Field.TENDER_REFERENCE,
    Field.DATE,
    Field.HIJRI_DATE,
    Field.ORGANIZATION,
    Field.COMMITTEE,
    Field.SESSION,
    Field.MEETING,
    Field.VOTE,
    Field.AMOUNT,
    Field.DEADLINE,
    Field.OPENING,
    Field.PLACE,
)
"""The fields shown, in this order. What a document cites has a list of its own, its title stands above."""

_MOST = 12
_PRECISIONS = {1: DatePrecision.YEAR, 2: DatePrecision.MONTH, 3: DatePrecision.DAY}


@dataclass(frozen=True, slots=True)
class FoundValue:
    """A value as people read it, and the address of where it stands on page `page`: both None for what has no place."""

    text: str
    unsure: bool
    address: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class FoundField:
    """A field with its values, `more` of which are not shown; `corrected` when a person gave or confirmed them."""

    label: str
    values: tuple[FoundValue, ...]
    more: int
    corrected: bool


def found_fields(description: DescriptionResponse | None, words: Words) -> list[FoundField]:
    """What the page shows of a description."""
    fields = {field.field: field for field in description.fields} if description else {}
    links = Links(words.language)
    document_id = description.document_id if description else ""
    return [_field(fields[field], document_id, links, words) for field in _SHOWN if field in fields and fields[field].values]


def _field(field: FieldAnswer, document_id: str, links: Links, words: Words) -> FoundField:
    shown = tuple(_value(field.field, value, document_id, links, words) for value in field.values[:_MOST])
    return FoundField(field.label, shown, len(field.values) - len(shown), field.corrected)


def _value(field: Field, value: ValueAnswer, document_id: str, links: Links, words: Words) -> FoundValue:
    text = value.label or written(field, value.value, words)
    evidence = value.evidence
    if evidence is None:
        return FoundValue(text, value.unsure)
    return FoundValue(
        text, value.unsure, _address(document_id, evidence, links), evidence.page.position or evidence.page.number
    )


def written(field: Field, value: str, words: Words) -> str:
    """A value that has no label as people write it: dates and amounts."""
    return _WRITTEN[field](value, words) if field in _WRITTEN else value


def _address(document_id: str, evidence: EvidenceAnswer, links: Links) -> str:
    page = evidence.page
    version = "" if page.position else page.version_id
    return links.found_span(document_id, version, page.position or page.number, (evidence.start, evidence.end))


def _date(value: str, words: Words) -> str:
    parts = [int(part) for part in value.split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    return str(words.date(date(year, month, day), _PRECISIONS[len(parts)]).unescape())


def _hijri(value: str, words: Words) -> str:
    year, month, day = map(int, value.split("-"))
    named = words("described.hijri", day=day, month=words(f"hijri_month.{month}"), year=year)
    return str(named.unescape())


def _money(value: str, words: Words) -> str:
    digits = 2 if "." in value else 0
    return str(words("described.money", amount=words.number(float(value), digits)).unescape())


_WRITTEN: Mapping[Field, Callable[[str, Words], str]] = {
    Field.DATE: _date,
    Field.DEADLINE: _date,
    Field.OPENING: _date,
    Field.HIJRI_DATE: _hijri,
    Field.AMOUNT: _money,
}
