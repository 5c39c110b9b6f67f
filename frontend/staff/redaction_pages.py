"""Taking personal data out of a document: finds that are ticked, and places marked by hand on a page's image.

The originals of what was redacted are here too, for whoever may edit the document, and nowhere else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from archive.store import Archive
from domain.accounts import Right
from domain.documents import Document, File, PageKey, Version
from domain.failures import RefusedFileError
from domain.redaction import Area, Passage, around
from frontend.staff.desk import READ, Desk
from ingest.personal_data.check import PersonalDataCheck
from search_api.downloads import answer_file
from search_api.forms import SentForm, form_of
from search_api.guard import caller_of
from search_api.originals import Original
from search_api.page_images import ImageKey, image_type, nearest_width
from search_api.problems import Problem, not_found
from search_api.records import has_page_images
from search_api.rights import Door, Where, needs

_ONE = "/staff/documents/{document_id}"
_ORDERS = f"{_ONE}/redactions"
_PAGE = f"{_ORDERS}/{{version_id}}/{{number}}"
_WIDTH = 1200
_PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@dataclass(frozen=True, slots=True)
class StaffFiles:
    """Bytes and page images for staff, of drafts and of what is withheld: `draw` makes a page's image, `open` opens a blob
    by its hash.
    """

    draw: Callable[[Version, ImageKey], bytes]
    open: Callable[[str], BinaryIO]


class RedactionPages:
    """The pages under /staff/documents/…/redactions, and originals for staff."""

    def __init__(self, desk: Desk, archive: Archive, files: StaffFiles) -> None:
        self._desk = desk
        self._archive = archive
        self._files = files
        self._check = PersonalDataCheck(archive)

    def router(self) -> APIRouter:
        """Their addresses."""
        editing = [needs(Door.PAGE, Right.EDIT, Where.DOCUMENT)]
        routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, dependencies=editing)
        routes.add_api_route(_ORDERS, self.order, methods=["POST"])
        routes.add_api_route(_PAGE, self.show, methods=READ)
        routes.add_api_route(f"{_PAGE}/image", self.image, methods=READ)
        routes.add_api_route(f"{_ONE}/versions/{{version_id}}/original", self.original, methods=READ)
        return routes

    def order(self, request: Request, document_id: str) -> Response:
        """Have what the form says be taken out, and lead back to the document."""
        document, form, actor = self._document(document_id), form_of(request), caller_of(request).account.id
        wanted = dict[str, tuple[list[Area], list[Passage]]]()
        for version_id, place in (*self._found(document, form), *_marked(document, form)):
            areas, passages = wanted.setdefault(version_id, ([], []))
            areas.append(place) if isinstance(place, Area) else passages.append(place)
        for version_id, (areas, passages) in wanted.items():
            self._archive.redactions.order(version_id, areas, passages, actor)
        done = "redaction" if wanted else "redaction_of_nothing"
        return self._desk.onward(request, f"/staff/documents/{document_id}", done=done)

    def show(self, request: Request, document_id: str, version_id: str, number: str) -> Response:
        """A page's image, to mark places on it."""
        document = self._document(document_id)
        key, version = self._shown(document, version_id, number)
        pages = self._archive.page_keys(document)
        place = pages.index(key)
        around_it = pages[place - 1] if place else None, pages[place + 1] if place + 1 < len(pages) else None
        context = {
            "document": document,
            "shown": key,
            "version": version,
            "position": document.position(key),
            "neighbours": around_it,
            "page": self._archive.page(version.id, key.number),
        }
        return self._desk.page(request, "redaction", context)

    def image(self, document_id: str, version_id: str, number: str) -> Response:
        """The page drawn as people see it, drafts and withheld ones too."""
        document = self._document(document_id)
        version, page = _any_version(document, version_id), _whole(number)
        if version is None or not has_page_images(version.readable.media_type) or not 1 <= page <= version.page_count:
            raise not_found()
        turn = self._archive.arrangements.turns(version.id).get(page, 0)
        key = ImageKey(version.readable.sha256, page, nearest_width(_WIDTH), turn)
        try:
            data = self._files.draw(version, key)
        except RefusedFileError as error:
            raise Problem(404, "page_image_unavailable") from error
        return Response(data, headers=_PRIVATE, media_type=image_type(data))

    def original(self, request: Request, document_id: str, version_id: str) -> Response:
        """The bytes of a version, the withheld ones too."""
        document = self._document(document_id)
        version = _any_version(document, version_id)
        if version is None:
            raise not_found()
        sent = Original(_file_of(document, version).plain_name, version.media_type, version.size, version.sha256)
        response = answer_file(request, sent, lambda: self._files.open(version.sha256))
        response.headers.update(_PRIVATE)
        return response

    def _document(self, document_id: str) -> Document:
        found = self._archive.document(document_id)
        if found is None:
            raise not_found()
        return found

    def _shown(self, document: Document, version_id: str, number: str) -> tuple[PageKey, Version]:
        key, version = PageKey(version_id, _whole(number)), document.version(version_id)
        if version is None or key not in self._archive.page_keys(document):
            raise not_found()
        return key, version

    def _found(self, document: Document, form: SentForm) -> Iterator[tuple[str, Area | Passage]]:
        """The places of the finds that are ticked: where the words stand, or, without an image, the words."""
        ticked = set(form.all("find"))
        for find in self._check.finds(document):
            if find.digest in ticked:
                areas = around(find.page.number, find.boxes)
                yield from ((find.page.version_id, area) for area in areas)
                if not areas:
                    yield find.page.version_id, Passage(find.page.number, find.text)


def _marked(document: Document, form: SentForm) -> Iterator[tuple[str, Area]]:
    """The places marked by hand: `VERSION NUMBER`, and left, top, right and bottom in percent."""
    version_id, _, number = form.get("page").partition(" ")
    if document.version(version_id) is None or not _whole(number):
        return
    sides = [form.all(name) for name in ("left", "top", "right", "bottom")]
    for typed in zip(*sides, strict=False):
        left, top, right, bottom = (_share(one) for one in typed)
        if left < right and top < bottom:
            yield version_id, Area(_whole(number), left, top, right, bottom)


def _share(typed: str) -> float:
    try:
        share = float(typed.replace(",", ".")) / 100
    except ValueError:
        return 0.0
    return min(1.0, max(0.0, share)) if math.isfinite(share) else 0.0


def _whole(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else 0


def _any_version(document: Document, version_id: str) -> Version | None:
    """A version of the document's own files, be it withheld."""
    versions = (version for file in document.files for version in file.versions)
    return next((version for version in versions if version.id == version_id), None)


def _file_of(document: Document, version: Version) -> File:
    return next(file for file in document.files if version in file.versions)
