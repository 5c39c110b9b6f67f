"""Which page of which file the document page opens at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from domain.description import Field
from domain.translation import LANGUAGES
from frontend.asking import Asked
from frontend.description import found_fields
from frontend.port import PublicArchive
from frontend.viewer import Leaf, View, readable, view
from frontend.words import words
from index.engine import IndexUnavailableError
from search_api.answers import DocumentResponse, FileAnswer, PageReference
from search_api.asking import PageAddress, Question
from search_api.problems import not_found

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visitor wants to be in a document, and in which language; what they do not say is None. `span` is a place of
    the page's text to be highlighted.
    """

    asked: Asked = field(default_factory=Asked)
    version_id: str | None = None
    number: int | None = None
    language: str = LANGUAGES[0]
    span: tuple[int, int] | None = None


def open_document(archive: PublicArchive, document: DocumentResponse, place: Place) -> dict[str, object]:
    """The values of `document.html`. Without a page asked for it opens where the query is best answered.

    Raises a not-found problem for a page that the file does not have.
    """
    question = place.asked.question
    evidence = _evidence(archive, document.id, question)
    opened = _arranged(document, place, evidence) if document.pages else _in_file(document, place, evidence)
    shown = opened and _view(archive, document, *opened, place)
    description = archive.description(document.id, place.language)
    return {
        "document": document,
        "asked": place.asked,
        "question": question,
        "view": shown and shown.with_evidence(evidence),
        "found": found_fields(description, words(place.language)),
        "tender": bool(
            description and any(one.field is Field.TENDER_REFERENCE and one.values for one in description.fields)
        ),
        "citations": _while_there(lambda: archive.citations(document.id, place.language)),
        "similar": _while_there(lambda: archive.similar(document.id, place.language)),
    }


def _evidence(archive: PublicArchive, document_id: str, question: Question) -> list[PageReference]:
    """The pages that answer best."""
    if not question.query:
        return []
    found = _while_there(lambda: archive.evidence(document_id, question))
    return found.pages if found else []


def _while_there(ask: Callable[[], Found]) -> Found | None:
    """What the search engine says; None while it is away: the document can be read all the same."""
    try:
        return ask()
    except IndexUnavailableError:
        return None


def _arranged(document: DocumentResponse, place: Place, evidence: list[PageReference]) -> tuple[Leaf, PageAddress]:
    """The page among those that were arranged: asked for by its place, or by file and number there."""
    pages = document.pages
    best = next((page.position for page in evidence if page.position), 1)
    position = place.number or best
    if place.version_id:
        asked = ((page.version_id, page.number) == (place.version_id, place.number or page.number) for page in pages)
        position = next((number for number, is_it in enumerate(asked, start=1) if is_it), 0)
    if not 1 <= position <= len(pages):
        raise not_found()
    page = pages[position - 1]
    leaf = Leaf("", position, len(pages), page.image, number_in_file=page.number)
    return leaf, PageAddress(document.id, page.version_id, page.number)


def _in_file(document: DocumentResponse, place: Place, evidence: list[PageReference]) -> tuple[Leaf, PageAddress] | None:
    """The page of the file asked for; None for a document without pages."""
    file = _file(document, place.version_id, evidence)
    if file is None:
        return None
    number = place.number or _best_number(file, evidence)
    version = file.version
    if number > version.page_count:
        raise not_found()
    leaf = Leaf(version.id, number, version.page_count, version.page_images, readable(document))
    return leaf, PageAddress(document.id, version.id, number)


def _file(document: DocumentResponse, version_id: str | None, evidence: list[PageReference]) -> FileAnswer | None:
    files = {file.version.id: file for file in readable(document)}
    wanted = [version_id, *(page.version_id for page in evidence)]
    return next((files[one] for one in wanted if one in files), next(iter(files.values()), None))


def _best_number(file: FileAnswer, evidence: list[PageReference]) -> int:
    return next((page.number for page in evidence if page.version_id == file.version.id), 1)


def _view(archive: PublicArchive, document: DocumentResponse, leaf: Leaf, address: PageAddress, place: Place) -> View | None:
    question = replace(place.asked.question, span=place.span)
    text = archive.page_text(address, question)
    boxes = archive.page_boxes(address, question)
    unsure = str(words(place.language)("viewer.unsure").unescape())
    return view(document, replace(leaf, unsure=unsure), text, boxes) if text and boxes else None
