"""Terms are found in the words of a query, in whatever form and order of boxes they come."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.pipeline import Analyzer
from index.glossary.entries import Entry, Spelling
from index.glossary.lookup import Glossary, shipped_glossary
from index.plan import AnyForm, Equivalent, Plan, StemPhrase
from index.planning import plan
from index.query_language import parse


def planned(text: str, analyzer: Analyzer) -> Plan:
    return plan(parse(text), analyzer)


def said(text: str, analyzer: Analyzer) -> list[str]:
    """The terms found in a query."""
    return [equivalent.term for equivalent in planned(text, analyzer).equivalents]


def renderings(equivalent: Equivalent) -> set[str]:
    return {rendering.text for rendering in equivalent.renderings}


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("marché public", ["marché public"]),
        ("Les MARCHES publics", ["marché public"]),
        ("الصفقات العمومية", ["صفقة عمومية"]),
        ("للصفقات العموميه", ["صفقة عمومية"]),
        ("appel d’offres ouvert", ["appel d'offres ouvert"]),
        ("appels d'offres", ["appel d'offres"]),
        ("indh", ["INDH"]),
        ("دورات استثنائية", ["دورة استثنائية"]),
        ("طلبات العروض المفتوحة", ["طلب عروض مفتوح"]),
        ("eau potable éclairage public", ["eau potable", "éclairage public"]),
        ("public marché", []),
        ("tramway", []),
        ("", []),
    ],
)
def test_a_term_is_found_in_its_forms(analyzer: Analyzer, query: str, terms: list[str]) -> None:
    assert said(query, analyzer) == terms


@pytest.mark.parametrize(
    ("query", "rendering"),
    [
        ("marché public", "صفقة عمومية"),
        ("الصفقات العمومية", "marché public"),
        ("cahier des charges", "دفتر التحملات"),
        ("PDR", "برنامج التنمية الجهوية"),
        ("PDR", "programme de développement régional"),
        ("برنامج التنمية الجهوية", "PDR"),
        ("المبادرة الوطنية للتنمية البشرية", "INDH"),
        ("pétition", "عريضة"),
    ],
)
def test_a_term_has_its_renderings(analyzer: Analyzer, query: str, rendering: str) -> None:
    (found,) = planned(query, analyzer).equivalents
    assert rendering in renderings(found)


@pytest.mark.parametrize(
    "query",
    [
        '"marché public"',
        "title:marché title:public",
        "-marché public",
        "marché -commune public",
        "marché OR public",
        "marché*",
    ],
)
def test_what_is_asked_for_in_particular_is_not_translated(analyzer: Analyzer, query: str) -> None:
    assert "marché public" not in said(query, analyzer)


def test_the_longest_term_wins_and_keeps_the_shorter_ones_within_it(analyzer: Analyzer) -> None:
    (found,) = planned("approvisionnement en eau potable", analyzer).equivalents
    assert found.term == "approvisionnement en eau potable"
    assert [part.term for part in found.parts] == ["eau potable"]
    assert "ماء صالح للشرب" in {rendering.text for rendering in found.foreign}


def test_translation_can_be_switched_off(analyzer: Analyzer) -> None:
    assert plan(replace(parse("marché public"), translate=False), analyzer).equivalents == ()


def test_forms_of_what_was_typed_are_no_renderings(analyzer: Analyzer) -> None:
    (found,) = planned("صفقات عمومية", analyzer).equivalents
    assert {rendering.language for rendering in found.renderings} == {"fr", "en"}


def test_a_rendering_of_several_words_is_a_phrase_of_stems(analyzer: Analyzer) -> None:
    glossary = Glossary([Entry((Spelling("سوق", "ar"), Spelling("marché de gros", "fr")))], analyzer)
    (found,) = glossary.equivalents(planned("الأسواق", analyzer).root.items)
    (rendering,) = found.renderings
    assert rendering.node == StemPhrase(tuple(token.stem for token in analyzer.analyze("marchés de gros")))
    assert isinstance(glossary.equivalents(planned("marché de gros", analyzer).root.items)[0].renderings[0].node, AnyForm)


@given(st.lists(st.sampled_from("marchés publics eau potable session en de الماء الصالح للشرب سوق xyz".split()), max_size=8))
def test_terms_never_share_a_word_and_keep_to_the_query(analyzer: Analyzer, words: list[str]) -> None:
    made = planned(" ".join(words), analyzer)
    covered = [word for equivalent in made.equivalents for word in equivalent.words]
    assert len(covered) == len(set(covered))
    assert set(covered) <= set(made.words)
    assert all(equivalent.renderings for equivalent in made.equivalents)


def test_the_shipped_glossary_is_made_once(analyzer: Analyzer) -> None:
    assert shipped_glossary(analyzer) is shipped_glossary(analyzer)
