"""A question may be typed as it would be asked: the words that only frame it need not stand in the document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.pipeline import Analyzer
from index.plan import Plan
from index.planning import plan
from index.query_language import parse
from index.questions import framing_words

QUESTIONS = [
    ("كم عدد أعضاء المجلس الجهوي؟", ["اعضاء", "المجلس", "الجهوي"]),
    ("كم يبلغ عدد سكان الجهة", ["سكان", "الجهه"]),
    ("في أي سنة صودق على البرنامج؟", ["صودق", "البرنامج"]),
    ("أين يقع مقر الجماعة؟", ["مقر", "الجماعه"]),
    ("ما اسم رئيس الجهة", ["رييس", "الجهه"]),
    ("ما هي المدينة التي تقع قرب السد", ["قرب", "السد"]),
    ("ماذا تعني الجهوية المتقدمة", ["الجهويه", "المتقدمه"]),
    ("ومن رئيس اللجنة", ["رييس", "اللجنه"]),
    ("Quel est le montant du marché ?", ["marche"]),
    ("où se trouve la décharge", ["decharge"]),
    ("quelle est la date de la session", ["session"]),
    ("how many members did the council elect", ["members", "council", "elect"]),
]

NO_QUESTIONS = [
    ("عدد سكان الجهة", ["عدد", "سكان", "الجهه"]),
    ("مقرر رقم 12 سنة 2021", None),
    ("انتقال الملكية من اسم الجماعة", ["انتقال", "الملكيه", "اسم", "الجماعه"]),
    ("montant du marché", ["montant", "marche"]),
    ("le budget que nom propose", ["budget", "nom", "propose"]),
]


ASKING = {"كم", "من", "ما", "quel"}


def planned(text: str, analyzer: Analyzer) -> Plan:
    return plan(parse(text), analyzer)


@pytest.mark.parametrize(("text", "required"), QUESTIONS)
def test_what_frames_a_question_is_optional(text: str, required: list[str], analyzer: Analyzer) -> None:
    assert [word.exact for word in planned(text, analyzer).words] == required


@pytest.mark.parametrize(("text", "required"), NO_QUESTIONS)
def test_the_same_words_are_required_where_nothing_is_asked(
    text: str, required: list[str] | None, analyzer: Analyzer
) -> None:
    plan_of_text = planned(text, analyzer)
    if required is None:
        assert not framing_words(analyzer.analyze(text))
    else:
        assert [word.exact for word in plan_of_text.words] == required


@pytest.mark.parametrize("text", ["كم عدد", "ما اسم", "quelle date"])
def test_a_question_that_only_frames_asks_for_its_own_words(text: str, analyzer: Analyzer) -> None:
    assert planned(text, analyzer).words


def test_a_framing_word_behind_what_is_asked_about_is_required(analyzer: Analyzer) -> None:
    """In "كم عدد مقررات سنة" the year is part of what is asked about."""
    assert [word.exact for word in planned("كم عدد المقررات سنة", analyzer).words] == ["المقررات", "سنه"]


@given(st.lists(st.sampled_from(["كم", "عدد", "من", "ما", "في", "المجلس", "quel", "montant", "le", "budget"]), max_size=8))
def test_framing_words_follow_one_that_asks(analyzer: Analyzer, words: list[str]) -> None:
    tokens = analyzer.analyze(" ".join(words))
    framing = framing_words(tokens)
    for place in framing:
        assert ASKING & {token.exact for token in tokens[:place]}
        assert tokens[place - 1].stop or place - 1 in framing or tokens[place - 1].exact in ASKING
