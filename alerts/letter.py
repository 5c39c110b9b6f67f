"""A message to a subscriber, the same for every channel, and the ports of channels and of what is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from alerts.mail_server import MailServer
from domain.alerts import Alert, DeliveryKind, Occasion, Subscriber


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a document's text; `highlights` are spans of it (code points) that answer the search."""

    text: str
    language: str
    highlights: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A document that is told of. `facts` are its type, council, number and date in words; `url` is its page, "" when it is
    public no more.
    """

    document_id: str
    title: str
    language: str
    url: str
    facts: tuple[str, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    occasion: Occasion = Occasion.PUBLISHED


@dataclass(frozen=True, slots=True)
class NewsGroup:
    """What there is to tell for one alert, which looks for what `looked_for` says. `left_out` documents are found at `url`,
    the page of its search.
    """

    alert: Alert
    items: tuple[NewsItem, ...]
    url: str
    left_out: int = 0
    looked_for: str = ""

    @property
    def count(self) -> int:
        """How many documents are told of."""
        return len(self.items) + self.left_out


@dataclass(frozen=True, slots=True)
class Letter:
    """One message. `id` is the same however often it is sent. `alert` is what a confirmation or a trial is about, which
    looks for what `looked_for` says; the addresses `manage_url`, `stop_url` and `confirm_url` let whoever has them in.
    """

    id: str
    kind: DeliveryKind
    created_at: datetime
    subscriber: Subscriber
    language: str
    site: str
    manage_url: str
    stop_url: str
    confirm_url: str = ""
    alert: Alert | None = None
    looked_for: str = ""
    groups: tuple[NewsGroup, ...] = ()


class NewsSource(Protocol):
    """Says what documents are."""

    def items(self, alert: Alert, document_ids: Sequence[str]) -> Mapping[str, NewsItem]:
        """Those of the documents that are public now, with what answers the alert."""
        ...


class MessageChannel(Protocol):
    """Sends letters. Threads share it."""

    def round(self) -> AbstractContextManager[MessageChannel]:
        """A channel for the letters that one thread sends in a row: what takes long to open stays open between them."""
        ...

    def deliver(self, letter: Letter) -> None:
        """Hand the letter over. Raises `alerts.mail_sending.NotSentError` when another try may help and
        `alerts.mail_sending.RefusedMailError` when none will.
        """
        ...


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What channels are opened with. `private_targets`: addresses of this machine may be sent to, for tests."""

    mail_server: MailServer | None = None
    private_targets: bool = False


@runtime_checkable
class MessagePlugin(Protocol):
    """What a module of `alerts.channels` offers as `PLUGIN` when it sends messages."""

    def open_channel(self, settings: ChannelSettings) -> MessageChannel | None:
        """The channel; None where the settings do not allow for it."""
        ...
