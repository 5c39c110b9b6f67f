"""What people have asked to be told of, and what they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.searching import Precision

FIRST_EDITION = "first"
"""The edition of a document that was not public before, or of which something can be read for the first time."""


DEADLINE_EDITION = "deadline-"
"""How the edition begins, with the day behind, by which it is told that a deadline is near."""


class Frequency(StrEnum):
    """How often somebody wants to be told."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


class AlertState(StrEnum):
    """Whether an alert, or an address, is told: it has to be confirmed first, and may be paused."""

    UNCONFIRMED = "unconfirmed"
    ACTIVE = "active"
    PAUSED = "paused"


class AlertKind(StrEnum):
    """What an alert waits for: documents that a search finds, what happens to one document, or to a tender."""

    SEARCH = "search"
    DOCUMENT = "document"
    TENDER = "tender"


class Occasion(StrEnum):
    """Why a document is news. DEADLINE: bids are due in a few days."""

    PUBLISHED = "published"
    READABLE = "readable"
    NEW_VERSION = "new_version"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    DEADLINE = "deadline"


class DeliveryKind(StrEnum):
    """What a message is about: news, the link that confirms an alert, the link to all alerts, or a try of a channel."""

    NEWS = "news"
    CONFIRMATION = "confirmation"
    LINK = "link"
    TRIAL = "trial"


class DeliveryState(StrEnum):
    """How far a message is. DROPPED: there was nothing left to tell when it was its turn."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Somebody who is told: an e-mail address, which is only written to for confirmation until its owner has confirmed.

    `bounces` counts the messages in a row that the address refused; `key` is secret and signs the links in messages: a
    new one makes old links void.
    """

    id: str
    address: str = field(repr=False)
    language: str
    state: AlertState
    key: str = field(repr=False)
    bounces: int = 0


@dataclass(frozen=True, slots=True)
class Alert:
    """A saved search, or a document or tender that is followed.

    `text` is what was typed, or the followed document's id, or the tender's reference; `filters` are the chosen facet
    values, for a tender the body whose it is. `language` is the one
    in which to tell. `target` is where to, for channels other than e-mail, and `secret` what signs it. Only publications
    with a number above `since` count.
    """

    id: str
    subscriber_id: str
    kind: AlertKind
    name: str
    text: str
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    precision: Precision = Precision.FORMS
    translate: bool = True
    language: str = "ar"
    frequency: Frequency = Frequency.DAILY
    channel: str = "email"
    target: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    state: AlertState = AlertState.UNCONFIRMED
    since: int = 0


@dataclass(frozen=True, slots=True)
class Publication:
    """Something to be told of a document. `edition` names the version, correction or withdrawal that is news: nobody is
    told of one twice.
    """

    number: int
    document_id: str
    edition: str
    occasion: Occasion
    at: datetime


@dataclass(frozen=True, slots=True)
class AlertHit:
    """An alert that a publication concerns."""

    alert_id: str
    publication: Publication


@dataclass(frozen=True, slots=True)
class Told:
    """One thing a delivery tells: which document, why, and for which alert."""

    alert_id: str
    document_id: str
    edition: str
    occasion: Occasion


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one subscriber over one channel. `alert_id` is the alert that it is about, "" for what is told of
    several; `told` the news, those left out whose alert is paused or gone.

    `id` is the same however often it is tried, so that a repeat can be recognised. `attempts` are those begun so far.
    """

    id: str
    kind: DeliveryKind
    subscriber_id: str
    channel: str
    alert_id: str
    state: DeliveryState
    attempts: int
    due_at: datetime
    created_at: datetime
    told: tuple[Told, ...] = ()
    error: str = ""
