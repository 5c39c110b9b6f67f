"""Clients that ask, and how long they waited."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from analyzers.pipeline import Analyzer
from benchmarks.speed.questions import Question
from domain.searching import Sort, Window
from index.engine import IndexReader
from index.planning import plan
from index.query_language import parse

Seconds = list[float]
_SHARES = (50, 95, 99)


class Raw(Protocol):
    """An engine itself, asked for public documents that hold all of some exact terms (`benchmarks.raw_engines`)."""

    def search(self, terms: Sequence[str]) -> int:
        """Search for the best ten; how many came back."""
        ...

    def size(self) -> int:
        """The bytes that the public index takes."""
        ...


def ask(port: int, questions: Sequence[Question], clients: int) -> tuple[Seconds, float]:
    """Let so many clients ask at the same time, each its share of the questions one after the other.

    Returns how long each answer took and how many came a second. Raises RuntimeError for an answer that is none.
    """
    shares = [questions[first::clients] for first in range(clients)]
    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        times = [elapsed for part in pool.map(lambda share: _one_client(port, share), shares) for elapsed in part]
    return times, len(times) / (time.perf_counter() - started)


def ask_engine(reader: IndexReader, questions: Sequence[Question], analyzer: Analyzer) -> Seconds:
    """How long our own ranking, counts and facets take in the engine: no HTTP, no records, no snippets."""
    times = []
    for question in questions:
        planned = plan(parse(question.query), analyzer)
        filters = {field: [value] for field, value in question.filters.items()}
        started = time.perf_counter()
        reader.search(planned, filters, Sort.RELEVANCE, Window())
        times.append(time.perf_counter() - started)
    return times


def ask_raw(raw: Raw, terms: Iterable[Sequence[str]]) -> Seconds:
    """How long the engine itself takes for each of the queries."""
    times = []
    for one in terms:
        started = time.perf_counter()
        raw.search(one)
        times.append(time.perf_counter() - started)
    return times


def percentiles(times: Seconds) -> dict[str, float]:
    """The median and the ends of the times, in milliseconds."""
    ordered = sorted(times)
    return {f"p{share}": milliseconds(ordered[len(ordered) * share // 100]) for share in _SHARES}


def milliseconds(seconds: float) -> float:
    """Rounded to hundredths."""
    return round(seconds * 1000, 2)


def _one_client(port: int, questions: Sequence[Question]) -> Seconds:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = []
    for question in questions:
        started = time.perf_counter()
        connection.request("GET", question.address)
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - started)
        if answer.status != http.client.OK:
            raise RuntimeError(f"{answer.status} for {question.address}")
    connection.close()
    return times
