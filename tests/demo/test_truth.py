from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from demo.drafting import Draft
from demo.generate import SampleDocument
from demo.register import councils
from demo.truth import core, readable_words, words
from domain.translation import messages
from tests.demo.reading import truth_text

ARABIC_COUNCIL = re.compile(r"\bمجلس\b")


def the(drafts: list[Draft], kind: str) -> list[Draft]:
    return [draft for draft in drafts if draft.slot.kind == kind]


def test_what_the_truth_says_stands_in_the_text(samples: list[SampleDocument]) -> None:
    for sample in samples:
        text, truth = truth_text(sample), sample.truth
        said = [truth["number"] or "", *truth["laws"]]
        assert all(word in text for word in said), sample.path.name
        unbroken = " ".join(text.split())
        assert truth["titles"]
        assert all(title in unbroken for title in truth["titles"].values()), sample.path.name


def test_amounts_are_whole_dirhams_of_the_text(samples: list[SampleDocument]) -> None:
    for sample in samples:
        digits = re.sub(r"[. \u00a0]", "", truth_text(sample))
        assert all(f"{amount},00" in digits for amount in sample.truth["amounts"])


def test_titles_are_in_the_languages_of_the_document(samples: list[SampleDocument]) -> None:
    for sample in samples:
        assert set(sample.truth["titles"]) == set(sample.truth["languages"])


def test_kinds_are_types_the_interface_has_words_for(drafts: list[Draft]) -> None:
    for language in ("ar", "fr", "en"):
        assert all(f"type.{draft.slot.kind}" in messages(language) for draft in drafts)


def test_only_minutes_have_no_number(samples: list[SampleDocument]) -> None:
    for sample in samples:
        assert (sample.truth["number"] is None) == sample.truth["type"].endswith("_minutes")


def test_numbers_are_unique(drafts: list[Draft]) -> None:
    assert len({draft.facts.number.split("/")[0] for draft in drafts}) == len(drafts)


def test_the_organ_belongs_to_the_body(samples: list[SampleDocument]) -> None:
    for sample in samples:
        organs = {organ.id for organ in councils()[sample.truth["body"]].organs.values()}
        assert sample.truth["organization"] in organs


def test_committees_write_their_own_minutes(drafts: list[Draft]) -> None:
    for draft in the(drafts, "committee_minutes"):
        assert draft.facts.role == draft.facts.items[0].subject.committee


def test_the_votes_are_those_of_the_members_present(drafts: list[Draft]) -> None:
    for draft in drafts:
        for item in draft.facts.items:
            cast = item.vote.ayes + item.vote.noes + item.vote.abstentions
            assert cast == len(draft.facts.members)
            assert item.vote.ayes > item.vote.noes


def test_everybody_is_present_or_absent_once(drafts: list[Draft]) -> None:
    for draft in drafts:
        names = [member.fr for member in draft.facts.members + draft.facts.absent]
        assert len(names) == len(set(names)) == draft.facts.council.seats


def test_plis_are_opened_after_the_deadline_on_a_working_day(drafts: list[Draft]) -> None:
    for draft in the(drafts, "tender"):
        facts = draft.facts
        assert facts.day < facts.deadline < facts.opening
        assert facts.opening.weekday() < 5


def test_a_tender_says_its_estimate_and_dates(samples: list[SampleDocument]) -> None:
    for sample in samples:
        tender = sample.truth["tender"]
        assert (tender is not None) == (sample.truth["type"] == "tender")
        if tender:
            assert tender["estimate"] in sample.truth["amounts"]
            assert date.fromisoformat(tender["deadline"]) > date.fromisoformat(sample.truth["date"])


def test_ordinary_sessions_fall_in_the_months_of_the_law(drafts: list[Draft]) -> None:
    for draft in drafts:
        session, council = draft.facts.session, draft.facts.council
        assert session.day.weekday() < 4
        assert (session.day.month in council.sessions) or not session.ordinary


def test_decisions_cite_the_organic_law_of_their_council(samples: list[SampleDocument]) -> None:
    for sample in samples:
        if sample.truth["type"] == "decision":
            assert councils()[sample.truth["body"]].law in sample.truth["laws"]
            assert sample.truth["session"]["date"] == sample.truth["date"]


@pytest.mark.parametrize("form", ["المجالس", "بالمجلس"])
def test_some_documents_name_councils_in_one_form_only(samples: list[SampleDocument], form: str) -> None:
    found = [sample for sample in samples if sample.truth["council_forms"] == [form]]
    assert any(not sample.truth["made"].startswith("scan_") for sample in found)
    for sample in found:
        assert form in truth_text(sample)
        assert not ARABIC_COUNCIL.search(truth_text(sample))


def test_some_words_stand_in_scans_only(samples: list[SampleDocument]) -> None:
    scans = [sample for sample in samples if sample.truth["made"].startswith("scan_")]
    elsewhere = set().union(*(words(truth_text(sample)) for sample in samples if sample not in scans))
    assert sum(bool(sample.truth["scan_only_words"]) for sample in scans) >= 2
    for sample in samples:
        assert not elsewhere & set(sample.truth["scan_only_words"])
        assert words(truth_text(sample)) >= set(sample.truth["scan_only_words"])
        assert sample in scans or not sample.truth["scan_only_words"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("والمدرسة", "مدرس"),
        ("بالمدارس", "مدارس"),
        ("للجماعات", "جماع"),
        ("tourelles", "tourell"),
        ("Tourelle", "tourell"),
        ("ماء", "ماء"),
    ],
)
def test_a_word_is_compared_without_what_is_joined_to_it(word: str, expected: str) -> None:
    assert core(word) == expected


def test_words_of_the_mark_are_no_words_of_scans_only(drafts: list[Draft]) -> None:
    assert {core("نموذجية"), core("exemple")} <= readable_words([])
    assert core("ماء") in readable_words(drafts)


@pytest.mark.parametrize(
    ("wanted", "least"),
    [
        (lambda draft: draft.slot.scanned, 20),
        (lambda draft: draft.slot.made in ("mojibake", "visual"), 6),
        (lambda draft: draft.slot.made in ("docx", "odt", "html", "txt", "md"), 10),
        (lambda draft: draft.slot.language == "mixed", 6),
        (lambda draft: draft.slot.language == "fr", 15),
        (lambda draft: draft.slot.kind == "session_minutes", 6),
        (lambda draft: len(draft.facts.items) >= 12, 1),
    ],
)
def test_the_default_archive_has_enough_of_each(drafts: list[Draft], wanted: Callable[[Draft], bool], least: int) -> None:
    assert sum(map(wanted, drafts)) >= least
