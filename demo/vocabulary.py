"""What the documents speak of: subjects, people, places and laws, each in Arabic and French."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from demo.tables import HERE, table

_ELISION = re.compile(r"\b([dD])e (?=[AEIOUÉÈÀÂÏ])")
"""French de before a vowel: the names of places are filled in."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A subject in one language: its name within a sentence, works or purchases it leads to ("" if none), paragraphs.

    `body` has two paragraphs: the situation, then what is to be done. The texts have places for `{place}`,
    `{other}` (a second place) and `{count}`.
    """

    name: str
    works: str
    body: tuple[str, ...]

    def fill(self, values: Mapping[str, object]) -> Wording:
        """The same with its places filled."""
        texts = (self.name, self.works, *self.body)
        name, works, *body = (_ELISION.sub(r"\1'", text.format_map(values)) for text in texts)
        return Wording(name, works, tuple(body))


@dataclass(frozen=True, slots=True)
class Subject:
    """Something councils decide about. `amount` is the range of its cost in dirhams.

    `committee` is the role of the organization that prepares it. `scans_only` subjects are kept for documents
    that become scans, so that their words stand in no other.
    """

    id: str
    committee: str
    laws: tuple[str, ...]
    amount: tuple[int, int]
    scans_only: bool
    ar: Wording
    fr: Wording

    def fill(self, random: Random, places: list[dict[str, str]]) -> Subject:
        """The subject at two places drawn from `places`."""
        place, other = random.sample(places, 2)
        count = random.randrange(120, 960)
        ar, fr = (
            getattr(self, code).fill({"place": place[code], "other": other[code], "count": count}) for code in ("ar", "fr")
        )
        return Subject(self.id, self.committee, self.laws, self.amount, self.scans_only, ar, fr)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of a council, with the form of address in each language."""

    ar: str
    fr: str


def _wording(entry: dict[str, Any]) -> Wording:
    return Wording(entry["name"], entry["works"], tuple(" ".join(text.split()) for text in entry["body"]))


def _subject(name: str) -> Subject:
    entry = table(f"subjects/{name}")
    return Subject(
        id=name,
        committee=entry["committee"],
        laws=tuple(entry.get("laws", ())),
        amount=(entry["amount"][0], entry["amount"][1]),
        scans_only=entry.get("scans_only", False),
        ar=_wording(entry["ar"]),
        fr=_wording(entry["fr"]),
    )


@cache
def subjects() -> Mapping[str, Subject]:
    """All subjects by id, sorted."""
    names = sorted(path.stem for path in (HERE / "subjects").glob("*.toml"))
    return {name: _subject(name) for name in names}


def people(random: Random, count: int) -> list[Person]:
    """`count` different members, about a third of them women, the first one, who presides, a man."""
    names = table("people")
    drawn: dict[str, Person] = {}
    while len(drawn) < count:
        woman = bool(drawn) and random.random() < 0.34
        given, family = random.choice(names["women" if woman else "men"]), random.choice(names["families"])
        title = {"ar": "السيدة", "fr": "Mme"} if woman else {"ar": "السيد", "fr": "M."}
        person = Person(*(f"{title[code]} {given[code]} {family[code]}" for code in ("ar", "fr")))
        drawn[person.fr] = person
    return list(drawn.values())
