"""The answers that say what a document's own words tell of it, and where."""

from __future__ import annotations

import pydantic

from domain.description import Field
from search_api.answers import Answer, PageReference, example


class EvidenceAnswer(Answer):
    """Where a value stands: the half-open span `[start, end)` of the page's text, in code points. `text` is the address of
    that text with the span highlighted, `boxes` that of its place on the page's image.
    """

    model_config = example(
        page={"version_id": "v0example001", "number": 1, "position": None, "image": True},
        start=120,
        end=134,
        text="/api/v1/documents/0example0001/pages/v0example001/1?start=120&end=134",
        boxes="/api/v1/documents/0example0001/pages/v0example001/1/boxes?start=120&end=134",
    )

    page: PageReference
    start: int
    end: int
    text: str
    boxes: str


class ValueAnswer(Answer):
    """A value: `value` for programs (see the field), `label` for people where that is a code, `language` that of a title.

    `confidence` is 0 to 1, null for what a person said; `unsure` says that a person should look at it. `evidence` is null
    for what no one place tells.
    """

    model_config = example(value="ordinary/2022-10", label="Session ordinaire, octobre 2022", confidence=0.95)

    value: str
    label: str | None = None
    language: str | None = None
    confidence: float | None = None
    unsure: bool = False
    evidence: EvidenceAnswer | None = None


class FieldAnswer(Answer):
    """A field and its values, in the order of the text. `corrected` says that a person gave or confirmed them.

    Dates are `2022-10-05` or as much of it as is known, sessions `ordinary/2022-10`, amounts dirhams (`1250000`, `99.50`),
    votes `unanimous` or `majority` with for/against/abstentions where they are told (`majority 20/3/2`).
    """

    model_config = example(
        field="number", label="Numéro", values=[{"value": "12/2022", "confidence": 0.95}], corrected=False
    )

    field: Field
    label: str
    values: list[ValueAnswer] = pydantic.Field(default_factory=list)
    corrected: bool = False


class DescriptionResponse(Answer):
    """What the words of a document tell of it, field by field; fields of which nothing is told are left out."""

    model_config = example(document_id="0example0001", fields=[])

    document_id: str
    fields: list[FieldAnswer] = pydantic.Field(default_factory=list)


class ReviewItemAnswer(Answer):
    """A document with values to look at, the fields they are of, and what to ask the queue for to go on behind it."""

    model_config = example(document_id="0example0001", fields=["date", "amount"], row=17)

    document_id: str
    fields: list[Field]
    row: int


class ReviewQueueResponse(Answer):
    """Documents as they entered. `next_after` is null at the end."""

    model_config = example(items=[], next_after=None)

    items: list[ReviewItemAnswer] = pydantic.Field(default_factory=list)
    next_after: int | None = None
