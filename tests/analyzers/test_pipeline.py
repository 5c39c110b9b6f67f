"""Texts in any mix of languages become tokens."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given

from analyzers.pipeline import Analyzer, default_analyzer
from analyzers.terms import MAX_TERM
from domain.plugins import discover
from tests.analyzers.strategies import texts

BILINGUAL = "صادق المجلس على القرار رقم15 — L’article 1er du 12/05/2022 ⵜⴰⵎⵓⵔⵜ"


@pytest.fixture(scope="module")
def unlearned() -> Analyzer:
    """Without the Arabic lexicon: enough for what must hold of any text, and quick."""
    return Analyzer(None)


def test_a_mixed_text_is_analysed_run_by_run(analyzer: Analyzer) -> None:
    found = [(token.surface, token.language) for token in analyzer.analyze(BILINGUAL)]
    assert found == [
        ("صادق", "ar"),
        ("المجلس", "ar"),
        ("على", "ar"),
        ("القرار", "ar"),
        ("رقم", "ar"),
        ("15", "und"),
        ("L’", "fr"),
        ("article", "fr"),
        ("1", "und"),
        ("er", "fr"),
        ("du", "fr"),
        ("12/05/2022", "und"),
        ("ⵜⴰⵎⵓⵔⵜ", "und"),
    ]


def test_every_script_has_one_language() -> None:
    taken = [script for language in discover("analyzers.languages").values() for script in language.scripts]
    assert sorted(taken) == ["arabic", "latin", "number", "other", "tifinagh"]


@given(texts)
def test_offsets_slice_the_text(unlearned: Analyzer, text: str) -> None:
    for token in unlearned.analyze(text):
        assert text[token.start : token.end] == token.surface


@given(texts)
def test_tokens_are_numbered_in_the_order_of_the_text(unlearned: Analyzer, text: str) -> None:
    tokens = unlearned.analyze(text)
    assert [token.position for token in tokens] == list(range(len(tokens)))
    for before, after in pairwise(tokens):
        assert before.start < before.end <= after.start


@given(texts)
def test_terms_are_short_and_hold_no_white_space(unlearned: Analyzer, text: str) -> None:
    for token in unlearned.analyze(text):
        for term in (token.exact, token.stem, *token.lemmas, *token.roots):
            assert 0 < len(term) <= MAX_TERM
            assert term.split() == [term]


@given(texts)
def test_real_analysis_has_the_same_words(analyzer: Analyzer, unlearned: Analyzer, text: str) -> None:
    """With the lexicon nothing changes but what is known of the words."""
    learned, plain = analyzer.analyze(text), unlearned.analyze(text)
    assert [(t.start, t.end, t.exact, t.stem) for t in learned] == [(t.start, t.end, t.exact, t.stem) for t in plain]
    assert all(token.lemmas for token in learned)


@pytest.mark.parametrize("unbroken", ["ا", "a", "1", "字", "l'", "اـ", "1-", "ا\u0651", "a\u200d", "\x00", "\ud800"])
def test_an_endless_word_is_no_trouble(unlearned: Analyzer, unbroken: str) -> None:
    text = unbroken * 5000
    tokens = unlearned.analyze(text)
    assert all(len(token.exact) <= MAX_TERM for token in tokens)
    assert all(text[token.start : token.end] == token.surface for token in tokens)


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("المجلس", True),
        ("زقشبطم", False),
        ("délibère", True),
        ("du", True),
        ("l'eau", True),
        ("", False),
        ("12", True),
        ("ⵜⴰ", False),
    ],
)
def test_a_word_is_known_when_its_language_knows_it(word: str, known: bool, analyzer: Analyzer) -> None:
    assert analyzer.knows(word) is known


def test_threads_may_share_an_analyzer(analyzer: Analyzer) -> None:
    analyses = [analyzer.analyze(BILINGUAL)] * 100
    fresh = Analyzer(None)
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(analyzer.analyze, [BILINGUAL] * 100)) == analyses
        assert len({tuple(tokens) for tokens in threads.map(fresh.analyze, [BILINGUAL] * 100)}) == 1


def test_a_process_has_one_default_analyzer(analyzer: Analyzer, test_state: Path) -> None:
    assert default_analyzer(test_state) is analyzer


def test_importing_the_analysis_loads_no_lexicon_and_writes_nothing(tmp_path: Path) -> None:
    program = "import sys, analyzers.pipeline; sys.exit(any(name.startswith('camel_tools') for name in sys.modules))"
    environment = {"HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, cwd=root)
    assert list(tmp_path.iterdir()) == []


def test_loading_the_lexicon_leaves_the_home_folder_alone(lexicon_path: Path, tmp_path: Path) -> None:
    program = """
import os, sys, pathlib, analyzers.lexicon
analyzers.lexicon.load(pathlib.Path(sys.argv[1])).readings("مجلس")[0]
assert os.environ["HOME"] == sys.argv[2] and "CAMELTOOLS_DATA" not in os.environ
"""
    environment = {"HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", program, str(lexicon_path), str(tmp_path)]
    subprocess.run(command, env=environment, check=True, cwd=Path(__file__).parents[2])
    assert list(tmp_path.iterdir()) == []
