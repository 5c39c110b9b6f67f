"""The page at which files are handed in. Its scripts (`static/upload`) do the work: they talk to the upload routes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from archive.batches import Batches
from domain.accounts import Right
from domain.batches import Batch
from domain.failures import Failure
from frontend.staff.desk import READ, Desk, named_body
from frontend.words import Words, words
from search_api.guard import caller_of
from search_api.problems import request_language
from search_api.rights import Door, needs

UPLOAD = "/staff/upload"
_LOOKED_THROUGH = 200
_WORDS = "upload.script."


@dataclass(frozen=True, slots=True)
class UploadPages:
    """The page at /staff/upload."""

    desk: Desk
    batches: Batches

    def router(self) -> APIRouter:
        """Its address."""
        routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
        routes.add_api_route(UPLOAD, self.show, methods=READ, dependencies=[needs(Door.PAGE, Right.UPLOAD)])
        return routes

    def show(self, request: Request) -> Response:
        """Where files go, the inputs to choose them with, and one's batches that are not finished."""
        caller = caller_of(request)
        bodies = caller.bodies(Right.UPLOAD)
        unfinished = self._unfinished(bodies, caller.account.id)
        asked = request.query_params.get("batch", "")
        context = {
            "bodies": [(named_body(one), one) for one in self._choices(bodies)],
            "publishes": caller.bodies(Right.PUBLISH) != frozenset(),
            "unfinished": unfinished,
            "batch": next((batch for batch in unfinished if batch.id == asked), None),
            "script_words": json.dumps(script_words(words(request_language(request))), ensure_ascii=False),
            "name_of": self.desk.name_of(request),
        }
        return self.desk.page(request, "upload", context)

    def _choices(self, bodies: frozenset[str] | None) -> list[str]:
        return sorted(self.desk.body_names() if bodies is None else bodies)

    def _unfinished(self, bodies: frozenset[str] | None, actor: str) -> list[Batch]:
        newest = self.batches.newest(bodies, limit=_LOOKED_THROUGH)
        return [batch for batch in newest if batch.actor == actor and batch.closed_at is None]


def script_words(t: Words) -> Mapping[str, str]:
    """What the scripts say, by name: words, states, why files are refused, and how numbers and sizes look."""
    said = {key.removeprefix(_WORDS): text for key, text in t.texts.items() if key.startswith(_WORDS)}
    reasons = {f"failure.{one}": f"{t.texts[f'failure.{one}.reason']} {t.texts[f'failure.{one}.remedy']}" for one in Failure}
    sizes = {name: t.texts[f"size.{name}"] for name in ("kb", "mb")}
    return {**said, **reasons, **sizes, "format": t.texts["format.number"]}
