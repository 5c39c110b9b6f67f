"""What is true of a sample document, drawn by chance before anything is worded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.register import Council
from demo.sessions import Session, Vote, draw_session, vote
from demo.slots import Slot, council_of, subjects_of
from demo.tables import table
from demo.vocabulary import Person, Subject, people

_AT_THE_SESSION = ("decision", "session_minutes")


@dataclass(frozen=True, slots=True)
class Item:
    """Something on an agenda or a row of a programme. `amount` is in dirhams."""

    subject: Subject
    amount: int
    vote: Vote
    number: str
    remarks: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says, whatever its words. `role` names the organ of the council whose document it is.

    The first member presides, the second is the secretary. `deadline` and `opening` matter to tenders only; `earlier`
    is the day of the convocation.
    """

    council: Council
    role: str
    number: str
    day: date
    session: Session
    items: tuple[Item, ...]
    members: tuple[Person, ...]
    absent: tuple[Person, ...]
    deadline: date
    opening: date
    earlier: date


def _working_day(day: date) -> date:
    """`day`, or the Monday after it when it is a Friday, Saturday or Sunday."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 3 else day


def _day(slot: Slot, session: Session, random: Random) -> date:
    """Before the session for what prepares it, at it for what it decides, any time for the rest."""
    if slot.kind in _AT_THE_SESSION:
        return session.day
    if slot.kind == "committee_minutes":
        return session.day - timedelta(days=7 * random.randrange(1, 3))
    if slot.kind == "agreement":
        return _working_day(session.day + timedelta(days=random.randrange(20, 90)))
    last = 25 if slot.kind == "forecast_programme" else 355
    return _working_day(date(session.day.year, 1, 3) + timedelta(days=random.randrange(last)))


def _item(council: Council, subject: Subject, number: str, present: int, random: Random) -> Item:
    return Item(
        subject=subject.fill(random, table("places")[council.body.id]["places"]),
        amount=random.randrange(*subject.amount, 10_000),
        vote=vote(random, present),
        number=number,
        remarks=tuple(random.sample(table("remarks")["remark"], 3)),
    )


def _items(slot: Slot, council: Council, seed: int, present: int, random: Random) -> tuple[Item, ...]:
    subjects = enumerate(subjects_of(slot, seed), 1)
    return tuple(_item(council, subject, f"{slot.index + 1}.{place}", present, random) for place, subject in subjects)


def _role(slot: Slot, items: tuple[Item, ...]) -> str:
    """The organ that prepares, buys or decides."""
    own = {"committee_minutes": items[0].subject.committee, "tender": "bureau", "forecast_programme": "bureau"}
    return own.get(slot.kind, "council")


def _number(slot: Slot, day: date) -> str:
    return str(table("manners")[slot.manner]["number"].format(serial=slot.index + 1, year=day.year))


def draw(slot: Slot, seed: int, random: Random) -> Facts:
    """The facts of the document at `slot`."""
    council = council_of(slot)
    session = draw_session(council, random)
    day = _day(slot, session, random)
    members = people(random, council.seats)
    present = council.seats - random.randrange(2, 7)
    items = _items(slot, council, seed, present, random)
    deadline = _working_day(day + timedelta(days=random.randrange(25, 45)))
    return Facts(
        council=council,
        role=_role(slot, items),
        number=_number(slot, day),
        day=day,
        session=session,
        items=items,
        members=tuple(members[:present]),
        absent=tuple(members[present:]),
        deadline=deadline,
        opening=deadline + timedelta(days=1),
        earlier=day - timedelta(days=10),
    )
