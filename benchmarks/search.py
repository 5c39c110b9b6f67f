"""How fast searches are answered: `python -m benchmarks.search --documents 100000`.

Fills an archive in `--state` with that many documents of 300 words, Arabic and French, and indexes it as the worker does;
what is there already is used again. Then the real server answers over HTTP, facets counted, snippets written and every hit
checked against the archive: six kinds of queries, none asked twice, from 1 client and from 8 at the same time; and the
engine itself is asked for the documents that hold the same words. Prints one line of JSON, times in milliseconds: for each
kind under `1` and `8` the percentiles `p50`, `p95`, `p99` and the answers `per_second`, under `raw` those of the engine, and
`ratio_p95`, what one client's p95 is of the raw one after 10 ms are taken off. Beside them `p95`, the highest of one client,
`ratio_p95`, the highest of a kind, `analysed_per_second` (tokens, warm, on one core), `indexed_per_second` (documents; null
when all were there), `index_bytes`, `archive_bytes` and `server_bytes` (main memory), `documents`, `engine`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzers.lexicon import locate
from analyzers.pipeline import Analyzer
from app import wiring
from app.settings import Settings
from benchmarks.speed.asking import Raw, ask, ask_raw, percentiles
from benchmarks.speed.corpus import Corpus
from benchmarks.speed.filling import fill
from benchmarks.speed.questions import KINDS, Question, questions
from benchmarks.speed.serving import served
from domain.plugins import discover

_CLIENTS = (1, 8)
_WARM_UP = 60
_ALLOWED = 10.0
"""Milliseconds that an answer over HTTP may take beside what the engine takes."""
_ANALYSED = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks what: so many questions of each kind and number of clients, about so many documents."""

    documents: int
    questions: int


def measure(settings: Settings, asked: Asked) -> dict[str, Any]:
    """The line to print."""
    corpus = Corpus(locate(settings.state, settings.lexicon))
    indexed = fill(settings, corpus, asked.documents)
    analyzer = wiring.open_analyzer(settings)
    raw: Raw = discover("benchmarks.raw_engines")[settings.engine](settings.state / "index")
    sets = {kind: _sets(kind, corpus, asked) for kind in KINDS}
    with served(settings) as server:
        for warming, *_ in sets.values():
            ask(server.port, warming, 1)
        kinds = {kind: _kind(server.port, sets[kind], raw, analyzer) for kind in KINDS}
        memory = server.memory()
    return {
        "p95": max(kind["1"]["p95"] for kind in kinds.values()),
        "ratio_p95": max(kind["ratio_p95"] for kind in kinds.values()),
        **kinds,
        "analysed_per_second": round(analysis_speed(analyzer, [one.text for one in corpus.documents(_ANALYSED)])),
        "indexed_per_second": indexed and round(indexed, 1),
        "index_bytes": raw.size(),
        "archive_bytes": (settings.state / "archive.sqlite").stat().st_size,
        "server_bytes": memory,
        "documents": asked.documents,
        "engine": settings.engine,
    }


def analysis_speed(analyzer: Analyzer, texts: Sequence[str]) -> float:
    """Tokens a second, of texts whose words were all seen before."""
    tokens = sum(len(analyzer.analyze(text)) for text in texts)
    started = time.process_time()
    for text in texts:
        analyzer.analyze(text)
    return tokens / (time.process_time() - started)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.search", description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000, help="documents in the archive (default: %(default)s)")
    parser.add_argument("--questions", type=int, default=100, help="questions of each kind (default: %(default)s)")
    parser.add_argument("--engine", choices=discover("index.engines"), default="tantivy", help="default: %(default)s")
    parser.add_argument(
        "--state", type=Path, default=Path("state-speed"), help="where the filled archive is kept (default: %(default)s)"
    )
    arguments = parser.parse_args()
    settings = Settings(state=arguments.state, engine=arguments.engine)
    print(json.dumps(measure(settings, Asked(arguments.documents, arguments.questions))))


def _sets(kind: str, corpus: Corpus, asked: Asked) -> list[list[Question]]:
    """Questions to warm up with, and others for each number of clients."""
    count = asked.questions
    all_of_them = questions(kind, corpus, asked.documents, _WARM_UP + count * len(_CLIENTS))
    starts = [_WARM_UP + count * place for place in range(len(_CLIENTS))]
    return [all_of_them[:_WARM_UP], *(all_of_them[start : start + count] for start in starts)]


def _kind(port: int, sets: Sequence[Sequence[Question]], raw: Raw, analyzer: Analyzer) -> dict[str, Any]:
    times = {}
    for clients, some in zip(_CLIENTS, sets[1:], strict=True):
        waited, rate = ask(port, some, clients)
        times[str(clients)] = {**percentiles(waited), "per_second": round(rate, 1)}
    ask_raw(raw, _terms(sets[0], analyzer))
    plain = percentiles(ask_raw(raw, _terms(sets[1], analyzer)))
    ratio = max(0.0, times["1"]["p95"] - _ALLOWED) / plain["p95"]
    return {**times, "raw": plain, "ratio_p95": round(ratio, 3)}


def _terms(asked: Sequence[Question], analyzer: Analyzer) -> list[list[str]]:
    return [[token.exact for word in question.words for token in analyzer.analyze(word)] for question in asked]


if __name__ == "__main__":
    main()
