"""Any search as a calendar: the meetings and deadlines that its full matches tell of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alerts.calendar import Appointment, EventCalendar
from alerts.feed import Feed, stable_id
from archive.clock import now
from archive.store import Archive
from domain.calendar import Event, EventKind
from domain.description import Field
from domain.documents import Document
from domain.records import UNDETERMINED
from domain.translation import translate
from search_api.asking import SearchRequest
from search_api.feeds import FeedAddress, make_feed
from search_api.labels import Labels
from search_api.records import is_public
from search_api.results import facet_values
from search_api.service import SearchService

PAST = timedelta(days=30)
"""How long a day stays in calendars when it is over."""

MOST_EVENTS = 1_000
"""Events looked at, the earliest ones."""


@dataclass(frozen=True, slots=True)
class Calendars:
    """Makes calendars. Of a document that is public no more nothing is told but that what it told is cancelled, and to
    every search with fitting filters: which words it held is not looked up any more.
    """

    archive: Archive
    service: SearchService
    clock: Callable[[], datetime] = now

    def make(self, request: SearchRequest, address: FeedAddress) -> EventCalendar:
        """The calendar of a search."""
        today = self.clock().date()
        events = self.archive.alerts.calendar.since(today - PAST, MOST_EVENTS)
        documents = self.archive.documents(event.document_id for event in events)
        public = {id_ for id_, document in documents.items() if is_public(document)}
        matching = self.service.matching(request, public)
        labels = Labels(request.language, self.archive.bodies(), self.archive.organizations())
        shown = [
            self._appointment(event, documents[event.document_id], labels, address)
            if event.document_id in matching
            else _withdrawn(event, request.language)
            for event in events
            if event.document_id in matching
            or (_is_taken_back(event, today, public) and _holds(documents.get(event.document_id), request.filters))
        ]
        return _calendar(make_feed(request, (), address), request.language, shown)

    def _appointment(self, event: Event, document: Document, labels: Labels, address: FeedAddress) -> Appointment:
        title, language = document.title(labels.language)
        kind = _kind(event.kind, labels.language)
        body = labels.body(document.body_id)
        references = self.archive.descriptions.of(document.id).values(Field.TENDER_REFERENCE)[:1]
        url = address.document(document.id, labels.language)
        facts = [labels.type(document.type), *([body.name] if body else []), *references]
        return Appointment(
            id=_uid(event),
            title=translate(labels.language, "calendar.event", kind=kind, title=title),
            language=labels.language if language == UNDETERMINED else language,
            day=event.day,
            sequence=event.sequence,
            changed_at=event.changed_at,
            category=kind,
            cancelled=event.cancelled,
            url=url,
            description="\n".join((" · ".join(facts), url)),
        )


def _calendar(feed: Feed, language: str, shown: Sequence[Appointment]) -> EventCalendar:
    title = translate(language, "calendar.title", title=feed.title)
    key = stable_id("calendar", feed.id)
    return EventCalendar(key, title, language, feed.url, feed.page_url, tuple(shown))


def _is_taken_back(event: Event, today: date, public: Iterable[str]) -> bool:
    """Whether a calendar may have to take back what a document told that is public no more."""
    return event.cancelled and event.document_id not in public and event.day >= today


def _holds(document: Document | None, filters: Mapping[str, Sequence[str]]) -> bool:
    """Whether a record answers chosen facet values."""
    if document is None:
        return False
    held = set(facet_values(document))
    return all(any((field, value) in held for value in chosen) for field, chosen in filters.items() if chosen)


def _withdrawn(event: Event, language: str) -> Appointment:
    kind = _kind(event.kind, language)
    return Appointment(
        id=_uid(event),
        title=translate(language, "calendar.cancelled", kind=kind),
        language=language,
        day=event.day,
        sequence=event.sequence,
        changed_at=event.changed_at,
        category=kind,
        cancelled=True,
    )


def _uid(event: Event) -> str:
    return stable_id("event", f"{event.document_id}/{event.kind}")


def _kind(kind: EventKind, language: str) -> str:
    return translate(language, f"calendar.{kind}")
