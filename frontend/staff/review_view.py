"""What the review page shows of a document: each field as it stands, and the one that is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.description import (
    NOT_FOUND,
    REVIEW_BELOW,
    Correction,
    DescribedValue,
    DocumentDescription,
    Evidence,
    Field,
    SaidValue,
)
from domain.documents import PageKey
from frontend.description import written
from frontend.staff.review_fields import FIELDS, Control, control, title_languages
from frontend.words import Words
from search_api.descriptions import DescriptionWriter
from search_api.labels import Labels

_AROUND = 80
"""Letters of a page's text that are shown before and behind where a value stands."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Where a value stands, in the words around it: `span` of `text` is the place, on the page at `position`."""

    text: str
    span: tuple[int, int]
    position: int


@dataclass(frozen=True, slots=True)
class FoundShown:
    """A value that a program found; `quote` is None for what no one place says."""

    text: str
    confidence: float
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field: what programs found, what a person said instead, if anybody did, and whether it is still to be looked at."""

    field: Field
    found: tuple[FoundShown, ...]
    said: tuple[str, ...] | None
    correction: Correction | None
    unsure: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """The values that stand."""
        return self.said if self.said is not None else tuple(one.text for one in self.found)


@dataclass(frozen=True, slots=True)
class FieldForm:
    """What the form of a field holds. `options` are the values and words of a choice, `titles` languages and titles."""

    control: Control
    value: str = ""
    kind: str = ""
    titles: tuple[tuple[str, str], ...] = ()
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FieldReader:
    """Shows the fields of a document. `text_of` gives the text of a page, `place_of` its place in the document."""

    description: DocumentDescription
    words: Words
    labels: Labels
    text_of: Callable[[PageKey], str]
    place_of: Callable[[PageKey], int | None]

    def all(self) -> list[FieldShown]:
        """Every field of the page, in order."""
        return [self.field(field) for field in FIELDS]

    def field(self, field: Field) -> FieldShown:
        """One field."""
        found = [one for one in self.description.found if one.field is field]
        correction = self.description.correction(field)
        return FieldShown(
            field,
            tuple(self._found(one) for one in found if one.value != NOT_FOUND),
            tuple(self._text(field, one.value) for one in correction.values) if correction else None,
            correction,
            correction is None and any(one.confidence < REVIEW_BELOW for one in found),
        )

    def evidence(self, field: Field) -> Evidence | None:
        """Where the field's first value stands, in pages of the document."""
        places = (one.evidence for one in self.description.found if one.field is field and one.evidence)
        return next((one for one in places if self.place_of(one.page)), None)

    def standing(self, field: Field) -> list[SaidValue]:
        """The values that stand."""
        correction = self.description.correction(field)
        return list(correction.values) if correction else found_values(self.description, field)

    def form(self, field: Field, options: Sequence[tuple[str, str]]) -> FieldForm:
        """What the form of the field holds at first."""
        values = self.standing(field)
        kind = control(field, values)
        first = values[0].value if values else ""
        if kind is Control.TITLES:
            known = {one.language: one.value for one in values}
            return FieldForm(kind, titles=tuple((code, known.get(code, "")) for code in title_languages(values)))
        if kind in (Control.SESSION, Control.VOTE):
            head, _, tail = first.partition("/" if kind is Control.SESSION else " ")
            return FieldForm(kind, tail, head, options=tuple(options))
        text = "\n".join(one.value for one in values) if kind is Control.LINES else first
        return FieldForm(kind, text, options=tuple(options))

    def _found(self, one: DescribedValue) -> FoundShown:
        quote = self._quote(one.evidence) if one.evidence else None
        return FoundShown(self._text(one.field, one.value), one.confidence, quote)

    def _quote(self, evidence: Evidence) -> Quote | None:
        position = self.place_of(evidence.page)
        if position is None:
            return None
        text = self.text_of(evidence.page)
        start, end = max(0, evidence.start - _AROUND), evidence.end + _AROUND
        return Quote(text[start:end], (evidence.start - start, evidence.end - start), position)

    def _text(self, field: Field, value: str) -> str:
        try:
            return DescriptionWriter(self.labels).label(field, value) or written(field, value, self.words)
        except (ValueError, KeyError):
            return value


def found_values(description: DocumentDescription, field: Field) -> list[SaidValue]:
    """The values that programs found of a field."""
    found = (one for one in description.found if one.field is field and one.value != NOT_FOUND)
    return [SaidValue(one.value, one.language) for one in found]
