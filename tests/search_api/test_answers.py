"""The models of the answers: their examples are real, and nothing changes them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from domain.documents import DatePrecision, TextSource
from domain.searching import Sort
from search_api import answers, page_answers, related_answers, search_answers
from search_api.answers import Answer

MODELS = [
    model
    for model in {**vars(answers), **vars(page_answers), **vars(search_answers), **vars(related_answers)}.values()
    if isinstance(model, type) and issubclass(model, Answer) and model is not Answer
]


def examples(model: type[Answer]) -> list[dict[str, Any]]:
    extra = model.model_config.get("json_schema_extra")
    return list(extra.get("examples", [])) if isinstance(extra, dict) else []  # type: ignore[arg-type]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_an_example_is_an_answer_that_could_be_given(model: type[Answer]) -> None:
    for example in examples(model):
        made = model.model_validate(example)
        assert model.model_validate_json(made.model_dump_json()) == made
        assert set(example) <= set(model.model_fields)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_answer_says_what_it_promises(model: type[Answer]) -> None:
    assert model.__doc__
    assert not model.__doc__.startswith("Usage")


def test_every_whole_answer_has_an_example() -> None:
    whole = [model for model in MODELS if model.__name__.endswith(("Response", "Details"))]
    assert len(whole) == 11
    assert all(examples(model) for model in whole)


@pytest.mark.parametrize(
    "model", [model for model in MODELS if {"text", "highlights"} <= set(model.model_fields)], ids=lambda m: m.__name__
)
def test_highlights_of_examples_slice_their_texts(model: type[Answer]) -> None:
    assert examples(model)
    for example in examples(model):
        for start, end in example["highlights"]:
            assert example["text"][start:end].isalpha()


def test_an_answer_is_never_changed() -> None:
    answer = search_answers.SuggestResponse(prefix="x", suggestions=[])
    with pytest.raises(ValidationError):
        answer.prefix = "y"


def test_codes_travel_as_their_words() -> None:
    assert search_answers.SearchResponse(query="", total=0, sort=Sort.NEWEST).model_dump(mode="json")["sort"] == "newest"
    page = page_answers.PageTextResponse(
        document_id="d", version_id="v", number=1, text="", language="und", source=TextSource.OCR, tool="t"
    )
    assert page.model_dump(mode="json")["source"] == "ocr"
    dated = answers.DateAnswer.model_validate({"value": "2022-01-01", "precision": "year"})
    assert dated.precision is DatePrecision.YEAR
