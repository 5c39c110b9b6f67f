"""`/feeds/search.atom` and whatever other channels there are for feeds and calendars."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from alerts.calendar import CalendarChannel
from alerts.feed import FeedChannel
from domain.plugins import discover
from domain.searching import Sort, Window
from search_api.asking import SearchRequest
from search_api.calendars import Calendars
from search_api.conditional import is_fresh, not_modified
from search_api.feeds import ENTRIES, FeedAddress, Revisions, make_feed
from search_api.parameters import FilterParameters
from search_api.problems import PROBLEM_RESPONSES, not_found, request_language
from search_api.service import SearchService


class FeedRoutes:
    """Feeds of any search. `public_url` is the site's address; without it, that of the request is taken."""

    def __init__(self, service: SearchService, public_url: str | None = None) -> None:
        self._service = service
        self._public_url = public_url
        self._revisions = Revisions()
        plugins = discover("alerts.channels").items()
        self._channels = {name: plugin for name, plugin in plugins if isinstance(plugin, FeedChannel | CalendarChannel)}
        self._calendars = Calendars(service.archive, service)

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter(prefix="/feeds", tags=["feeds"], responses=PROBLEM_RESPONSES)
        content: dict[str, object] = {channel.media_type: {} for channel in self._channels.values()}
        answer = {"description": "The feed.", "content": content}
        router.add_api_route(
            "/search.{channel}",
            self.feed,
            summary="A search as a feed",
            response_class=Response,
            responses={200: answer},
        )
        return router

    def feed(self, request: Request, channel: str, parameters: Annotated[FilterParameters, Query()]) -> Response:
        """The full matches of a search, the most recently published first; as a calendar, the meetings and deadlines of
        which they tell. Parameters it does not know are ignored.
        """
        if channel not in self._channels:
            raise not_found()
        language = request_language(request)
        search = SearchRequest(
            query=parameters.q,
            filters=parameters.filters(),
            sort=Sort.NEWEST,
            window=Window(size=ENTRIES),
            language=language,
            facets=False,
            precision=parameters.precision,
            translate=parameters.translate,
        )
        address = FeedAddress(self._base(request), request.url.path)
        feed_id, body = self._made(self._channels[channel], search, address)
        return self._respond(request, feed_id, body, self._channels[channel].media_type)

    def _made(
        self, channel: FeedChannel | CalendarChannel, search: SearchRequest, address: FeedAddress
    ) -> tuple[str, bytes]:
        """What is answered, and by which id it is known."""
        if isinstance(channel, FeedChannel):
            feed = make_feed(search, self._service.latest(search), address)
            return feed.id, channel.render(feed)
        calendar = self._calendars.make(search, address)
        return calendar.id, channel.render_calendar(calendar)

    def _respond(self, request: Request, feed_id: str, body: bytes, media_type: str) -> Response:
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        since = self._revisions.since(feed_id, etag, datetime.now(UTC))
        headers = {
            "ETag": etag,
            "Last-Modified": format_datetime(since, usegmt=True),
            "Vary": "Accept-Language",
            "Cache-Control": "no-cache",
        }
        if is_fresh(request, etag, headers["Last-Modified"]):
            return not_modified(headers)
        return Response(body, headers=headers, media_type=media_type)

    def _base(self, request: Request) -> str:
        return (self._public_url or str(request.base_url)).rstrip("/")
