"""How a document tells a vote."""

from __future__ import annotations

import pytest

from analyzers.pipeline import Analyzer
from domain.description import REVIEW_BELOW, Field
from tests.ingest.description.samples import found, values_in

TOLD = [
    ("صادق المجلس بالإجماع على النقطة", ["unanimous"]),
    ("صادق المجلس بإجماع أعضائه الحاضرين، وعددهم 24، على النقطة", ["unanimous 24/0/0"]),
    ("صوت المجلس بالإجماع (39 صوتا) لصالح المشروع", ["unanimous 39/0/0"]),
    ("صادق المجلس بالأغلبية على النقطة", ["majority"]),
    ("بأغلبية 20 صوتا، مقابل 3 من الأصوات المعارضة، وامتناع 2 عن التصويت", ["majority 20/3/2"]),
    ("الأصوات المعبر عنها بنعم: 20\nالأصوات المعبر عنها بلا: 3\nالممتنعون: 2", ["majority 20/3/2"]),
    ("الموافقون: 24، الرافضون: 0، الممتنعون: 0", ["unanimous 24/0/0"]),
    ("| الأصوات الموافقة | الأصوات المعارضة | الممتنعون |\n| 20 | 3 | 2 |", ["majority 20/3/2"]),
    ("الأصوات الموافقة الأصوات المعارضة الممتنعون\n2 3 20", ["majority 20/3/2"]),
    ("Ont voté pour : 38 ; contre : 1 ; se sont abstenus : 2.", ["majority 38/1/2"]),
    ("Voix pour 38. Voix contre 1. Abstentions 1.", ["majority 38/1/1"]),
    ("20 موافق، 3 معارض، 2 ممتنع", ["majority 20/3/2"]),
    ("(20 مع، 3 ضد، 2 امتناع)", ["majority 20/3/2"]),
    ("approuve à l'unanimité des 24 membres présents", ["unanimous 24/0/0"]),
    ("Le point est adopté à la majorité", ["majority"]),
    ("par 20 voix pour, 3 voix contre et 2 abstentions", ["majority 20/3/2"]),
    ("Voix pour : 24. Voix contre : 0. Abstentions : 0.", ["unanimous 24/0/0"]),
    ("Résultat : 20 oui, 3 non, 2 abstentions.", ["majority 20/3/2"]),
    ("Vote : 14 pour / 0 contre / 0 abstention", ["unanimous 14/0/0"]),
    ("Pour : 59\nAdopté à l'unanimité", ["unanimous 59/0/0"]),
    (
        "12 votes pour\n" + "Le conseil passe au point suivant. " * 6 + "\n10 votes pour, 2 abstentions",
        ["unanimous 12/0/0", "majority 10/0/2"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_a_vote_is_read(text: str, expected: list[str], analyzer: Analyzer) -> None:
    assert found(analyzer, Field.VOTE, f"مقرر رقم 5\n{text}") == expected


@pytest.mark.parametrize(
    "text", ["Point n° 3 : pour mémoire", "20 عضوا حاضرا", "la majorité silencieuse", "contre la grippe"]
)
def test_what_is_no_vote_is_none(text: str, analyzer: Analyzer) -> None:
    assert found(analyzer, Field.VOTE, f"مقرر رقم 5\n{text}") == []


def test_the_votes_of_minutes_come_in_order(analyzer: Analyzer) -> None:
    points = [f"النقطة\nالموافقون: {ayes}، الرافضون: 1، الممتنعون: 0.\n" + "مناقشة طويلة. " * 20 for ayes in (20, 21, 22)]
    text = "محضر الدورة\n" + "\n".join(points)
    assert found(analyzer, Field.VOTE, text) == ["majority 20/1/0", "majority 21/1/0", "majority 22/1/0"]


def test_unanimity_far_from_any_decision_is_for_review(analyzer: Analyzer) -> None:
    (vote,) = [one for one in values_in(analyzer, "محضر الدورة\nبإجماع المؤرخين") if one.field is Field.VOTE]
    assert vote.confidence < REVIEW_BELOW


def test_a_tender_holds_no_vote(analyzer: Analyzer) -> None:
    assert found(analyzer, Field.VOTE, "طلب عروض رقم 5\nصادق المجلس بالإجماع") == []
