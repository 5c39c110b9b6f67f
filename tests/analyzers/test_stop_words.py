"""Stop words are function words."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzers import languages
from analyzers.normalization import fold
from analyzers.stop_words import read_stop_words

LISTS = sorted(path.name.split(".")[1] for path in Path(languages.__file__).parent.glob("stop_words.*.txt"))


@pytest.mark.parametrize("code", LISTS)
def test_a_list_says_where_it_comes_from_and_holds_folded_words(code: str) -> None:
    text = (Path(languages.__file__).with_name(f"stop_words.{code}.txt")).read_text(encoding="utf-8")
    words = read_stop_words(code)
    assert text.startswith("#")
    assert words
    assert all(fold(word) == word for word in words)


def test_there_is_a_list_for_each_language() -> None:
    assert LISTS == ["ar", "en", "fr"]
