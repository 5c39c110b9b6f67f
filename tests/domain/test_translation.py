"""What a person reads exists in every language of the interface."""

from __future__ import annotations

import string

import pytest

from domain.failures import Failure
from domain.translation import LANGUAGES, messages, translate


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_says_the_same_things() -> None:
    first, *others = ({key.split(".plural")[0] for key in messages(code)} for code in LANGUAGES)
    for other in others:
        assert other ^ first == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_failure_has_a_reason_and_a_remedy(language: str) -> None:
    for failure in Failure:
        assert translate(language, f"failure.{failure}.reason")
        assert translate(language, f"failure.{failure}.remedy")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_empty(language: str) -> None:
    assert [key for key, text in messages(language).items() if not text.strip()] == []


def test_translations_fill_the_same_places() -> None:
    for key, text in messages("en").items():
        for language in LANGUAGES:
            other = messages(language).get(key)
            assert other is None or places(other) == places(text), (language, key)


def test_a_language_without_interface_is_refused() -> None:
    with pytest.raises(ValueError, match="no interface"):
        messages("xx")
