"""Which page of which file the document page opens at."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.translation import LANGUAGES
from frontend.port import PublicArchive
from frontend.viewer import View, readable, view
from frontend.words import words
from search_api.answers import DocumentResponse, FileAnswer, PageReference
from search_api.asking import PageAddress
from search_api.problems import not_found


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visitor wants to be in a document, and in which language; what they do not say is None."""

    query: str = ""
    version_id: str | None = None
    number: int | None = None
    language: str = LANGUAGES[0]


def open_document(archive: PublicArchive, document: DocumentResponse, place: Place) -> dict[str, object]:
    """The values of `document.html`. Without a page asked for it opens where the query is best answered.

    Raises a not-found problem for a page that the file does not have.
    """
    found = archive.evidence(document.id, place.query) if place.query else None
    evidence = found.pages if found else []
    shown = None
    file = _file(document, place.version_id, evidence)
    if file is not None:
        number = place.number or _best_number(file, evidence)
        shown = _view(archive, document, file, replace(place, version_id=file.version.id, number=number))
        shown = shown and shown.with_evidence(evidence)
    return {"document": document, "query": place.query, "view": shown}


def _file(document: DocumentResponse, version_id: str | None, evidence: list[PageReference]) -> FileAnswer | None:
    files = {file.version.id: file for file in readable(document)}
    wanted = [version_id, *(page.version_id for page in evidence)]
    return next((files[one] for one in wanted if one in files), next(iter(files.values()), None))


def _best_number(file: FileAnswer, evidence: list[PageReference]) -> int:
    return next((page.number for page in evidence if page.version_id == file.version.id), 1)


def _view(archive: PublicArchive, document: DocumentResponse, file: FileAnswer, place: Place) -> View | None:
    number = place.number or 1
    if number > file.version.page_count:
        raise not_found()
    address = PageAddress(document.id, file.version.id, number)
    text = archive.page_text(address, place.query)
    boxes = archive.page_boxes(address, place.query)
    unsure = str(words(place.language)("viewer.unsure").unescape())
    return view(document, file, text, boxes, unsure) if text and boxes else None
