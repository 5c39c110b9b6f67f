"""How fast new documents are matched with saved searches: `python -m benchmarks.alerts`.

Searches of the kinds of `benchmarks.speed` are drawn from documents of an archive and saved; `--documents` others are then
published at once. Prints one line of JSON: `seconds` to find all matches with `StandingQueries`, `one_by_one_seconds` to ask
every search of the same in-memory index, `speedup`, and `disagreements`, the pairs of search and document that only one
of the two found. `sizes` holds the same figures for a hundredth and a tenth of the searches; `memory` is what the saved
searches take, in bytes, `planning_seconds` what making plans of them took, `indexing_seconds` what the index took.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar

import psutil

from analyzers.lexicon import locate
from analyzers.pipeline import Analyzer, default_analyzer
from benchmarks.speed.corpus import Corpus, Written
from benchmarks.speed.questions import KINDS, Question, questions
from domain.documents import DatedValue, Document, DocumentStatus, Page, TextSource
from index.documents import index_document
from index.engine import IndexDocument
from index.engines.tantivy_memory import MemoryIndex
from index.planning import plan
from index.query_language import parse
from index.standing.queries import Match, StandingQueries, StandingQuery

_ARCHIVE = 5_000
"""Documents that the searches are drawn from; those published have the numbers behind."""

_ENTERED = datetime(2025, 1, 1, tzinfo=UTC)
_SHARES = (100, 10, 1)

T = TypeVar("T")


class Archive(Corpus):
    """A corpus whose documents are made once, however many searches are drawn from each."""

    def __init__(self, lexicon: Path) -> None:
        super().__init__(lexicon)
        self._made: dict[int, Written] = {}

    def document(self, number: int) -> Written:
        """The document of that number, from 1."""
        if number not in self._made:
            self._made[number] = super().document(number)
        return self._made[number]


@dataclass(frozen=True, slots=True)
class Figures:
    """One comparison of both ways to match."""

    searches: int
    candidates: int
    matches: int
    seconds: float
    one_by_one_seconds: float
    disagreements: int

    def line(self) -> dict[str, float | int]:
        """The figures to print."""
        return {
            "searches": self.searches,
            "seconds": round(self.seconds, 4),
            "one_by_one_seconds": round(self.one_by_one_seconds, 4),
            "speedup": round(self.one_by_one_seconds / self.seconds, 1),
            "disagreements": self.disagreements,
            "candidates": self.candidates,
            "matches": self.matches,
        }


def saved_searches(corpus: Corpus, count: int) -> Iterator[Question]:
    """`count` different searches, the kinds by turns as long as there are new ones of each."""
    by_kind = [questions(kind, corpus, _ARCHIVE, -(-count // (len(KINDS) - 2))) for kind in KINDS]
    mixed = (question for some in zip_longest(*by_kind) for question in some if question is not None)
    return (question for _, question in zip(range(count), mixed, strict=False))


def standing_query(number: int, question: Question, analyzer: Analyzer) -> StandingQuery:
    """A search as it is saved."""
    filters = {field: [value] for field, value in question.filters.items()}
    return StandingQuery(f"s{number}", plan(parse(question.query), analyzer), filters)


def new_document(written: Written, analyzer: Analyzer) -> IndexDocument:
    """A document as the matcher takes it."""
    document = Document(
        id=f"d{written.number}",
        row=written.number,
        type=written.type,
        titles=written.titles,
        status=DocumentStatus.PUBLISHED,
        entered_at=_ENTERED,
        body_id=written.body,
        organization_id=written.organization,
        decided_on=DatedValue(written.day),
        languages=written.languages,
    )
    pages = [("v", Page(number, text, TextSource.MARKUP, "")) for number, text in enumerate(written.pages, start=1)]
    return index_document(document, pages, analyzer)


def compare(queries: Sequence[StandingQuery], documents: Sequence[IndexDocument], index: MemoryIndex) -> Figures:
    """Match both ways."""
    standing = StandingQueries(queries)
    gc.collect()
    seconds, found = _timed(lambda: set(standing.match(documents, index)))
    one_by_one, expected = _timed(lambda: set(_one_by_one(queries, index)))
    candidates = len(standing.candidates(documents))
    return Figures(len(queries), candidates, len(expected), seconds, one_by_one, len(found ^ expected))


def measure(count: int, documents: int, state: Path) -> dict[str, object]:
    """The line to print."""
    analyzer = default_analyzer(state)
    corpus = Archive(locate(state, None))
    asked = list(saved_searches(corpus, count))
    new = [new_document(corpus.document(_ARCHIVE + number), analyzer) for number in range(1, documents + 1)]
    before = _memory()
    planning, queries = _timed(lambda: [standing_query(number, one, analyzer) for number, one in enumerate(asked)])
    kept = StandingQueries(queries)
    memory = _memory() - before
    del kept
    indexing, index = _timed(lambda: MemoryIndex(new))
    sizes = [compare(queries[: max(1, count // share)], new, index) for share in _SHARES]
    return {
        **sizes[-1].line(),
        "documents": documents,
        "sizes": [one.line() for one in sizes[:-1]],
        "memory": memory,
        "planning_seconds": round(planning, 1),
        "indexing_seconds": round(indexing, 3),
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.alerts", description=__doc__.splitlines()[0])
    parser.add_argument("--searches", type=int, default=100_000, help="saved searches (default: %(default)s)")
    parser.add_argument("--documents", type=int, default=100, help="documents published at once (default: %(default)s)")
    parser.add_argument("--state", type=Path, default=Path("state"), help="where the lexicon is, or is built")
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.searches, arguments.documents, arguments.state)))


def _one_by_one(queries: Sequence[StandingQuery], index: MemoryIndex) -> Iterator[Match]:
    for query in queries:
        for document_id in index.matching(query.plan, query.filters):
            yield Match(query.id, document_id)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    done = work()
    return time.perf_counter() - started, done


def _memory() -> int:
    gc.collect()
    return int(psutil.Process().memory_info().rss)


if __name__ == "__main__":
    main()
