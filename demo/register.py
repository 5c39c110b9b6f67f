"""The two invented councils and their organizations, from `bodies.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from demo.tables import table
from domain.documents import Body, Organization


@dataclass(frozen=True, slots=True)
class Council:
    """A body with what its documents say of it.

    `words` maps a language to named expressions (council, area, president ...) and `letterhead` to lines; `law` is
    the organic law it works under; `sessions` are the months (1-12) of its ordinary sessions; `seats` counts its
    members; `typeface` is the one in `sample.toml` that it uses; `organs` maps a role to an organization.
    """

    body: Body
    initials: str
    law: str
    sessions: tuple[int, ...]
    seats: int
    typeface: str
    letterhead: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Mapping[str, str]]
    organs: Mapping[str, Organization]


def _organs(body_id: str, entries: list[dict[str, Any]]) -> dict[str, Organization]:
    return {entry["role"]: Organization(f"{body_id}-{entry['role']}", body_id, entry["names"]) for entry in entries}


def _council(entry: dict[str, Any]) -> Council:
    return Council(
        body=Body(entry["id"], entry["names"]),
        initials=entry["initials"],
        law=entry["law"],
        sessions=tuple(entry["sessions"]),
        seats=entry["seats"],
        typeface=entry["typeface"],
        letterhead={language: tuple(lines) for language, lines in entry["letterhead"].items()},
        words=entry["words"],
        organs=_organs(entry["id"], entry["organization"]),
    )


@cache
def councils() -> Mapping[str, Council]:
    """The councils by the id of their body, in the order of the file."""
    return {entry["id"]: _council(entry) for entry in table("bodies")["body"]}


def bodies() -> list[Body]:
    """The two councils of the sample archive."""
    return [council.body for council in councils().values()]


def organizations() -> list[Organization]:
    """Their plenary councils, bureaus and committees."""
    return [organ for council in councils().values() for organ in council.organs.values()]
