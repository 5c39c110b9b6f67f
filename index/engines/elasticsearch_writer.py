"""Writing one generation of a space with Elasticsearch."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain

from elasticsearch import Elasticsearch

from index.cluster import Cluster
from index.engine import IndexDocument, IndexUnavailableError, Trouble
from index.engines.elasticsearch_bulk import Bulk
from index.engines.elasticsearch_client import engine_errors
from index.engines.elasticsearch_entries import (
    Action,
    document_marker,
    page_marker,
    put_document,
    put_page,
    take_out,
)
from index.engines.elasticsearch_lease import Lease
from index.engines.elasticsearch_listing import every_hit
from index.engines.elasticsearch_pending import Pending
from index.engines.elasticsearch_schema import Names, committed_change

logger = logging.getLogger(__name__)

_AT_ONCE = 1_000
"""Documents whose pages are looked up in one request."""

_SHOWINGS = 5
_PAUSE = 0.5
"""Seconds between tries to have all copies show what was put in."""


class ElasticsearchWriter:
    """`index.engine.IndexWriter` over one generation.

    What was put in waits on this machine until the commit, which sends it and then has the servers show it: pages, then
    documents, then the marker with the number. A kill in between leaves the smaller number, and the changes after it are
    replayed. Entries have ids of their own, so whatever is sent twice is there once.
    """

    def __init__(self, client: Elasticsearch, cluster: Cluster, names: Names, generation: str) -> None:
        self._client = client
        self._refreshing = client.options(request_timeout=cluster.writing_seconds)
        self._documents, self._pages = names.of(generation)
        self._bulk = Bulk(client, cluster.writing_seconds)
        self._lease = Lease(client, cluster.prefix, self._documents)
        with engine_errors():
            self._lease.take()
            self._show(self._pages)  # so that pages a killed writer left are seen, and replaced
        self._pending: Pending | None = Pending()

    def upsert(self, documents: Iterable[IndexDocument]) -> None:
        """See `index.engine.IndexWriter.upsert`."""
        for document in documents:
            pages = (put_page(self._pages, document, page) for page in document.pages)
            self._open.put(document.id, put_document(self._documents, document), pages)

    def delete(self, document_ids: Iterable[str]) -> None:
        """See `index.engine.IndexWriter.delete`."""
        for document_id in document_ids:
            self._open.take_out(document_id)

    def commit(self, change: int) -> None:
        """See `index.engine.IndexWriter.commit`. What could not be sent stays, to be sent by the next commit."""
        with engine_errors():
            self._send(self._open)
            self._bulk.send([document_marker(self._documents, change), page_marker(self._pages)])
            self._show(self._documents)
        self._open.clear()

    def committed_change(self) -> int:
        """See `index.engine.IndexWriter.committed_change`."""
        with engine_errors():
            return committed_change(self._client, self._documents)

    def close(self) -> None:
        """See `index.engine.IndexWriter.close`."""
        pending, self._pending = self._pending, None
        if pending is not None:
            pending.close()
            with suppress(IndexUnavailableError), engine_errors():  # away: the lease ends by itself
                self._lease.give_back()

    @property
    def _open(self) -> Pending:
        if self._pending is None:
            raise ValueError("the writer is closed")
        return self._pending

    def _send(self, pending: Pending) -> None:
        gone = (take_out(self._documents, id_) for id_ in pending.removed)
        self._send_all(chain(pending.pages(), self._stale_pages(pending)), self._pages)
        self._send_all(chain(pending.documents(), gone), self._documents)

    def _send_all(self, actions: Iterable[Action], index: str) -> None:
        self._bulk.send(self._guarded(actions))
        self._show(index)

    def _show(self, index: str) -> None:
        """Have every copy show what was put in. One that did not is named in an answer that is none of an error: it would
        go on answering searches as before.
        """
        for attempt in range(1, _SHOWINGS + 1):
            shards = self._refreshing.indices.refresh(index=index)["_shards"]
            if not shards["failed"]:
                return
            logger.warning("%d copies of %s do not show what was put in; try %d", shards["failed"], index, attempt)
            time.sleep(_PAUSE)
        raise IndexUnavailableError(Trouble.BUSY, f"{shards['failed']} copies of {index} do not show what was put in")

    def _guarded(self, actions: Iterable[Action]) -> Iterable[Action]:
        """The same, the right to write renewed on the way."""
        self._lease.renew()
        for action in actions:
            self._lease.renew()
            yield action

    def _stale_pages(self, pending: Pending) -> Iterable[Action]:
        """Pages of the documents' states before that are not among those to be put in."""
        kept = pending.page_ids
        ids = pending.ids
        for first in range(0, len(ids), _AT_ONCE):
            query = {"terms": {"doc_id": ids[first : first + _AT_ONCE]}}
            stale = [id_ for id_ in every_hit(self._client, self._pages, query) if id_ not in kept]
            yield from (take_out(self._pages, id_) for id_ in stale)
