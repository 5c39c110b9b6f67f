"""The benchmark of personal data: papers say where their data stand, and finds are counted right."""

from __future__ import annotations

import json

import pytest

from benchmarks.personal_data import Looked, Paper, main, papers, report
from domain.personal_data import PersonalKind, PersonalMention
from ingest.personal_data.keys import is_iban, is_rib

CARD = PersonalKind.CIN


def looked(*found: tuple[int, int, PersonalKind], truth: tuple[tuple[PersonalKind, int, int], ...] = ()) -> Looked:
    mentions = [PersonalMention(start, end, kind, 0.9) for start, end, kind in found]
    return Looked(Paper("x" * 100, truth), mentions)


def test_a_find_is_right_when_it_shares_a_letter_with_one_of_its_kind() -> None:
    told = report(
        [
            looked((0, 5, CARD), (50, 60, CARD), truth=((CARD, 3, 9), (CARD, 70, 80))),
            looked((3, 9, PersonalKind.PHONE), truth=((CARD, 3, 9),)),
            looked((1, 2, CARD)),
            looked(),
        ]
    )
    assert told["cin"] == {"true": 3, "recall": 0.3333, "precision": 0.3333, "whole": 0.0}
    assert told["phone"] == {"true": 0, "recall": None, "precision": 0.0, "whole": None}
    assert told["clean"] == "1/2"


@pytest.mark.parametrize("which", ["first", "second"])
def test_papers_are_the_same_for_the_same_seed_and_say_where_their_data_stand(which: str) -> None:
    made = list(papers(150, 5, which))
    assert made == list(papers(150, 5, which))
    assert made != list(papers(150, 6, which))
    said = {kind: [paper.text[s:e] for paper in made for own, s, e in paper.truth if own is kind] for kind in PersonalKind}
    assert all(said.values())
    assert all(
        is_rib("".join(filter(str.isdigit, one)).translate({0x660 + n: 48 + n for n in range(10)}))
        for one in said[PersonalKind.RIB]
    )
    assert all(is_iban(one.replace(" ", "")) for one in said[PersonalKind.IBAN])
    assert all("@" in one for one in said[PersonalKind.EMAIL])


def test_it_prints_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--papers", "40"])
    told = json.loads(capsys.readouterr().out)
    assert told["papers"] == 40
    assert told["all"]["precision"] > 0.9
    main(["--papers", "40", "--wrong"])
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == told
