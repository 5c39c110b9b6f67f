from __future__ import annotations

from collections import Counter
from itertools import islice

import pytest

from demo.forms import MAKERS
from demo.register import councils
from demo.slots import Slot, council_of, slots, subjects_of
from demo.tables import HERE, table
from demo.vocabulary import subjects


@pytest.mark.parametrize("count", [0, 1, 13, 60, 61, 200])
def test_there_are_as_many_slots_as_asked_for(count: int) -> None:
    assert [slot.index for slot in slots(count)] == list(range(count))


def test_slots_do_not_depend_on_how_many_there_are() -> None:
    assert list(islice(slots(1000), 70)) == list(slots(70))


def test_the_list_is_gone_through_again() -> None:
    both = list(slots(2 * len(table("archive")["documents"])))
    half = len(both) // 2
    plan = [(slot.kind, slot.language, slot.made, slot.items) for slot in both]
    assert plan[:half] == plan[half:]
    assert len({slot.turn for slot in both if slot.scans_only}) == sum(slot.scans_only for slot in both)


def plan(manner: str) -> list[Slot]:
    """The places of a manner's list, once."""
    return list(slots(len(table(table("manners")[manner]["archive"])["documents"]), manner))


EVERY = [slot for manner in table("manners") for slot in plan(manner)]


@pytest.mark.parametrize(
    "slot", EVERY, ids=lambda slot: f"{slot.manner}-{slot.index}-{slot.kind}-{slot.language}-{slot.made}"
)
def test_every_slot_can_be_worded_and_made(slot: Slot) -> None:
    assert (HERE / table("manners")[slot.manner]["texts"] / f"{slot.kind}.{slot.language}.txt").is_file()
    assert slot.made in MAKERS
    assert slot.typeface is None or slot.typeface in table("sample")["typefaces"]
    assert slot.scanned or not slot.scans_only


@pytest.mark.parametrize("manner", table("manners"))
def test_every_text_is_used_by_a_slot(manner: str) -> None:
    used = {f"{slot.kind}.{slot.language}.txt" for slot in plan(manner)}
    assert {path.name for path in (HERE / table("manners")[manner]["texts"]).iterdir()} == used


@pytest.mark.parametrize("manner", [name for name in table("manners") if name != "first"])
def test_half_the_documents_of_other_manners_are_scans_in_both_languages(manner: str) -> None:
    scans = [slot for slot in plan(manner) if slot.scanned or slot.made == "mojibake"]
    assert len(scans) * 2 == len(plan(manner))
    assert {slot.language for slot in scans} == {"ar", "fr"}


def test_both_councils_have_about_as_many_documents_of_each_kind() -> None:
    count = Counter(council_of(slot).body.id for slot in slots(60))
    assert set(count.values()) == {30}
    decisions = Counter(council_of(slot).body.id for slot in slots(60) if slot.kind == "decision")
    assert min(decisions.values()) >= 7


def test_typefaces_of_the_councils_are_known() -> None:
    assert {council.typeface for council in councils().values()} <= set(table("sample")["typefaces"])


@pytest.mark.parametrize("seed", range(5))
def test_a_document_has_different_subjects(seed: int) -> None:
    for slot in slots(60):
        drawn = subjects_of(slot, seed)
        assert len({subject.id for subject in drawn}) == len(drawn) == slot.items


@pytest.mark.parametrize("seed", range(5))
def test_subjects_come_round_whatever_the_seed(seed: int) -> None:
    drawn = {subject.id for slot in slots(60) for subject in subjects_of(slot, seed)}
    assert drawn == set(subjects())


def test_tenders_are_about_works_or_purchases() -> None:
    for slot in slots(120):
        if slot.kind in ("tender", "forecast_programme"):
            assert all(subject.ar.works and subject.fr.works for subject in subjects_of(slot, 3))
