"""Which forms of a word find each other, and which do not: a table of pairs from grammar, asked of the shipped analysis."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from analyzers.highlight import highlights
from analyzers.pipeline import Analyzer
from domain.searching import Precision
from index.planning import plan, query_terms
from index.query_language import parse


@dataclass(frozen=True, slots=True)
class Pair:
    typed: str
    found: str
    wanted: bool
    rule: str


def read_pairs() -> list[Pair]:
    lines = Path(__file__).with_name("form_pairs.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [Pair(typed, found, {"yes": True, "no": False}[wanted], rule) for typed, found, wanted, rule in rows]


PAIRS = read_pairs()


def finds(pair: Pair, analyzer: Analyzer, precision: Precision = Precision.FORMS) -> bool:
    terms = query_terms(plan(parse(pair.typed), analyzer, precision=precision))
    return bool(highlights(analyzer.analyze(pair.found), terms))


@pytest.mark.parametrize("rule", sorted({pair.rule for pair in PAIRS}))
def test_forms_find_each_other_as_grammar_says(rule: str, analyzer: Analyzer) -> None:
    wrong = [pair for pair in PAIRS if pair.rule == rule and finds(pair, analyzer) is not pair.wanted]
    assert wrong == []


def test_the_table_is_large_has_both_kinds_and_no_pair_twice() -> None:
    assert len(PAIRS) >= 600
    assert Counter(pair.wanted for pair in PAIRS)[False] >= 90
    assert len({(pair.typed, pair.found) for pair in PAIRS}) == len(PAIRS)
    assert all(pair.typed and pair.found for pair in PAIRS)


@pytest.mark.parametrize(("typed", "found"), [("مجلس", "المجالس"), ("قرار", "بقراراته"), ("conseil", "conseils")])
def test_exact_forms_alone_find_no_other_form(typed: str, found: str, analyzer: Analyzer) -> None:
    assert not finds(Pair(typed, found, False, ""), analyzer, Precision.EXACT)
    assert finds(Pair(found, found, True, ""), analyzer, Precision.EXACT)


@pytest.mark.parametrize(("typed", "found"), [("مجلس", "جلسة"), ("مدرسة", "درس"), ("كتاب", "مكتبة"), ("حكومة", "محكمة")])
def test_a_root_finds_its_family_where_it_is_asked_for(typed: str, found: str, analyzer: Analyzer) -> None:
    pair = Pair(typed, found, True, "")
    assert finds(pair, analyzer, Precision.ROOT)
    assert not finds(pair, analyzer)
