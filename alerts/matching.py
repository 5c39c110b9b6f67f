"""Which alerts new publications concern: looked up once, and written down together with how far that has come.

A publication is a row of the archive that was written with what it tells, so none is missed; what was found and the number
of the last publication are one transaction, so none is matched twice. What an alert finds is what its search would find,
were it asked of the new documents alone (docs/adr/0032).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from alerts.follows import Follows
from analyzers.pipeline import Analyzer
from archive.store import Archive
from domain.alerts import Alert, AlertHit, AlertKind, Occasion, Publication
from domain.description import Field
from domain.documents import Body, Document, DocumentStatus, Organization
from index.documents import index_document
from index.engines.tantivy_memory import MemoryIndex
from index.standing.queries import StandingQueries, StandingQuery
from index.typed import QueryPlanner

_MOST_PAGES = 1_000
"""Pages that are matched at once, unless one document alone has more."""

_OF_FOLLOWED = frozenset(
    {Occasion.READABLE, Occasion.NEW_VERSION, Occasion.CORRECTED, Occasion.WITHDRAWN, Occasion.DEADLINE}
)
_OF_FOUND = frozenset({Occasion.PUBLISHED, Occasion.READABLE, Occasion.NEW_VERSION, Occasion.CORRECTED})


class AlertMatcher:
    """Keeps all alerts planned, in step with the archive. For one thread."""

    def __init__(self, archive: Archive, analyzer: Analyzer) -> None:
        self._archive = archive
        self._analyzer = analyzer
        self._change: int | None = None
        self._councils: object = None
        self._planner = QueryPlanner(analyzer, (), ())
        self._searches = StandingQueries()
        self._follows = Follows()

    def step(self) -> int:
        """Match the next publications; how many were done with, 0 when there is none."""
        before, found = self._archive.alerts.publishing.unmatched()
        while found:
            self._refresh()
            batch, documents = self._batch(found)
            hits = [*self._found(batch, documents), *self._following(batch)]
            matched = before, batch[-1].number
            if self._archive.alerts.publishing.record_hits(hits, matched, self._change or 0):
                return len(batch)
            before, found = self._archive.alerts.publishing.unmatched()
        return 0

    def _refresh(self) -> None:
        """Take in what changed among alerts, and all of them anew when a council has another name."""
        councils = self._archive.bodies(), self._archive.organizations()
        if councils != self._councils or self._change is None:
            self._load(*councils)
            self._councils = councils
            return
        self._change, changed = self._archive.alerts.saved.changed_after(self._change)
        for alert_id, alert in changed.items():
            self._forget(alert_id)
            if alert is not None:
                self._keep(alert)

    def _load(self, bodies: Sequence[Body], organizations: Sequence[Organization]) -> None:
        self._planner = QueryPlanner(self._analyzer, bodies, organizations)
        self._change = self._archive.alerts.saved.last_change()
        self._searches = StandingQueries()
        self._follows = Follows()
        for alert in self._archive.alerts.saved.told():
            self._keep(alert)

    def _keep(self, alert: Alert) -> None:
        if alert.kind is not AlertKind.SEARCH:
            self._follows.put(alert)
            return
        plan = self._planner.plan(alert.text, alert.precision, alert.translate)
        self._searches.put(StandingQuery(alert.id, plan, alert.filters))

    def _forget(self, alert_id: str) -> None:
        self._searches.remove(alert_id)
        self._follows.remove(alert_id)

    def _batch(self, found: Sequence[Publication]) -> tuple[Sequence[Publication], list[Document]]:
        """As many of the publications as have few enough pages, and the public documents that they are of."""
        documents = self._archive.documents(dict.fromkeys(one.document_id for one in found))
        pages = 0
        for place, publication in enumerate(found):
            document = documents.get(publication.document_id)
            pages += _page_count(document) if document else 0
            if pages > _MOST_PAGES and place:
                found = found[:place]
                break
        wanted = {one.document_id for one in found if one.occasion in _OF_FOUND}
        return found, [one for one in documents.values() if one.id in wanted and one.status is DocumentStatus.PUBLISHED]

    def _found(self, batch: Sequence[Publication], documents: Iterable[Document]) -> Iterator[AlertHit]:
        """The searches that find one of the documents."""
        if not len(self._searches):
            return
        read = [index_document(one, self._archive.document_pages(one), self._analyzer) for one in documents]
        if not read:
            return
        for match in self._searches.match(read, MemoryIndex(read)):
            yield from (AlertHit(match.query_id, one) for one in _of(batch, match.document_id, _OF_FOUND))

    def _following(self, batch: Iterable[Publication]) -> Iterator[AlertHit]:
        """The alerts that follow one of the documents, or the tender that it is about."""
        for one in batch:
            followers = self._follows.of_document(one.document_id) if one.occasion in _OF_FOLLOWED else frozenset()
            yield from (AlertHit(alert_id, one) for alert_id in sorted(followers | self._following_tender(one)))

    def _following_tender(self, publication: Publication) -> frozenset[str]:
        if not self._follows.tenders:
            return frozenset()
        document = self._archive.document(publication.document_id)
        if document is None:
            return frozenset()
        references = self._archive.descriptions.of(document.id).values(Field.TENDER_REFERENCE)
        return self._follows.of_tender(references, document.body_id)


def _of(batch: Iterable[Publication], document_id: str, occasions: frozenset[Occasion]) -> Iterator[Publication]:
    return (one for one in batch if one.document_id == document_id and one.occasion in occasions)


def _page_count(document: Document) -> int:
    return sum(file.current.page_count for file in document.files if file.versions)
