"""Every entry that answers, however many: a point in time, gone through with `search_after`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

_AT_ONCE = 5_000
_KEEP = "2m"


def every_hit(client: Elasticsearch, index: str, query: Mapping[str, Any], field: str | None = None) -> Iterator[Any]:
    """The id of every entry that answers `query`, or its value of `field`, as all stood at one moment; nothing of an index
    that is not there.
    """
    try:
        moment = client.open_point_in_time(index=index, keep_alive=_KEEP)["id"]
    except NotFoundError:
        return
    fetched: dict[str, Any] = {"stored_fields": "_none_", "docvalue_fields": [field]} if field else {}
    after: list[Any] | None = None
    try:
        while True:
            found = client.search(
                query=query,
                size=_AT_ONCE,
                pit={"id": moment, "keep_alive": _KEEP},
                sort=["_shard_doc"],
                search_after=after,
                track_total_hits=False,
                source=False,
                **fetched,
            )
            hits, moment = found["hits"]["hits"], found["pit_id"]
            yield from (hit["fields"][field][0] if field else hit["_id"] for hit in hits)
            if len(hits) < _AT_ONCE:
                return
            after = hits[-1]["sort"]
    finally:
        client.close_point_in_time(id=moment)
