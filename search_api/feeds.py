"""Any search as a feed: what answers it fully, the most recently published first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from urllib.parse import urlencode

from alerts.feed import Feed, FeedEntry, stable_id
from domain.searching import Precision
from domain.translation import translate
from search_api.asking import SearchRequest
from search_api.search_answers import SearchHit

ENTRIES = 30
"""Documents in a feed."""

_REMEMBERED = 2_000


@dataclass(frozen=True, slots=True)
class FeedAddress:
    """Where a feed stands: `base` is the site's address without a slash at the end, `path` the feed's."""

    base: str
    path: str

    def own(self, parameters: str) -> str:
        """The feed's own address."""
        return f"{self.base}{self.path}?{parameters}"

    def page(self, parameters: str) -> str:
        """The page of results for the same search."""
        return f"{self.base}/search?{parameters}"

    def document(self, document_id: str, language: str) -> str:
        """The page of a document."""
        return f"{self.base}/documents/{document_id}?lang={language}"


def make_feed(request: SearchRequest, hits: Iterable[SearchHit], address: FeedAddress) -> Feed:
    """The feed of a search whose newest hits are `hits`."""
    filters = [(field, value) for field in sorted(request.filters) for value in sorted(request.filters[field])]
    query = " ".join(request.query.split())
    precision = [] if request.precision is Precision.FORMS else [("precision", request.precision.value)]
    switch = [] if request.translate else [("translate", "false")]
    asked = [*([("q", query)] if query else []), *filters, *precision, *switch]
    parameters = urlencode([*asked, ("lang", request.language)])
    shown = " ".join([*([query] if query else []), *(value for _, value in filters)])
    key = "feed.title" if shown else "feed.title_all"
    return Feed(
        id=stable_id("search", parameters),
        title=translate(request.language, key, query=shown),
        subtitle=translate(request.language, "feed.subtitle"),
        language=request.language,
        url=address.own(parameters),
        page_url=address.page(parameters),
        entries=tuple(_entry(hit, request.language, address) for hit in hits),
    )


def _entry(hit: SearchHit, language: str, address: FeedAddress) -> FeedEntry:
    snippet = hit.snippets[0] if hit.snippets else None
    return FeedEntry(
        id=stable_id("document", hit.id),
        title=hit.title.text,
        language=hit.title.language,
        url=address.document(hit.id, language),
        published=hit.published_at or datetime(1970, 1, 1, tzinfo=UTC),
        summary=" ".join(snippet.text.split()) if snippet else "",
        summary_language=snippet.language if snippet else "",
        author=hit.body.name if hit.body else "",
        category=hit.type,
        category_label=hit.type_label,
    )


class Revisions:
    """Remembers since when a feed has been as it is: what leaves a feed changes it too, and has no date of its own.

    Two revisions of a feed never have the same second. Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[str, datetime]] = OrderedDict()
        self._lock = Lock()

    def since(self, feed_id: str, etag: str, now: datetime) -> datetime:
        """When the feed was first seen with this tag, to the second."""
        with self._lock:
            known, moment = self._known.get(feed_id, ("", None))
            if known != etag or moment is None:
                later = moment + timedelta(seconds=1) if moment else now
                moment = max(now, later).replace(microsecond=0)
            self._known[feed_id] = (etag, moment)
            self._known.move_to_end(feed_id)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return moment
