"""What a program found out of a document's own words, value by value, each with where it stands and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.documents import PageKey


class Field(StrEnum):
    """What is said of a document. The values are strings:

    - type: a code (`decision`); number: as written, without spaces (`12/2021`); title: in its `language`
    - date, deadline, opening: `2021-07-15`, or as much of it as is known (`2021-07`, `2021`); hijri_date: `1442-12-05`
    - body, organization: an id; committee: its name as written; language: a code
    - session: `ordinary` or `extraordinary`, `/` and the month (`ordinary/2021-10`); meeting: its number in the session
    - amount: dirhams, with a point before centimes (`1250000`, `99.50`); tender_reference: as written, without spaces
    - vote: `unanimous` or `majority`, and for/against/abstentions where they are told (`majority 20/3/2`)
    - law: its number (`113-14`); place: its Arabic name
    """

    TYPE = "type"
    NUMBER = "number"
    TITLE = "title"
    DATE = "date"
    HIJRI_DATE = "hijri_date"
    BODY = "body"
    ORGANIZATION = "organization"
    SESSION = "session"
    MEETING = "meeting"
    COMMITTEE = "committee"
    LANGUAGE = "language"
    AMOUNT = "amount"
    TENDER_REFERENCE = "tender_reference"
    DEADLINE = "deadline"
    OPENING = "opening"
    VOTE = "vote"
    LAW = "law"
    PLACE = "place"


REVIEW_BELOW = 0.75
"""A value less sure than this is to be looked at by a person."""

NOT_FOUND = ""
"""The value of a field that documents of the type have, where none was found; nobody is sure that there is none."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page. `certainty` is how sure its letters are, 0 to 1: below 1 for what OCR read.

    `shown` says that its order was worked out from how the page is shown (a PDF's own text): then the parts of 12-2021
    behind Arabic letters stand in the other order than they are seen (UAX 9).
    """

    key: PageKey
    text: str
    certainty: float = 1.0
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value stands: the slice `[start, end)` (code points) of the page's text."""

    page: PageKey
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DescribedValue:
    """A value (see `Field`), how sure it is, 0 to 1, and where it stands: None for what no one place says.

    `language` is that of a title.
    """

    field: Field
    value: str
    confidence: float
    evidence: Evidence | None = None
    language: str | None = None


def values_of(found: Sequence[DescribedValue], field: Field) -> list[str]:
    """The values of a field, in order; none for one that was not found."""
    return [one.value for one in found if one.field is field and one.value != NOT_FOUND]


REVIEWED = (
    Field.TYPE,
    Field.NUMBER,
    Field.TITLE,
    Field.DATE,
    Field.ORGANIZATION,
    Field.SESSION,
    Field.COMMITTEE,
    Field.AMOUNT,
    Field.TENDER_REFERENCE,
    Field.DEADLINE,
    Field.OPENING,
    Field.VOTE,
)
"""The fields whose unsure values are shown to people for review, in the order they are asked for."""


@dataclass(frozen=True, slots=True)
class SaidValue:
    """A value as a person gave it; `language` is that of a title."""

    value: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of a field: its values, none where there is nothing to say. It stands above whatever programs
    find, also later. `actor` is an account, or `system:` and a command's name.
    """

    field: Field
    values: tuple[SaidValue, ...]
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DocumentDescription:
    """What programs found out of a document, and what people said instead, apart."""

    found: tuple[DescribedValue, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def correction(self, field: Field) -> Correction | None:
        """What a person said of the field."""
        return next((one for one in self.corrections if one.field is field), None)

    def values(self, field: Field) -> list[str]:
        """What is said of the field: by people where they said something, else by programs."""
        correction = self.correction(field)
        return values_of(self.found, field) if correction is None else [one.value for one in correction.values]

    def unsure(self) -> list[DescribedValue]:
        """The values to be looked at by a person, in the order of REVIEWED."""
        open_fields = [field for field in REVIEWED if self.correction(field) is None]
        return [one for field in open_fields for one in self.found if one.field is field and one.confidence < REVIEW_BELOW]


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A document with values to be looked at: its `row`, by which the queue goes on, and the fields they are of."""

    document_id: str
    row: int
    fields: tuple[Field, ...]
