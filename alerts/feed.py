"""A feed of documents, and the port of the formats it can be written in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, runtime_checkable
from uuid import NAMESPACE_URL, uuid5

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was updated last."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A document in a feed. `language` is that of the title, `summary_language` that of the summary."""

    id: str
    title: str
    language: str
    url: str
    published: datetime
    summary: str = ""
    summary_language: str = ""
    author: str = ""
    category: str = ""
    category_label: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """The answer to a search as a feed, newest entry first.

    `url` is its own address, `page_url` the page with the same search; `language` is that of `title` and `subtitle`.
    """

    id: str
    title: str
    subtitle: str
    language: str
    url: str
    page_url: str
    entries: tuple[FeedEntry, ...] = ()

    @property
    def updated(self) -> datetime:
        """When its newest entry was published; NEVER without entries."""
        return max((entry.published for entry in self.entries), default=NEVER)


@runtime_checkable
class FeedChannel(Protocol):
    """What a module of `alerts.channels` offers as `PLUGIN` when it writes feeds."""

    media_type: str

    def render(self, feed: Feed) -> bytes:
        """The feed's bytes, the same ones for the same feed."""
        ...


def stable_id(kind: str, key: str) -> str:
    """A URN for what `key` names among its kind: the same one on any address and for ever."""
    known = f"shaffaf:{kind}:{key}".encode("utf-8", "replace").decode()
    return uuid5(NAMESPACE_URL, known).urn


def written_time(moment: datetime) -> str:
    """A moment as RFC 3339 writes it, in UTC to the second: what Atom and JSON Feed ask for."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
