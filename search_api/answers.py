"""The answers of the API, which the pages show too.

Offsets are code points. A highlight is a half-open span `[start, end)` of the `text` beside it. Identifiers
are opaque.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from domain.documents import DatePrecision, FileRole, ReadingState
from domain.searching import Sort

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


class FacetValue(Answer):
    """A value of a facet: `count` full matches hold it, `selected` says whether the search is filtered by it.

    `label` is in the asked language where there is one in it; `language` is the language it is in.
    """

    model_config = example(value="decision", label="Décision", language="fr", count=12, selected=False)

    value: str
    label: str
    language: str
    count: int
    selected: bool = False


class Snippet(Answer):
    """A piece of a page's text, which begins at code point `start` of it; `highlights` are spans of it."""

    model_config = example(
        text="صادق المجلس على اتفاقية الشراكة",
        language="ar",
        highlights=[[5, 11]],
        start=120,
        version_id="v0example001",
        number=3,
    )

    text: str
    language: str
    highlights: list[Span] = []
    start: int = 0
    version_id: str
    number: int


class DidYouMean(Answer):
    """A query that may have been meant. `kind`: `spelling`, `keyboard` (typed on the other layout) or `arabizi` (Arabic in
    Latin letters).
    """

    model_config = example(query="الميزانية", kind="spelling")

    query: str
    kind: str


class Translation(Answer):
    """A term of the query and what a document may hold instead: the same in another language, or a synonym.

    `term_language` and `language` are codes such as `ar` and `fr`.
    """

    model_config = example(term="marché public", term_language="fr", text="صفقة عمومية", language="ar")

    term: str
    term_language: str
    text: str
    language: str


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


class SearchHit(Answer):
    """A document that answers. `full` is false when some of the words asked for are missing. `translated` is true when
    all is there, but some of it in another language or as a synonym; `translations` says which.

    `pages` are those with most evidence, best first; `snippets` come from them. `media_type` is that of the
    main file and `page_count` counts the pages of all files. `url` is the document in this API.
    """

    id: str
    type: str
    type_label: str
    title: HighlightedText
    body: Name | None = None
    organization: Name | None = None
    number: str | None = None
    date: DateAnswer | None = None
    published_at: datetime | None = None
    languages: list[str] = []
    snippets: list[Snippet] = []
    pages: list[PageReference] = []
    full: bool = True
    translated: bool = False
    translations: list[Translation] = []
    media_type: str | None = None
    page_count: int = 0
    url: str


class SearchResponse(Answer):
    """A page of results. `total` and `facets` count full matches, `partial_total` those that lack some words.
    `translated_total` of the full matches hold a term of the query only in another language or as a synonym; by relevance
    they come behind the others. `translations` are the terms that were looked for so. `did_you_mean` are other queries,
    where the archive does not know a word; what was typed is what was searched for all the same.

    `hints` are codes for what of the query was not understood, `hint_texts` their words, in the same order.
    `next_offset` (by relevance) or `next_after` (by date) leads on; both are null on the last page.
    """

    model_config = example(
        query="مجلس",
        hints=[],
        hint_texts=[],
        total=1,
        translated_total=0,
        partial_total=0,
        did_you_mean=[],
        translations=[{"term": "مجلس", "term_language": "ar", "text": "conseil", "language": "fr"}],
        hits=[
            {
                "id": "0example0001",
                "type": "decision",
                "type_label": "مقرر",
                "title": {"text": "مقرر المجالس عدد 12", "language": "ar", "highlights": [[5, 12]]},
                "body": {"id": "waha", "name": "مجلس جهة الواحة", "language": "ar"},
                "number": "12/2022",
                "date": {"value": "2022-07-27", "precision": "day"},
                "published_at": "2022-08-01T09:30:00Z",
                "languages": ["ar"],
                "snippets": [
                    {
                        "text": "صادق المجلس على اتفاقية الشراكة",
                        "language": "ar",
                        "highlights": [[5, 11]],
                        "start": 120,
                        "version_id": "v0example001",
                        "number": 3,
                    }
                ],
                "pages": [{"version_id": "v0example001", "number": 3, "position": None, "image": True}],
                "full": True,
                "translated": False,
                "translations": [],
                "media_type": "application/pdf",
                "page_count": 4,
                "url": "/api/v1/documents/0example0001",
            }
        ],
        facets={"type": [{"value": "decision", "label": "مقرر", "language": "ar", "count": 1, "selected": False}]},
        sort="relevance",
        size=10,
        offset=0,
        next_offset=None,
        next_after=None,
    )

    query: str
    hints: list[str] = []
    hint_texts: list[str] = []
    total: int
    translated_total: int = 0
    partial_total: int = 0
    translations: list[Translation] = []
    did_you_mean: list[DidYouMean] = []
    hits: list[SearchHit] = []
    facets: dict[str, list[FacetValue]] = {}
    sort: Sort = Sort.RELEVANCE
    size: int = 10
    offset: int = 0
    next_offset: int | None = None
    next_after: int | None = None


class SuggestResponse(Answer):
    """What may be meant by what was typed so far, best first. `kinds` says of each suggestion, in the same order, what it
    is: a `number` of a document, a `body`, a `phrase` that documents hold or the `title` of one.
    """

    model_config = example(
        prefix="مجل", suggestions=["مجلس الجهة", "مجلس جهة الواحة: مقرر عدد 12"], kinds=["phrase", "title"]
    )

    prefix: str
    suggestions: list[str]
    kinds: list[str] = []


class DocumentResponse(Answer):
    """Everything said of a published document but its pages. `titles` maps language codes to titles.

    `pages` lists them where they were arranged by hand: some of a register, or of several files, or in another order; it
    is empty where they are simply those of `files`. `pages_pdf` is then the address of a PDF of exactly these pages, and
    `files` are those of which the document has all.
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
