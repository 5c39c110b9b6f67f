"""What alerts tell of documents: what a search for the same would show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from alerts.letter import Excerpt, NewsItem
from alerts.links import Links, alert_query
from domain.alerts import Alert
from domain.documents import DatePrecision
from search_api.answers import DateAnswer
from search_api.asking import SearchRequest
from search_api.search_answers import SearchHit
from search_api.service import SearchService

_EXCERPTS = 2
_DATES = {DatePrecision.DAY: "%d/%m/%Y", DatePrecision.MONTH: "%m/%Y", DatePrecision.YEAR: "%Y"}


class SearchNews:
    """See `alerts.letter.NewsSource`. The service is opened when something is told for the first time."""

    def __init__(self, open_service: Callable[[], SearchService], links: Links) -> None:
        self._open = open_service
        self._service: SearchService | None = None
        self._links = links

    def items(self, alert: Alert, document_ids: Sequence[str]) -> Mapping[str, NewsItem]:
        """Those of the documents that are public now, with what answers the alert."""
        self._service = self._service or self._open()
        hits = self._service.shown(alert_request(alert), document_ids)
        return {hit.id: self._item(hit, alert) for hit in hits}

    def _item(self, hit: SearchHit, alert: Alert) -> NewsItem:
        excerpts = [
            Excerpt(one.text, one.language, tuple((start, end) for start, end in one.highlights)) for one in hit.snippets
        ]
        return NewsItem(
            document_id=hit.id,
            title=hit.title.text,
            language=hit.title.language,
            url=self._links.document(hit.id, alert),
            facts=tuple(_facts(hit)),
            excerpts=tuple(excerpts[:_EXCERPTS]),
        )


def alert_request(alert: Alert) -> SearchRequest:
    """The search that an alert was saved from."""
    return SearchRequest(
        alert_query(alert),
        alert.filters,
        language=alert.language,
        facets=False,
        precision=alert.precision,
        translate=alert.translate,
    )


def _facts(hit: SearchHit) -> list[str]:
    said = [hit.type_label, hit.body.name if hit.body else None, hit.number, _day(hit.date) if hit.date else None]
    return [one for one in said if one]


def _day(answer: DateAnswer) -> str:
    return answer.value.strftime(_DATES[answer.precision])
