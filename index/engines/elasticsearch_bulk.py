"""Sending many entries to Elasticsearch: in parcels, again where a server was busy, more slowly the busier it is."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from elastic_transport import ConnectionTimeout
from elasticsearch import ApiError, Elasticsearch

from index.engine import IndexFaultError
from index.engines.elasticsearch_client import BUSY, fault, is_full_disk, reason
from index.engines.elasticsearch_entries import Action

logger = logging.getLogger(__name__)

PARCEL = 4 * 1024**2
"""Bytes of a request, unless one entry alone is longer."""

_SMALLEST = 64 * 1024
_TRIES = 8
_DISK_TRIES = 2
"""A full disk is not emptied by waiting a little."""

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 10.0
_BAD_DOCUMENT = frozenset({"document_parsing_exception", "mapper_parsing_exception", "illegal_argument_exception"})
"""What a server says of a document that it can't take, whatever is done. (A field that is not in the mapping is no fault
of one document: all have the same.)
"""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Of one try: what to send again and why, and how many the server will never take."""

    again: Sequence[Action]
    left_out: int
    why: str


@dataclass
class Bulk:
    """Sends to one cluster. `parcel` adapts: it is halved whenever a server says that it has too much to do, and grows
    again slowly.
    """

    client: Elasticsearch
    seconds: float
    pause: Callable[[float], None] = time.sleep
    parcel: int = field(default=PARCEL)

    def send(self, actions: Iterable[Action]) -> int:
        """Carry the actions out; none of an id may follow another of the same id. A document that the server can't take
        is left out and logged. Returns how many were left out. Raises IndexUnavailableError when the server stays busy,
        IndexFaultError when it takes none of our documents.
        """
        left_out = 0
        for parcel in self._parcels(actions):
            left_out += self._deliver(parcel)
        return left_out

    def _parcels(self, actions: Iterable[Action]) -> Iterator[list[Action]]:
        parcel: list[Action] = []
        size = 0
        for action in actions:
            if parcel and size + len(action.lines) > self.parcel:
                yield parcel
                parcel, size = [], 0
            parcel.append(action)
            size += len(action.lines)
        if parcel:
            yield parcel

    def _deliver(self, parcel: Sequence[Action]) -> int:
        left_out = 0
        for attempt in range(1, _TRIES + 1):
            outcome = self._try(parcel)
            left_out += outcome.left_out
            if not outcome.again:
                self.parcel = min(PARCEL, self.parcel + self.parcel // 8)
                return left_out
            if attempt == (_DISK_TRIES if is_full_disk(outcome.why) else _TRIES):
                raise fault(429, outcome.why)
            self._slow_down(attempt, outcome.why)
            parcel = outcome.again
        return left_out

    def _try(self, parcel: Sequence[Action]) -> _Outcome:
        try:
            return _outcome(parcel, self._post(parcel))
        except ConnectionTimeout as error:
            return _Outcome(parcel, 0, str(error))
        except ApiError as error:
            if error.status_code not in BUSY:
                raise
            return _Outcome(parcel, 0, reason(error.body))

    def _post(self, parcel: Sequence[Action]) -> Sequence[Mapping[str, Any]]:
        lines: Any = b"".join(action.lines for action in parcel).splitlines()
        client = self.client.options(request_timeout=self.seconds, max_retries=0)
        items: Sequence[Mapping[str, Any]] = client.bulk(operations=lines)["items"]
        return [next(iter(item.values())) for item in items]

    def _slow_down(self, attempt: int, why: str) -> None:
        logger.warning("Elasticsearch takes no more now (%s); try %d of %d", why, attempt, _TRIES)
        self.parcel = max(_SMALLEST, self.parcel // 2)
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempt)
        self.pause(pause * random.uniform(0.5, 1.0))  # noqa: S311 (so that several workers do not come back at once)


def _outcome(parcel: Sequence[Action], items: Sequence[Mapping[str, Any]]) -> _Outcome:
    """What became of a parcel's entries. To take out what is not there is no error."""
    again, left_out, why = [], 0, ""
    for action, item in zip(parcel, items, strict=True):
        error = item.get("error")
        if error is None:
            continue
        if int(item["status"]) in BUSY:
            again.append(action)
            why = reason(item)
        elif error.get("type") in _BAD_DOCUMENT:
            logger.error("Elasticsearch can't take %s: %s", action.id, reason(item))
            left_out += 1
        else:
            raise _of_all(int(item["status"]), reason(item))
    return _Outcome(again, left_out, why)


def _of_all(status: int, why: str) -> Exception:
    return fault(status, why) if status in {401, 403} else IndexFaultError(f"{status}: {why}")
