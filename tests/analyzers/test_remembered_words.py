"""A word is analysed once: after that it is remembered, by this process and on disk by all of them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from analyzers.kept_words import Analysed, KeptWords
from analyzers.remembered_words import RememberedWords
from analyzers.terms import Terms


class Language:
    """Makes terms of words, and notes which."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def analyze(self, word: str) -> Analysed:
        self.asked.append(word)
        turned = Terms(0, len(word), word[::-1], "", (word[::-1],), known=True)
        return "ar", (Terms(0, len(word), word, word[:2], (word, "other"), ("r",), True, False, 1, turned),)


@pytest.fixture
def language() -> Language:
    return Language()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "words.sqlite"


def many(count: int) -> list[str]:
    """More words than are written at once."""
    return [f"word{chr(97 + number % 26)}{number}x" for number in range(count)]


def test_a_word_is_analysed_once(language: Language) -> None:
    words = RememberedWords(language.analyze)
    first = words.all(["قرر", "المجلس"])
    assert words.all(["المجلس", "قرر"]) == first
    assert words.one("قرر") == first["قرر"]
    assert language.asked == ["قرر", "المجلس"]


def test_what_one_process_analysed_another_reads_as_it_was(path: Path, language: Language) -> None:
    words = many(1200)
    before = RememberedWords(language.analyze, KeptWords(path)).all(words)
    language.asked.clear()
    after = RememberedWords(language.analyze, KeptWords(path)).all(words)
    assert after == before
    assert all(isinstance(part, Terms) for _, parts in after.values() for part in parts)
    assert len(language.asked) < 64


def test_numbers_and_words_too_long_are_not_kept_on_disk(path: Path, language: Language) -> None:
    kept = KeptWords(path)
    RememberedWords(language.analyze, kept).all([*map(str, range(200)), *("x" * length for length in range(65, 200))])
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM words").fetchone() == (0,)


def test_memory_is_bounded_and_nothing_is_lost_by_it(language: Language) -> None:
    words = RememberedWords(language.analyze, most=10)
    for first in range(0, 100, 5):
        asked = many(100)[first : first + 5]
        assert list(words.all(asked)) == asked
        assert len(words) <= 10


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to look like something" * 100])
def test_where_the_file_is_broken_words_are_analysed_all_the_same(path: Path, language: Language, content: bytes) -> None:
    path.write_bytes(content)
    words = RememberedWords(language.analyze, KeptWords(path)).all(many(100))
    assert len(words) == 100
