"""How fast suggestions come while somebody types: `python -m benchmarks.suggest [DIR…]`.

A server process of its own answers `/api/v1/suggest` over HTTP from an index of the sample archive's texts, and of every
DIR's `docs.jsonl`, repeated until there are `--documents`; one client types the topics of the bilingual benchmark letter by
letter, from the second letter on. Prints one line of JSON: `p50`, `p95`, `p99` and `slowest` in milliseconds, `keystrokes`,
the share of them that were `answered` with a suggestion, `documents`.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import socket
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, cycle, islice
from pathlib import Path
from urllib.parse import urlencode

import uvicorn

from analyzers.lexicon import locate
from analyzers.pipeline import Analyzer, default_analyzer
from app.settings import Settings
from app.web import application
from archive.store import Archive
from benchmarks.bilingual import distractors, sample_documents, topics
from benchmarks.ports import free_port
from demo.drafting import draft
from demo.register import bodies
from demo.slots import slots
from domain.searching import Space
from index.engine import IndexDocument
from index.open import engine

_DRAFTS = 240
_WARM_UP = 50
_PATIENCE = 120


def fill(folder: Path, directories: Sequence[Path], count: int, analyzer: Analyzer) -> None:
    """Put `count` documents into a new archive's index in `folder`, each with an id of its own."""
    archive = Archive(f"sqlite:///{folder}/archive.sqlite")
    archive.migrate()
    for body in bodies():
        archive.put_body(body)
    drafts = [draft(slot, 1) for slot in slots(_DRAFTS)]
    more = [distractors(directory, 1, analyzer) for directory in directories]
    made = list(chain(sample_documents(drafts, analyzer), *more))
    writer = engine("tantivy", folder / "index").writer(Space.PUBLIC)
    writer.upsert(_numbered(made, count))
    writer.commit(archive.last_change())
    writer.close()
    archive.close()


def keystrokes() -> list[str]:
    """What stands in the box after each letter of each topic, from the second letter on."""
    texts = [topic[language] for topic in topics() for language in ("ar", "fr")]
    return [text[:end] for text in texts for end in range(2, len(text) + 1)]


def serve(folder: Path, state: Path, port: int) -> None:
    """Answer on the loopback address, until the process is ended."""
    settings = Settings(state=folder, lexicon=locate(state, None))
    uvicorn.run(application(settings), host="127.0.0.1", port=port, log_level="warning")


def measure(directories: Sequence[Path], state: Path, count: int) -> dict[str, float | int]:
    """The line to print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder, directories, count, default_analyzer(state))
        with _served(folder, state) as port:
            connection = http.client.HTTPConnection("127.0.0.1", port)
            typed = keystrokes()
            for text in typed[:_WARM_UP]:
                _ask(connection, text)
            answers = [_ask(connection, text) for text in typed]
    times = sorted(elapsed for elapsed, _ in answers)
    return {
        **{f"p{share}": _milliseconds(times[len(times) * share // 100]) for share in (50, 95, 99)},
        "slowest": _milliseconds(times[-1]),
        "keystrokes": len(times),
        "answered": round(sum(found > 0 for _, found in answers) / len(answers), 3),
        "documents": count,
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.suggest", description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path, nargs="*", help="more documents beside the sample archive: docs.jsonl")
    parser.add_argument("--documents", type=int, default=10_000, help="documents in the index (default: %(default)s)")
    parser.add_argument("--state", type=Path, default=Path("state"), help="where the lexicon is, or is built")
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.directory, arguments.state, arguments.documents)))


@contextmanager
def _served(folder: Path, state: Path) -> Iterator[int]:
    port = free_port()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(folder, state.absolute(), port), daemon=True)
    process.start()
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.join()


def _wait_for(port: int) -> None:
    for _ in range(_PATIENCE * 10):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


def _ask(connection: http.client.HTTPConnection, text: str) -> tuple[float, int]:
    """The seconds an answer took, and how many suggestions it holds."""
    started = time.perf_counter()
    connection.request("GET", f"/api/v1/suggest?{urlencode({'q': text})}")
    body = connection.getresponse().read()
    return time.perf_counter() - started, len(json.loads(body)["suggestions"])


def _numbered(made: Sequence[IndexDocument], count: int) -> Iterator[IndexDocument]:
    for row, document in enumerate(islice(cycle(made), count), start=1):
        yield replace(document, id=f"d{row}", sort_key=row)


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)


if __name__ == "__main__":
    main()
