"""The answers of a search and of suggestions."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from domain.searching import Sort
from search_api.answers import Answer, DateAnswer, HighlightedText, Name, PageReference, Span, example


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
    highlights: list[Span] = Field(default_factory=list)
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
    languages: list[str] = Field(default_factory=list)
    snippets: list[Snippet] = Field(default_factory=list)
    pages: list[PageReference] = Field(default_factory=list)
    full: bool = True
    translated: bool = False
    translations: list[Translation] = Field(default_factory=list)
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
    hints: list[str] = Field(default_factory=list)
    hint_texts: list[str] = Field(default_factory=list)
    total: int
    translated_total: int = 0
    partial_total: int = 0
    translations: list[Translation] = Field(default_factory=list)
    did_you_mean: list[DidYouMean] = Field(default_factory=list)
    hits: list[SearchHit] = Field(default_factory=list)
    facets: dict[str, list[FacetValue]] = Field(default_factory=dict)
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
    kinds: list[str] = Field(default_factory=list)
