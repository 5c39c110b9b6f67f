"""What a document states is what stands in its text, and nothing else."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.drafting import Draft, draft
from demo.other_wording import ARABIC_DAYS, FRENCH_DAYS, arabic_session, french_session
from demo.sessions import Session
from demo.slots import slots
from demo.stated import stated
from demo.tables import table
from domain.description import Field

MANNERS = list(table("manners"))


def drafts_of(manner: str) -> list[Draft]:
    return [draft(slot, 3) for slot in slots(30, manner)]


@pytest.mark.parametrize("manner", MANNERS)
def test_what_is_stated_can_be_read(manner: str) -> None:
    for one in drafts_of(manner):
        told = stated(one, one.text)
        assert all(number in one.text for number in told[Field.NUMBER])
        assert all(law in one.text for law in told[Field.LAW])
        digits = re.sub(r"[.\s]", "", one.text)
        assert all(amount in digits for amount in told[Field.AMOUNT])
        assert all(counted(vote, one.text) for vote in told[Field.VOTE])


def counted(vote: str, text: str) -> bool:
    """Whether the votes for something stand in the text: those against need not where nobody was."""
    return vote.partition(" ")[2].partition("/")[0] in text


@pytest.mark.parametrize("manner", MANNERS)
def test_every_document_of_other_manners_states_what_is_measured(manner: str) -> None:
    for one in drafts_of(manner):
        told = stated(one, one.text)
        assert len(told[Field.TYPE]) == 1
        assert manner == "first" or len(told[Field.DATE][0]) == len("2021-07-15"), one.name
        assert told[Field.AMOUNT] or one.slot.kind == "petition", one.name


def test_what_is_true_but_not_said_is_left_out() -> None:
    one = drafts_of("second")[0]
    told = stated(one, "nothing of it")
    assert (told[Field.NUMBER], told[Field.DATE], told[Field.SESSION], told[Field.AMOUNT]) == ([], [], [], [])


@given(st.dates(date(1980, 1, 1), date(2060, 1, 1)))
def test_every_writing_of_a_day_tells_the_day(day: date) -> None:
    for write in (*ARABIC_DAYS, *FRENCH_DAYS):
        assert str(day.day) in write(day).lstrip("0")
        assert str(day.year) in write(day)


@pytest.mark.parametrize("variant", range(6))
def test_sessions_say_whether_they_are_ordinary(variant: int) -> None:
    for ordinary in (True, False):
        session = Session(ordinary, date(2022, 10, 5), {})
        assert ("العادية" in arabic_session(session, variant)) is ordinary
        assert ("extraordinaire" in french_session(session, variant)) is not ordinary
        assert "2022" in arabic_session(session, variant)
