"""What a document's text states, as the values that a description of it should find (see `domain.description.Field`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from demo import other_wording
from demo.blocks import Kind, language_of
from demo.drafting import Draft
from demo.facts import Facts
from demo.tables import table
from domain.description import Field

_VOTED = ("decision", "session_minutes")
_SHARES = (1, 10, 50)
"""Parts of an amount that texts may tell too: a contribution, a deposit."""


def stated(draft: Draft, text: str) -> dict[str, list[str]]:
    """The values of each field that `text`, the document's, states: what is true but not said is left out."""
    facts = draft.facts
    spaced = text.replace("\u00a0", " ")
    found = {
        Field.TYPE: [draft.slot.kind],
        Field.NUMBER: [facts.number] if facts.number in text else [],
        Field.DATE: _day(facts.day, spaced) or ([str(facts.day.year)] if facts.number in text else []),
        Field.SESSION: list(_session(facts, spaced)),
        Field.AMOUNT: list(_amounts(facts, spaced)),
        Field.VOTE: list(_votes(draft)),
        Field.LANGUAGE: languages(draft),
        Field.LAW: [law for law in table("laws") if law in text],
        Field.DEADLINE: _day(facts.deadline, spaced) if draft.slot.kind == "tender" else [],
        Field.OPENING: _day(facts.opening, spaced) if draft.slot.kind == "tender" else [],
        Field.BODY: [facts.council.body.id]
        if any(name.casefold() in text.casefold() for name in facts.council.body.names.values())
        else [],
    }
    return {str(field): values for field, values in found.items()}


def languages(draft: Draft) -> list[str]:
    """The languages of the document, most used first; a letterhead in both is none of its own."""
    if draft.slot.language != "mixed":
        return [draft.slot.language]
    text = "\n".join(block.text for block in draft.blocks if block.kind is not Kind.LETTERHEAD)
    return sorted(("ar", "fr"), key=lambda code: code != language_of(text))


def _day(day: date, text: str) -> list[str]:
    """The day, if the text names it in any of the ways that texts do."""
    ways = (*other_wording.ARABIC_DAYS, *other_wording.FRENCH_DAYS)
    return [day.isoformat()] if any(_stands_in(way(day), text) for way in ways) else []


def _session(facts: Facts, text: str) -> Iterator[str]:
    session = facts.session
    ways: tuple[Callable[..., str], ...] = (other_wording.arabic_session, other_wording.french_session)
    names = [*session.names.values(), *(way(session, variant) for way in ways for variant in range(6))]
    if any(name.casefold() in text.casefold() for name in names):
        yield f"{'ordinary' if session.ordinary else 'extraordinary'}/{session.day:%Y-%m}"


def _amounts(facts: Facts, text: str) -> Iterator[str]:
    ways = (*other_wording.ARABIC_SUMS, *other_wording.FRENCH_SUMS)
    sums = dict.fromkeys(item.amount // share for item in facts.items for share in _SHARES)
    return (str(dirhams) for dirhams in sums if any(_stands_in(way(dirhams).replace("\u00a0", " "), text) for way in ways))


def _votes(draft: Draft) -> Iterator[str]:
    for item in draft.facts.items if draft.slot.kind in _VOTED else ():
        vote = item.vote
        outcome = "unanimous" if vote.unanimous else "majority"
        yield f"{outcome} {vote.ayes}/{vote.noes}/{vote.abstentions}"


def _stands_in(written: str, text: str) -> bool:
    return re.search(rf"(?<![\d.]){re.escape(written)}(?!\d)", text) is not None
