"""How fast a document's relations are found: `python -m benchmarks.related STATE`.

STATE is the state folder of a filled archive, whose worker need not run. Asks the service, in process and with nothing
analysed before, what `--documents` published documents spread over the archive cite, are cited by and are like. Prints one
line of JSON: for `citations` and `similar` the `p50`, `p95` and `slowest` in milliseconds and the share of documents for
which something was `found`; `published` documents in the archive.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.settings import Settings
from app.wiring import open_archive, open_service
from archive.store import Archive
from search_api.records import is_public
from search_api.service import SearchService


def chosen(archive: Archive, count: int) -> list[str]:
    """At most so many published documents, in even steps over the whole archive."""
    ids = list(archive.all_document_ids())
    wanted = archive.documents(ids[:: max(1, len(ids) // count)][:count])
    return [id_ for id_, document in wanted.items() if is_public(document)]


def measure(state: Path, count: int) -> dict[str, object]:
    """The line to print."""
    settings = Settings(state=state)
    archive = open_archive(settings)
    service = open_service(settings, archive)
    ids = chosen(archive, count)
    return {
        "citations": _timed(ids, lambda id_: _has_citations(service, id_)),
        "similar": _timed(ids, lambda id_: bool((found := service.similar(id_)) and found.similar)),
        "published": archive.counts().published,
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.related", description=__doc__.splitlines()[0])
    parser.add_argument("state", type=Path, help="state folder of a filled archive")
    parser.add_argument("--documents", type=int, default=200, help="documents that are asked about (default: %(default)s)")
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.state, arguments.documents)))


def _has_citations(service: SearchService, document_id: str) -> bool:
    found = service.citations(document_id)
    return found is not None and bool(found.cites or found.cited_by)


def _timed(ids: Sequence[str], ask: Callable[[str], bool]) -> dict[str, float]:
    answers = [_ask(id_, ask) for id_ in ids]
    times = sorted(elapsed for elapsed, _ in answers)
    shares = {f"p{share}": _milliseconds(times[len(times) * share // 100]) for share in (50, 95)}
    found = sum(found for _, found in answers) / len(answers)
    return {**shares, "slowest": _milliseconds(times[-1]), "found": round(found, 3)}


def _ask(document_id: str, ask: Callable[[str], bool]) -> tuple[float, bool]:
    started = time.perf_counter()
    found = ask(document_id)
    return time.perf_counter() - started, found


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)


if __name__ == "__main__":
    main()
