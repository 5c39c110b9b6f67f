"""The answers about a document's relations to others."""

from __future__ import annotations

from pydantic import Field

from analyzers.mentions.citations import CitationKind
from search_api.answers import Answer, DateAnswer, HighlightedText, Name, example


class LinkedDocument(Answer):
    """Another published document, named. `url` is it in this API."""

    id: str
    type: str
    type_label: str
    title: HighlightedText
    body: Name | None = None
    number: str | None = None
    date: DateAnswer | None = None
    url: str


class CitationAnswer(Answer):
    """What a document cites, as it is `text` there: a `law` (of any kind) or a `decision` of the same council.

    `documents` are those of the archive that it is; `query` is a search for all that mention it.
    """

    text: str
    language: str
    kind: CitationKind
    number: str
    documents: list[LinkedDocument] = Field(default_factory=list)
    query: str


class CitationsResponse(Answer):
    """What a document cites, most often cited first, and which documents cite it, newest first.

    `citing_query` is a search for all documents that mention this one's number, null where it has none to be cited by.
    """

    model_config = example(
        document_id="0example0001",
        cites=[
            {
                "text": "القانون التنظيمي رقم 111.14",
                "language": "ar",
                "kind": "law",
                "number": "111.14",
                "documents": [],
                "query": "law:111.14",
            }
        ],
        cited_by=[],
        citing_query="12/2022",
    )

    document_id: str
    cites: list[CitationAnswer] = Field(default_factory=list)
    cited_by: list[LinkedDocument] = Field(default_factory=list)
    citing_query: str | None = None


class SharedTerm(Answer):
    """A word or term that two documents share, as the first writes it. `other` is what the second has in its place, a
    translation or a synonym, null where it is the same.
    """

    text: str
    other: str | None = None


class SimilarDocument(Answer):
    """A document like another one, and why: the distinctive terms and the laws that both hold."""

    document: LinkedDocument
    terms: list[SharedTerm] = Field(default_factory=list)
    laws: list[str] = Field(default_factory=list)


class SimilarResponse(Answer):
    """Documents like one, most alike first."""

    model_config = example(
        document_id="0example0001",
        similar=[
            {
                "document": {
                    "id": "0example0002",
                    "type": "agreement",
                    "type_label": "Convention",
                    "title": {"text": "Convention relative au tramway", "language": "fr", "highlights": []},
                    "url": "/api/v1/documents/0example0002",
                },
                "terms": [{"text": "الترامواي", "other": "tramway"}],
                "laws": ["111.14"],
            }
        ],
    )

    document_id: str
    similar: list[SimilarDocument] = Field(default_factory=list)
