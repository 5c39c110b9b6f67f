"""Parameters of the API's addresses, with their bounds."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from domain.searching import FACET_FIELDS, MAX_OFFSET, Precision, Sort, Window
from search_api.asking import MAX_SIZE, PageAddress, Question, SearchRequest

_MAX_VALUES = 50
_MAX_KEY = 2**63 - 1
_MAX_PLACE = 2**31

Values = Annotated[list[str], Field(max_length=_MAX_VALUES)]

QueryText = Annotated[str, Query(description='Words, "phrases", `OR`, `-not`, `prefix*`, `field:value`. Never an error.')]
DocumentId = Annotated[str, Path(description="The document's id.", examples=["0example0001"])]
VersionId = Annotated[str, Path(description="The id of a version of one of its files.", examples=["v0example001"])]
FileId = Annotated[str, Path(description="The id of one of its files.", examples=["f0example001"])]
PageNumber = Annotated[int, Path(description="The page's number, from 1.", examples=[3])]


class FilterParameters(BaseModel):
    """What a search asks for, in whatever form its answer comes. Filters may be repeated: any of the values will do."""

    q: str = Field("", description="The query; empty for every document.", examples=["مجلس"])
    type: Values = Field([], description="Document types.", examples=[["decision"]])
    body: Values = Field([], description="Ids of bodies.")
    organization: Values = Field([], description="Ids of organizations.")
    year: Values = Field([], description="Years of decision.", examples=[["2022"]])
    language: Values = Field([], description="Languages of the text: ar, fr, ber, en.")
    translate: bool = Field(True, description="Whether to look for terms in the other language and by synonyms, too.")
    precision: Precision = Field(
        Precision.FORMS, description="Which words will do: as typed (exact), in all their forms, or all of one root."
    )
    lang: str | None = Field(None, description="Language of labels: ar, fr, en; by default from Accept-Language.")

    def filters(self) -> dict[str, list[str]]:
        """The facet fields that are filtered by, empty values left out."""
        asked = {field: list(filter(None, getattr(self, field))) for field in FACET_FIELDS}
        return {field: list(dict.fromkeys(values)) for field, values in asked.items() if values}


class SearchParameters(FilterParameters):
    """All parameters of a search. Misspelt ones are refused rather than overlooked."""

    model_config = ConfigDict(extra="forbid")

    sort: Sort = Field(Sort.RELEVANCE, description="By relevance, or by date.")
    size: int = Field(10, ge=1, le=MAX_SIZE, description="Hits wanted.")
    offset: int = Field(0, ge=0, le=MAX_OFFSET, description="Hits to pass over: `next_offset` of the page before.")
    after: int | None = Field(
        None, ge=0, le=_MAX_KEY, description="By date: `next_after` of the page before; replaces `offset`."
    )
    facets: bool = Field(True, description="Whether to count facets.")

    def request(self, language: str) -> SearchRequest:
        """The search asked for, its labels in `language`."""
        window = Window(self.size, self.offset, self.after)
        return SearchRequest(
            self.q, self.filters(), self.sort, window, language, self.facets, self.precision, self.translate
        )


def takes_language(
    lang: Annotated[
        str | None, Query(description="Language of labels and messages: ar, fr, en; by default from Accept-Language.")
    ] = None,
) -> str | None:
    """Says of every route that it takes `lang`, which `search_api.problems.request_language` reads."""
    return lang


def question(
    q: QueryText = "",
    precision: Annotated[Precision, Query(description="Which words will do, as in a search.")] = Precision.FORMS,
    translate: Annotated[bool, Query(description="Whether to look for terms in the other language, too.")] = True,
    start: Annotated[int | None, Query(ge=0, le=_MAX_PLACE, description="Where a place of the text begins.")] = None,
    end: Annotated[int | None, Query(ge=0, le=_MAX_PLACE, description="Where it ends; both, in place of words.")] = None,
) -> Question:
    """What is looked for in a document."""
    return Question(q, precision, translate, None if start is None or end is None else (start, end))


def page_address(document_id: DocumentId, version_id: VersionId, number: PageNumber) -> PageAddress:
    """The page that the path names."""
    return PageAddress(document_id, version_id, number)
