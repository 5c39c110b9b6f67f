"""The answers of the API, which the pages show too.

Offsets are code points. A highlight is a half-open span `[start, end)` of the `text` beside it. Identifiers
are opaque.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from domain.documents import DatePrecision, FileRole, ReadingState

Span = Annotated[
    tuple[int, int],
    Field(description="Start and end in code points, the end not included.", examples=[[0, 4]]),
]


def example(**values: Any) -> ConfigDict:
    """The configuration of an answer with an example for the API's description."""
    return ConfigDict(frozen=True, json_schema_extra={"examples": [values]})


class Answer(BaseModel):
    """Any part of an answer: never changed once made."""

    model_config = ConfigDict(frozen=True)


class HighlightedText(Answer):
    """A text in one language (`ar`, `fr`, `ber`, `en`, `und`) with the words that answer the query."""

    model_config = example(text="مقرر عدد 12", language="ar", highlights=[[0, 4]])

    text: str
    language: str
    highlights: list[Span] = []


class Name(Answer):
    """A body or organization with its name in the asked language or, where there is none, in another."""

    model_config = example(id="conseil-anfa", name="مجلس جهة الواحة", language="ar")

    id: str
    name: str
    language: str


class DateAnswer(Answer):
    """A calendar date; what is finer than `precision` is set to 1 and means nothing."""

    model_config = example(value="2022-07-27", precision="day")

    value: date
    precision: DatePrecision


class PageReference(Answer):
    """A page: `number` counts from 1 in its file, `position` in the document, null where its pages are simply those of
    its files. `image` says whether its image can be shown.
    """

    model_config = example(version_id="v0example001", number=3, position=None, image=True)

    version_id: str
    number: int
    position: int | None = None
    image: bool = False


class VersionAnswer(Answer):
    """A state of a file's bytes: `size` in bytes, `page_images` whether its pages can be had as images."""

    id: str
    media_type: str
    size: int
    sha256: str
    state: ReadingState
    created_at: datetime
    page_count: int
    page_images: bool = False


class FileAnswer(Answer):
    """A file of a document and its current version. `original` is the address of its bytes as they were sent.

    `inline` says whether a browser may show the original in place (PDF and raster images only). `searchable` is the
    address of a PDF with the text of its pages under what is seen, null for a file that gives its text itself.
    """

    id: str
    name: str
    role: FileRole
    version: VersionAnswer
    original: str
    inline: bool = False
    searchable: str | None = None


class DocumentResponse(Answer):
    """Everything said of a published document but its pages. `titles` maps language codes to titles.

    `pages` lists them where they were arranged by hand: some of a register, or of several files, or in another order; it
    is empty where they are simply those of `files`. `pages_pdf` is then the address of a PDF of exactly these pages,
    `pages_searchable` that of one with their text under what is seen, where they do not give it themselves, and `files` are
    those of which the document has all.
    """

    model_config = example(
        id="0example0001",
        type="decision",
        type_label="Décision",
        title={"text": "Décision n° 12", "language": "fr", "highlights": []},
        titles={"fr": "Décision n° 12", "ar": "مقرر عدد 12"},
        body={"id": "waha", "name": "Conseil de la région Al Waha", "language": "fr"},
        organization=None,
        number="12/2022",
        date={"value": "2022-07-27", "precision": "day"},
        entered_at="2022-08-01T09:00:00Z",
        published_at="2022-08-01T09:30:00Z",
        languages=["fr", "ar"],
        files=[
            {
                "id": "f0example001",
                "name": "decision-12.pdf",
                "role": "main",
                "version": {
                    "id": "v0example001",
                    "media_type": "application/pdf",
                    "size": 48213,
                    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "state": "done",
                    "created_at": "2022-08-01T09:00:00Z",
                    "page_count": 4,
                    "page_images": True,
                },
                "original": "/api/v1/documents/0example0001/files/f0example001/original",
                "inline": True,
                "searchable": "/api/v1/documents/0example0001/files/f0example001/searchable.pdf",
            }
        ],
        url="/api/v1/documents/0example0001",
    )

    id: str
    type: str
    type_label: str
    title: HighlightedText
    titles: dict[str, str]
    body: Name | None = None
    organization: Name | None = None
    number: str | None = None
    date: DateAnswer | None = None
    entered_at: datetime
    published_at: datetime | None = None
    languages: list[str] = []
    files: list[FileAnswer] = []
    pages: list[PageReference] = []
    pages_pdf: str | None = None
    pages_searchable: str | None = None
    url: str


class EvidenceResponse(Answer):
    """The pages of a document with most evidence for the query, best first."""

    model_config = example(
        document_id="0example0001",
        query="مجلس",
        pages=[{"version_id": "v0example001", "number": 3, "position": None, "image": True}],
    )

    document_id: str
    query: str
    pages: list[PageReference] = []


class Box(Answer):
    """A word on the page's image: edges as fractions of its width and height, origin at the top left."""

    model_config = example(left=0.61, top=0.22, right=0.68, bottom=0.24, text="المجلس")

    left: float
    top: float
    right: float
    bottom: float
    text: str


class PageBoxesResponse(Answer):
    """The words of a page that answer the query. `width` and `height` are in points (1/72 inch), or null.

    Boxes and sizes are those of the page as people turned it: by `turn` degrees clockwise.
    """

    model_config = example(
        document_id="0example0001",
        version_id="v0example001",
        number=3,
        width=595.3,
        height=841.9,
        boxes=[{"left": 0.61, "top": 0.22, "right": 0.68, "bottom": 0.24, "text": "المجلس"}],
    )

    document_id: str
    version_id: str
    number: int
    width: float | None = None
    height: float | None = None
    turn: int = 0
    boxes: list[Box] = []


class HealthResponse(Answer):
    """Whether searches are answered. `behind` counts archive changes the index does not hold yet."""

    model_config = example(status="ok", published=60, index_change=123, archive_change=123, behind=0)

    status: str
    published: int
    index_change: int
    archive_change: int
    behind: int


class PartReport(Answer):
    """Whether a part is reached, and why not, in the reader's language."""

    model_config = example(name="archive", ready=True, reason="")

    name: str
    ready: bool
    reason: str


class ReadinessResponse(Answer):
    """Whether every part that a server needs is reached."""

    model_config = example(ready=True, parts=[{"name": "archive", "ready": True, "reason": ""}])

    ready: bool
    parts: list[PartReport]


class InvalidParameter(Answer):
    """A parameter of the request that can't be used, and why."""

    name: str
    reason: str


class ProblemDetails(Answer):
    """What went wrong and what to do (RFC 9457). `instance` names this occurrence in the logs."""

    model_config = example(
        type="urn:shaffaf:problem:not_found",
        title="Introuvable",
        status=404,
        detail="Ce document n’existe pas ou n’est pas public. Vérifiez l’adresse.",
        instance="urn:shaffaf:request:5f0c2d1e9a7b4c38",
        invalid_parameters=[],
    )

    type: str
    title: str
    status: int
    detail: str
    instance: str
    invalid_parameters: list[InvalidParameter] = []
