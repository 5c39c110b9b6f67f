"""The values of the page on which a document is reviewed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request

from domain.description import DocumentDescription, Evidence, Field
from domain.documents import Document, PageKey
from frontend.links import Links
from frontend.staff.desk import Desk
from frontend.staff.review_fields import FIELDS
from frontend.staff.review_view import FieldReader
from frontend.staff.sheets import Sheet, sheet
from frontend.words import words
from search_api.forms import form_of
from search_api.labels import Labels
from search_api.problems import request_language
from search_api.workbench import Workbench

_SESSIONS, _VOTES = ("ordinary", "extraordinary"), ("unanimous", "majority")


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at: a field, None for the first unsure one, and a page by its place, 0 for the one that says it."""

    field: Field | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class ReviewDrawer:
    """Draws documents of a bench for who sits at a desk."""

    desk: Desk
    bench: Workbench

    def context(self, request: Request, document: Document, looked: Looked, wrong: str = "") -> dict[str, object]:
        """The values of `review_document.html`. `wrong` is the message that says why what was sent is no value."""
        reader = self._reader(request, document)
        unsure = unsure_fields(reader.description)
        asked = looked.field if looked.field in FIELDS else next(iter(unsure), FIELDS[0])
        links = Links(request_language(request))
        title, language = document.title(links.language)
        address = f"/staff/review/{document.id}"
        return {
            "document": document,
            "title": title,
            "title_language": language,
            "fields": reader.all(),
            "asked": reader.field(asked),
            "form": reader.form(asked, self._options(request, document, asked)),
            "typed": form_of(request) if wrong else None,
            "wrong": wrong,
            "before": _neighbour(asked, -1),
            "after": _neighbour(asked, 1),
            "sheet": self._sheet(document, looked.position, reader.evidence(asked)),
            "who": self.desk.who,
            "to_field": lambda one: links.to(address, field=one),
            "to_page": lambda number: links.to(address, field=asked, page=number),
        }

    def _sheet(self, document: Document, position: int, evidence: Evidence | None) -> Sheet | None:
        """The page asked for, or the one with the evidence, which is marked; None for a document without pages."""
        place = self.bench.place_of(document, evidence.page) if evidence else None
        shown = position or place or 1
        if not position and not self.bench.archive.page_keys(document):
            return None
        spans = [(evidence.start, evidence.end)] if evidence and place == shown else []
        return sheet(document.id, self.bench.leaf(document, shown), spans)

    def _reader(self, request: Request, document: Document) -> FieldReader:
        language, archive = request_language(request), self.bench.archive
        description = archive.descriptions.of(document.id)
        texts = archive.page_texts({one.evidence.page for one in description.found if one.evidence})
        places = {key: number for number, key in enumerate(archive.page_keys(document), start=1)}
        labels = Labels(language, archive.bodies(), archive.organizations())
        return FieldReader(description, words(language), labels, lambda key: texts.get(key, ""), _getter(places))

    def _options(self, request: Request, document: Document, field: Field) -> list[tuple[str, str]]:
        """The values of a choice with their words."""
        t = words(request_language(request))
        if field is Field.TYPE:
            codes = [key.removeprefix("type.") for key in t.texts if key.startswith("type.")]
            return [(code, str(t(f"type.{code}").unescape())) for code in codes]
        if field is Field.ORGANIZATION:
            organs = [one for one in self.bench.archive.organizations() if one.body_id == document.body_id]
            return [(one.id, one.names.get(t.language) or next(iter(one.names.values()), one.id)) for one in organs]
        kinds = {Field.SESSION: _SESSIONS, Field.VOTE: _VOTES}.get(field, ())
        return [(kind, str(t(f"review.{field}.{kind}").unescape())) for kind in kinds]


def unsure_fields(description: DocumentDescription) -> list[Field]:
    """The fields that are still to be looked at, in order."""
    return list(dict.fromkeys(one.field for one in description.unsure()))


def _getter(places: dict[PageKey, int]) -> Callable[[PageKey], int | None]:
    return places.get


def _neighbour(field: Field, step: int) -> Field | None:
    place = FIELDS.index(field) + step
    return FIELDS[place] if 0 <= place < len(FIELDS) else None
