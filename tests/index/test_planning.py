"""From words to terms, with the shipped analysis."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.highlight import QueryTerms, match
from analyzers.pipeline import Analyzer
from domain.query import AllOf, FieldValue, ParsedQuery
from domain.searching import Precision
from index.plan import AnyForm, Either, Every, ExactNear, ExactPhrase, ExactPrefix, Excluded, HasValue, InDays, Plan
from index.planning import plan, plan_suggestion, query_terms
from index.query_language import parse
from index.value_names import find_values, interface_names

TEXTS = st.text(st.sampled_from("مجلسقرا ةيوأ abcdé'’-\"«»:*12 \n")) | st.text()


def planned(text: str, analyzer: Analyzer) -> Plan:
    return plan(parse(text), analyzer)


def test_stop_words_are_optional(analyzer: Analyzer) -> None:
    made = planned("الماء في المدينة", analyzer)
    assert [word.exact for word in made.words] == ["الماء", "المدينه"]
    assert [word.exact for word in made.optional] == ["في"]
    assert made.hints == ()


def test_stop_words_alone_are_required(analyzer: Analyzer) -> None:
    made = planned("من في", analyzer)
    assert [word.exact for word in made.words] == ["من", "في"]
    assert made.hints == ("only_stop_words",)


@pytest.mark.parametrize("text", ['"budget" في', "bud* في", "eau OR gaz في", "budget OR"])
def test_stop_words_stay_optional_beside_phrases_and_choices(analyzer: Analyzer, text: str) -> None:
    made = planned(text, analyzer)
    assert len(made.optional) == 1
    assert "only_stop_words" not in made.hints


@pytest.mark.parametrize("text", ["type:tender في", "-budget في"])
def test_stop_words_are_required_beside_mere_conditions(analyzer: Analyzer, text: str) -> None:
    assert [word.exact for word in planned(text, analyzer).words] == ["في"]


@pytest.mark.parametrize("text", ["-في budget", "budget OR في"])
def test_stop_words_count_where_they_are_excluded_or_a_choice(analyzer: Analyzer, text: str) -> None:
    nested = [item for item in planned(text, analyzer).root.items if isinstance(item, Excluded | Either)]
    words = [nested[0].item] if isinstance(nested[0], Excluded) else nested[0].items
    assert all(isinstance(word, AnyForm) and not word.optional for word in words)


@pytest.mark.parametrize(
    ("text", "exacts"),
    [("l’eau", ["eau"]), ("قرار15", ["قرار", "15"]), ("12:30", ["12", "30"]), ("بسيدي/قاسم", ["بسيدي", "قاسم"])],
)
def test_a_word_of_several_tokens_is_several_words(analyzer: Analyzer, text: str, exacts: list[str]) -> None:
    assert [word.exact for word in planned(text, analyzer).words] == exacts


def test_a_phrase_is_its_exact_terms_stop_words_too(analyzer: Analyzer) -> None:
    made = planned('"الماء في المدينة" title:"Budget"', analyzer)
    phrases = (ExactPhrase(("الماء", "في", "المدينه")), ExactPhrase(("budget",), in_title=True))
    assert made.root == Every(phrases)


def test_a_prefix_is_folded_and_a_short_one_is_a_word(analyzer: Analyzer) -> None:
    assert planned("إعل* Bud* م*", analyzer).root == Every((ExactPrefix("اعل"), ExactPrefix("bud"), ExactPhrase(("م",))))


def test_the_same_word_twice_is_once(analyzer: Analyzer) -> None:
    assert len(planned("budget budget", analyzer).words) == 1


def test_dates_become_days(analyzer: Analyzer) -> None:
    assert planned("after:0001-01-01 before:0001-01-02", analyzer).root == Every((InDays(1, 3652059), InDays(1, 2)))


def test_a_number_is_normalised_and_looked_for_in_both_orders(analyzer: Analyzer) -> None:
    assert planned("رقم:٠١٥/٢٠٢٢", analyzer).root.items == (
        Either((HasValue("number", "15-2022"), HasValue("number", "2022-15"))),
    )


@pytest.mark.parametrize(
    ("field", "name", "values"),
    [
        ("type", "tender", ("tender",)),
        ("type", "مقرر", ("decision",)),
        ("type", "DECISION", ("decision",)),
        ("type", "procès-verbal", ("session_minutes", "committee_minutes")),
        ("type", "وثيقة", ("other",)),
        ("type", "لجنة", ("committee_minutes",)),
        ("type", "something", ("something",)),
        ("language", "Français", ("fr",)),
        ("language", "ar", ("ar",)),
        ("body", "tafilalt", ("tafilalt",)),
    ],
)
def test_values_have_names(field: str, name: str, values: tuple[str, ...]) -> None:
    assert find_values(interface_names(), field, name) == values


def test_a_field_of_several_values_is_either(analyzer: Analyzer) -> None:
    names = {"body": [("Conseil communal de Tilouna", "t"), ("Conseil régional", "r")]}
    query = ParsedQuery(AllOf((FieldValue("body", "conseil"), FieldValue("body", "REGIONAL"))))
    assert plan(query, analyzer, names).root == Every(
        (Either((HasValue("body", "t"), HasValue("body", "r"))), HasValue("body", "r"))
    )


@pytest.mark.parametrize(
    ("text", "exacts"), [("budg", []), ("ميزانية الجهة بر", ["ميزانيه", "الجهه"]), ("في بر", ["في"]), ("", [])]
)
def test_a_suggestion_completes_the_last_word(analyzer: Analyzer, text: str, exacts: list[str]) -> None:
    *before, last = plan_suggestion(text, analyzer).root.items or (None,)
    assert [item.exact for item in before if isinstance(item, AnyForm) and item.in_title] == exacts
    assert last is None or isinstance(last, ExactPrefix)


def test_what_is_excluded_or_optional_is_not_highlighted(analyzer: Analyzer) -> None:
    asked = parse('budget -taxe le "eau potable" assain* OR gaz')
    terms = query_terms(plan(replace(asked, translate=False), analyzer))
    assert terms.exacts == {"budget", "gaz"}
    assert (terms.prefixes, terms.phrases) == (("assain",), (("eau", "potable"),))


@pytest.mark.parametrize(("query", "text"), [("مجلس", "بالمجلس"), ("مجلس", "المجالس"), ("budget", "Budgets")])
def test_a_word_is_found_and_highlighted_in_its_other_forms(analyzer: Analyzer, query: str, text: str) -> None:
    terms = query_terms(planned(query, analyzer))
    assert all(match(token, terms) for token in analyzer.analyze(text))


@given(TEXTS)
def test_any_query_has_a_plan(analyzer: Analyzer, text: str) -> None:
    made = planned(text, analyzer)
    assert {*made.words, *made.optional, *made.conditions} == set(made.root.items)
    assert bool(made.root.items) != ("no_words" in made.hints)
    assert plan_suggestion(text, analyzer).optional == ()


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("15 يوليوز 2021", "اجتماع يوم 15/07/2021"),
        ("15 يوليوز 2021", "réunion du 15 juillet 2021"),
        ("15/7/2021", "في 15 يوليوز 2021"),
        ("2021-07-15", "le 15 Juillet 2021"),
        ("يوليوز 2021", "في 15/07/2021"),
        ("5 ذو الحجة 1442", "15 يوليوز 2021"),
        ("Al Hoceima", "جماعة الحسيمة"),
        ("الحسيمة", "province d’Al-Hoceïma"),
        ("beni mellal", "جهة بني ملال-خنيفرة"),
        ("بني ملال", "Région de Béni Mellal-Khénifra"),
        ("1250000", "مبلغ 1.250.000,00 درهم"),
        ("1 250 000", "1250000 MAD"),
        ("1.250.000,00", "1 250 000,00 DH"),
        ("111-14", "القانون التنظيمي رقم 14.111"),
        ("١١١.١٤", "loi organique n° 111-14"),
        ("law:111-14", "القانون التنظيمي رقم 14-111"),
        ("قانون:111.14", "loi organique n° 14-111"),
        ("loi:1.15.83", "الظهير الشريف رقم 1.15.83"),
    ],
)
def test_what_is_named_is_found_however_it_is_written(typed: str, written: str, analyzer: Analyzer) -> None:
    assert _all_words_found(typed, written, analyzer)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("15 يوليوز 2021", "في 16/07/2021"),
        ("15 يوليوز 2021", "في 15/08/2021"),
        ("law:111-14", "المقرر رقم 111-14"),
        ("law:111-14", "القانون التنظيمي رقم 113.14"),
        ("المنزل", "commune d'El Menzel"),
        ("Al Hoceima", "بني ملال"),
        ("1250000", "125000 درهم"),
    ],
)
def test_what_is_something_else_is_not_found(typed: str, written: str, analyzer: Analyzer) -> None:
    assert not _all_words_found(typed, written, analyzer)


def _all_words_found(typed: str, written: str, analyzer: Analyzer) -> bool:
    words = [item for item in planned(typed, analyzer).evidence if isinstance(item, AnyForm)]
    tokens = analyzer.analyze(written)
    return all(any(match(token, _terms_of(word)) for token in tokens) for word in words)


def _terms_of(word: AnyForm) -> QueryTerms:
    return QueryTerms(frozenset({word.exact}), frozenset({word.stem}), frozenset(word.lemmas))


def test_a_law_always_holds(analyzer: Analyzer) -> None:
    made = planned("law:111-14 ميزانية", analyzer)
    assert [word.exact for word in made.words] == ["ميزانيه"]
    assert len(made.conditions) == 1


def test_a_law_without_a_number_is_a_phrase(analyzer: Analyzer) -> None:
    assert planned('قانون:"المالية"', analyzer).root == Every((ExactPhrase(("الماليه",)),))


def test_words_near_each_other_are_looked_for_pair_by_pair(analyzer: Analyzer) -> None:
    made = planned('"صفقة الإنارة العمومية"~3', analyzer)
    assert made.root == Every((ExactNear("صفقه", "الاناره", 3), ExactNear("الاناره", "العموميه", 3)))
    assert query_terms(made).exacts == {"صفقه", "الاناره", "العموميه"}


def test_one_word_near_itself_is_a_word(analyzer: Analyzer) -> None:
    assert planned('"مجلس مجلس"~3', analyzer).root == Every((ExactPhrase(("مجلس", "مجلس")),))


def test_exact_forms_alone_have_neither_stem_nor_lemma(analyzer: Analyzer) -> None:
    (word,) = plan(parse("المجالس"), analyzer, precision=Precision.EXACT).words
    assert (word.exact, word.stem, word.lemmas, word.roots, word.by_root) == ("المجالس", "", (), (), False)


def test_a_root_is_enough_where_it_is_asked_for(analyzer: Analyzer) -> None:
    made = plan(parse("المجالس"), analyzer, precision=Precision.ROOT)
    assert [word.by_root for word in made.words] == [True]
    assert query_terms(made).roots == {"جلس"}
    assert query_terms(planned("المجالس", analyzer)).roots == frozenset()
