"""What a message says: made when it is its turn, so that nothing is told that is public no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from alerts.letter import Letter, NewsGroup, NewsItem, NewsSource
from alerts.links import Links
from alerts.wording import Wording
from archive.alerts.asking import TIME_TO_CONFIRM
from archive.store import Archive
from domain.alerts import DEADLINE_EDITION, Alert, AlertState, Delivery, DeliveryKind, Occasion, Subscriber, Told

MOST_ITEMS = 20
"""Documents that a message shows for one alert; the others are found where a link leads."""


class LetterWriter:
    """Writes the letters of deliveries."""

    def __init__(self, archive: Archive, news: NewsSource, links: Links) -> None:
        self._archive = archive
        self._news = news
        self._links = links

    def write(self, delivery: Delivery) -> Letter | None:
        """The letter; None when there is nothing (left) to tell."""
        subscriber = self._archive.alerts.saved.subscriber(delivery.subscriber_id)
        if subscriber is None:
            return None
        plain = self._plain(delivery, subscriber)
        if delivery.kind is DeliveryKind.LINK:
            return plain
        if delivery.kind is DeliveryKind.NEWS:
            groups = self._groups(delivery.told)
            language = groups[0].alert.language if groups else plain.language
            return replace(plain, groups=groups, alert=groups[0].alert, language=language) if groups else None
        alert = self._archive.alerts.saved.alert(delivery.alert_id)
        return None if alert is None else self._about(plain, alert)

    def _plain(self, delivery: Delivery, subscriber: Subscriber) -> Letter:
        return Letter(
            id=delivery.id,
            kind=delivery.kind,
            created_at=delivery.created_at,
            subscriber=subscriber,
            language=subscriber.language,
            site=self._links.site,
            manage_url=self._links.manage(subscriber),
            stop_url=self._links.stop(subscriber),
        )

    def _about(self, plain: Letter, alert: Alert) -> Letter | None:
        looked_for = Wording(self._archive).looked_for(alert, alert.language)
        letter = replace(plain, alert=alert, looked_for=looked_for, language=alert.language)
        if plain.kind is not DeliveryKind.CONFIRMATION:
            return letter
        if alert.state is not AlertState.UNCONFIRMED:
            return None
        until = plain.created_at + TIME_TO_CONFIRM
        return replace(letter, confirm_url=self._links.confirm(plain.subscriber, alert, until))

    def _groups(self, told: Iterable[Told]) -> tuple[NewsGroup, ...]:
        by_alert: dict[str, list[Told]] = defaultdict(list)
        for item in told:
            by_alert[item.alert_id].append(item)
        alerts = self._archive.alerts.saved.alerts(by_alert)
        wording = Wording(self._archive)
        groups = [group for alert in alerts.values() if (group := self._group(alert, by_alert[alert.id])).items]
        language = groups[0].alert.language if groups else ""
        return tuple(replace(group, looked_for=wording.looked_for(group.alert, language)) for group in groups)

    def _group(self, alert: Alert, told: Sequence[Told]) -> NewsGroup:
        newest = {item.document_id: item for item in told}
        public = self._archive.documents(newest)
        wanted = [item for item in newest.values() if item.document_id in public]
        shown = self._news.items(alert, [item.document_id for item in wanted][:MOST_ITEMS])
        items: list[NewsItem] = []
        for item in newest.values():
            if item.occasion is Occasion.WITHDRAWN:
                items.append(NewsItem(item.document_id, alert.name, alert.language, "", occasion=item.occasion))
            elif item.document_id in shown:
                items.append(_told(shown[item.document_id], item))
        return NewsGroup(alert, tuple(items), self._links.search(alert), max(0, len(wanted) - MOST_ITEMS))


def _told(item: NewsItem, told: Told) -> NewsItem:
    """The document, and on what occasion it is told of; of a deadline first of all its day."""
    if told.occasion is not Occasion.DEADLINE:
        return replace(item, occasion=told.occasion)
    day = date.fromisoformat(told.edition.removeprefix(DEADLINE_EDITION))
    return replace(item, occasion=told.occasion, facts=(f"{day:%d/%m/%Y}", *item.facts))
