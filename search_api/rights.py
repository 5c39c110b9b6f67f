"""What each route asks of whoever calls it: declared at the route, enforced in `search_api.guard` and nowhere else.

A route without a declaration fails `require_declared`, which the application calls before it serves anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from domain.accounts import Right
from search_api.problems import not_found

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""


class Door(StrEnum):
    """How callers are known: people's browsers by a session, programs by a token."""

    PAGE = "page"
    API = "api"


class Where(StrEnum):
    """In which body a right is asked for: in any, or in that of what a part of the path names."""

    ANYWHERE = ""
    BODY = "body_id"
    DOCUMENT = "document_id"
    BATCH = "batch_id"


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a route asks for: nothing (`public`), an account (no `right`), or a right.

    `looks`: it wants to know who it is, though it is public.
    """

    door: Door
    public: bool = False
    looks: bool = False
    right: Right | None = None
    where: Where = Where.ANYWHERE

    async def check(self, request: Request) -> None:
        """Let the request in, or raise what is answered instead."""
        if self.public and not self.looks and (self.door is Door.API or request.method in SAFE):
            return
        guard = getattr(request.app.state, "guard", None)
        if guard is None:
            raise not_found()
        await guard.admit(request, self)


def public(door: Door) -> Any:
    """For everybody. Forms of pages are checked all the same."""
    return Depends(Requirement(door, public=True).check)


def asks_who(door: Door) -> Any:
    """For everybody; the route is told who it is, of people who are signed in."""
    return Depends(Requirement(door, public=True, looks=True).check)


def signed_in(door: Door) -> Any:
    """For whoever has an account."""
    return Depends(Requirement(door).check)


def needs(door: Door, right: Right, where: Where = Where.ANYWHERE) -> Any:
    """For whoever has the right there."""
    return Depends(Requirement(door, right=right, where=where).check)


@dataclass(frozen=True, slots=True)
class GuardedRoute:
    """A route of an application and what it declares."""

    method: str
    path: str
    requirements: tuple[Requirement, ...]


def guarded_routes(application: FastAPI) -> list[GuardedRoute]:
    """All routes, those of included routers too, with what they declare; static files declare nothing."""
    found = []
    for route in iter_route_contexts(application.routes):
        if isinstance(route.original_route, APIRoute):
            requirements = tuple(_declared(route.dependant))
            found += [GuardedRoute(method, route.path or "", requirements) for method in sorted(route.methods or ())]
    return found


def require_declared(application: FastAPI) -> None:
    """Raise RuntimeError for a route that does not say, exactly once, who may call it."""
    silent = [f"{one.method} {one.path}" for one in guarded_routes(application) if len(one.requirements) != 1]
    if silent:
        raise RuntimeError(f"who may call these is not declared once: {', '.join(silent)}")


def _declared(dependant: Dependant) -> Iterator[Requirement]:
    for one in dependant.dependencies:
        owner = getattr(one.call, "__self__", None)
        if isinstance(owner, Requirement):
            yield owner
        yield from _declared(one)
