from __future__ import annotations

import re
from random import Random

import pytest

from demo.blocks import Kind
from demo.drafting import Draft
from demo.register import bodies, councils, organizations
from demo.tables import table
from demo.vocabulary import Subject, people, subjects

ARABIC_MONTHS = ["يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو"]
ARABIC_MONTHS += ["يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"]
COMMITTEES = {"finance", "development", "territory"}


def test_there_are_two_councils_with_their_organs() -> None:
    assert len(bodies()) == 2
    for body in bodies():
        own = [organ for organ in organizations() if organ.body_id == body.id]
        assert len(own) == 5
        assert all(set(organ.names) == {"ar", "fr", "en"} for organ in own)
        assert set(body.names) == {"ar", "fr", "en"}
    assert len({organ.id for organ in organizations()}) == 10


def test_organs_are_the_plenary_the_bureau_and_three_committees() -> None:
    for council in councils().values():
        assert set(council.organs) == {"council", "bureau"} | COMMITTEES


def test_there_are_many_subjects_some_for_scans_only() -> None:
    assert len(subjects()) >= 25
    assert 2 <= sum(subject.scans_only for subject in subjects().values()) <= 5


@pytest.mark.parametrize("subject", list(subjects().values()), ids=lambda subject: subject.id)
def test_a_subject_is_whole_in_both_languages(subject: Subject) -> None:
    assert subject.committee in COMMITTEES
    assert set(subject.laws) <= set(table("laws"))
    assert 0 < subject.amount[0] < subject.amount[1]
    for wording, letters in ((subject.ar, r"[\u0600-\u06ff]"), (subject.fr, r"[a-zà-ÿ]")):
        assert len(wording.body) == 2
        assert all(len(re.findall(letters, text)) > 100 for text in wording.body)
    assert bool(subject.ar.works) == bool(subject.fr.works)


@pytest.mark.parametrize("subject", list(subjects().values()), ids=lambda subject: subject.id)
def test_subjects_leave_the_word_for_council_to_the_documents(subject: Subject) -> None:
    assert not re.search("مجلس|مجالس", " ".join((subject.ar.name, subject.ar.works, *subject.ar.body)))


@pytest.mark.parametrize("subject", list(subjects().values()), ids=lambda subject: subject.id)
def test_a_filled_subject_has_no_places_left(subject: Subject) -> None:
    filled = subject.fill(Random(1), table("places")["timzran-azlou"]["places"])
    for wording in (filled.ar, filled.fr):
        assert "{" not in " ".join((wording.name, wording.works, *wording.body))


def test_french_names_of_places_are_elided() -> None:
    places = [{"ar": "أيت زنكوط", "fr": "Aït Zenkout"}] * 2
    assert subjects()["water"].fill(Random(0), places).fr.name == "l'alimentation en eau potable d'Aït Zenkout"
    assert "reliant Aït Zenkout à Aït Zenkout" in subjects()["roads"].fill(Random(0), places).fr.name


def test_every_subject_comes_up_in_the_default_archive(drafts: list[Draft]) -> None:
    assert {item.subject.id for draft in drafts for item in draft.facts.items} == set(subjects())


def test_subjects_for_scans_only_stay_in_scans(drafts: list[Draft]) -> None:
    for draft in drafts:
        assert draft.slot.scanned or not any(item.subject.scans_only for item in draft.facts.items)


def test_all_moroccan_months_are_written(drafts: list[Draft]) -> None:
    text = "\n".join(draft.text for draft in drafts)
    assert [month for month in ARABIC_MONTHS if month not in text] == []


def test_members_differ_and_a_man_presides() -> None:
    drawn = people(Random(3), 45)
    assert len(set(drawn)) == 45
    assert drawn[0].fr.startswith("M. ")
    assert {person.ar.split()[0] for person in drawn} == {"السيد", "السيدة"}


def test_nothing_of_a_template_is_left_in_a_document(drafts: list[Draft]) -> None:
    for draft in drafts:
        assert not re.search(r"[{}#|~^@*]|None|Undefined", draft.text), draft.name
        assert "  " not in draft.text, draft.name


def test_documents_have_titles_and_most_a_letterhead(drafts: list[Draft]) -> None:
    for draft in drafts:
        kinds = [block.kind for block in draft.blocks]
        assert Kind.TITLE in kinds
        assert (Kind.LETTERHEAD in kinds) == (draft.slot.kind not in ("opinion", "petition"))


def test_french_documents_are_in_french_but_for_the_letterhead(drafts: list[Draft]) -> None:
    for draft in drafts:
        if draft.slot.language != "mixed":
            others = [block for block in draft.blocks if block.kind not in (Kind.LETTERHEAD, Kind.TABLE)]
            assert {block.language for block in others} == {draft.slot.language}, draft.name
