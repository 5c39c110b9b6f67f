"""How fast searches are answered: `python -m benchmarks.search --documents 100000`.

Fills an archive in `--state` with that many documents of 300 words, Arabic and French, and indexes it as the worker does;
what is there already is used again. Then the real server answers over HTTP, facets counted, snippets written and every hit
checked against the archive: six kinds of queries, none asked twice, from 1 client and from 8 at the same time; and the
engine itself is asked, without server: as our searches ask it, and for the documents that hold the same words.

Prints one line of JSON, times in milliseconds. For each kind: under `1` and `8` the percentiles `p50`, `p95`, `p99` and the
answers `per_second`, under `engine` what our searches ask of the engine, under `raw` the words alone, and `ratio_p95`, what
one client's p95 is of the raw one after 10 ms are taken off. Beside them `p95`, the highest of one client, `ratio_p95`, the
highest of a kind, `analysed_per_second` (tokens, warm, on one core), `indexed_per_second` (documents; null when all were
there), `index_bytes`, `archive_bytes` and `server_bytes` (main memory), `documents`, `engine`.
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
from benchmarks.speed.asking import Raw, ask, ask_engine, ask_raw, percentiles
from benchmarks.speed.corpus import Corpus
from benchmarks.speed.filling import fill
from benchmarks.speed.questions import KINDS, Question, questions
from benchmarks.speed.serving import served
from domain.plugins import discover
from domain.searching import Space

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


@dataclass(frozen=True, slots=True)
class _Sets:
    """Questions of a kind: to warm up with, for each number of clients, and for the engine alone."""

    warming: Sequence[Question]
    clients: Sequence[Sequence[Question]]
    engine: Sequence[Question]


def measure(settings: Settings, asked: Asked) -> dict[str, Any]:
    """The line to print."""
    corpus = Corpus(locate(settings.state, settings.lexicon))
    indexed = fill(settings, corpus, asked.documents)
    analyzer = wiring.open_analyzer(settings)
    raw: Raw = discover("benchmarks.raw_engines")[settings.engine](settings.state / "index")
    sets = {kind: _sets(kind, corpus, asked) for kind in KINDS}
    with served(settings) as server:
        for some in sets.values():
            ask(server.port, some.warming, 1)
        kinds = {kind: _kind(server.port, sets[kind], raw, analyzer) for kind in KINDS}
        memory = server.memory()
    reader = wiring.open_engine(settings).reader(Space.PUBLIC)
    for kind, some in sets.items():
        ask_engine(reader, some.warming, analyzer)
        kinds[kind]["engine"] = percentiles(ask_engine(reader, some.engine, analyzer))
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


def _sets(kind: str, corpus: Corpus, asked: Asked) -> _Sets:
    """As many of each as are wanted, fewer where there are not so many different ones."""
    different = questions(kind, corpus, asked.documents, _WARM_UP + asked.questions * (len(_CLIENTS) + 1))
    share = (len(different) - _WARM_UP) // (len(_CLIENTS) + 1)
    *clients, engine = (different[_WARM_UP + share * place :][:share] for place in range(len(_CLIENTS) + 1))
    return _Sets(different[:_WARM_UP], clients, engine)


def _kind(port: int, sets: _Sets, raw: Raw, analyzer: Analyzer) -> dict[str, Any]:
    times: dict[str, Any] = {}
    for clients, some in zip(_CLIENTS, sets.clients, strict=True):
        waited, rate = ask(port, some, clients)
        times[str(clients)] = {**percentiles(waited), "per_second": round(rate, 1)}
    ask_raw(raw, _terms(sets.warming, analyzer))
    plain = percentiles(ask_raw(raw, _terms(sets.clients[0], analyzer)))
    ratio = max(0.0, times["1"]["p95"] - _ALLOWED) / plain["p95"]
    return {**times, "raw": plain, "ratio_p95": round(ratio, 3)}


def _terms(asked: Sequence[Question], analyzer: Analyzer) -> list[list[str]]:
    return [[token.exact for word in question.words for token in analyzer.analyze(word)] for question in asked]


if __name__ == "__main__":
    main()
