"""How well searches find what they should: `python -m benchmarks.retrieval DIR`.

DIR holds `docs.jsonl` (objects with id, title, text), `queries.jsonl` (id, text) and `qrels.tsv` (query,
document, grade). Every query is parsed, planned and run as if somebody had typed it. Prints one line of JSON:
`mrr@10` (reciprocal rank of the first relevant document), `recall@10`, `recall@100` (share of the relevant
documents found), averaged over the queries that have any, `queries_per_second`, `documents_per_second`
(analysis included), `documents`, `queries`.

With `--ocr-noise 0.05`, that share of the characters of the documents is confused as optical character recognition
confuses them (`benchmarks.ocr_noise`), and what the noise costs is printed beside what it costs a search by exact forms
and light stems alone, in the same run.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

from analyzers.pipeline import Analyzer, default_analyzer
from analyzers.tokens import Token
from benchmarks.engines import empty_engine
from benchmarks.ocr_noise import add_noise
from domain.documents import Document, DocumentStatus, Page, TextSource
from domain.searching import Sort, Space, Window
from index.documents import index_document
from index.engine import IndexDocument, IndexReader, SearchEngine
from index.engines.tantivy import TantivyEngine
from index.planning import plan
from index.query_language import parse
from index.weights import Weights, shipped_weights

DEPTH = 100

Record = Mapping[str, str]
"""A document of a test set: id, title and text, its pages separated by form feeds."""

_NOTHING = Weights(**{field.name: 0.0 for field in fields(Weights)})
LIGHT_STEMS_ALONE = replace(_NOTHING, stem=1.0, title_stem=1.0)
"""Weights of a ranking by BM25 of light stems."""


@dataclass(frozen=True, slots=True)
class Topics:
    """A test set: the documents, the queries by id, and for each query the relevant documents."""

    documents: Sequence[Record]
    queries: Mapping[str, str]
    relevant: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Scores:
    """Averages over the queries of a run."""

    mrr_10: float
    recall_10: float
    recall_100: float


def load(folder: Path) -> Topics:
    """The test set in `folder`. Queries without a relevant document are left out."""
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        if int(grade) > 0:
            relevant[query].add(document)
    queries = {query["id"]: query["text"] for query in _lines(folder / "queries.jsonl")}
    return Topics(
        _lines(folder / "docs.jsonl"),
        {id_: text for id_, text in queries.items() if id_ in relevant},
        {id_: frozenset(documents) for id_, documents in relevant.items()},
    )


def fill(search_engine: SearchEngine, documents: Sequence[Record], analyzer: Analyzer) -> None:
    """Put the documents into the public space."""
    writer = search_engine.writer(Space.PUBLIC)
    writer.upsert(_index_document(row, record, analyzer) for row, record in enumerate(documents, start=1))
    writer.commit(len(documents))
    writer.close()


def run(reader: IndexReader, queries: Mapping[str, str], analyzer: Analyzer) -> dict[str, list[str]]:
    """For each query the documents found, best first, at most DEPTH."""
    return {id_: find(reader, text, analyzer) for id_, text in queries.items()}


def find(reader: IndexReader, text: str, analyzer: Analyzer) -> list[str]:
    """The documents that somebody who typed `text` would get."""
    answer = reader.search(plan(parse(text), analyzer), {}, Sort.RELEVANCE, Window(DEPTH), facets=False)
    return [hit.document_id for hit in answer.hits]


class LightStems(Analyzer):
    """Plain light stems, without a lexicon: what the shipped analysis is compared with."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def analyze(self, text: str) -> list[Token]:
        """The words of a text, each under its light stem alone."""
        return [one._replace(lemmas=(), roots=(), known=False) for one in self._analyzer.analyze(text)]


def evaluate(found: Mapping[str, Sequence[str]], relevant: Mapping[str, frozenset[str]]) -> Scores:
    """The scores of a run."""
    first = [_reciprocal_rank(ranking[:10], relevant[id_]) for id_, ranking in found.items()]
    recalls = [
        [len(relevant[id_].intersection(ranking[:depth])) / len(relevant[id_]) for id_, ranking in found.items()]
        for depth in (10, DEPTH)
    ]
    return Scores(_mean(first), _mean(recalls[0]), _mean(recalls[1]))


def measure_noise(folder: Path, state: Path, share: float) -> dict[str, float]:
    """Measure the test set in `folder` as it is and with noise, and return the line to print."""
    topics, analyzer = load(folder), default_analyzer(state)
    noisy = replace(topics, documents=[_with_noise(record, share) for record in topics.documents])
    line = {"ocr-noise": share}
    rankings = {"shipped": (analyzer, shipped_weights()), "light stem": (LightStems(analyzer), LIGHT_STEMS_ALONE)}
    for name, (made_with, weights) in rankings.items():
        clean, noised = (_mrr(one, made_with, weights) for one in (topics, noisy))
        line |= {f"{name} mrr@10": round(clean, 4), f"{name} mrr@10 with noise": round(noised, 4)}
        line[f"{name} loses"] = round(1 - noised / clean, 4) if clean else 0.0
    return line


def measure(folder: Path, state: Path, engine_name: str) -> dict[str, float | int]:
    """Index the test set in `folder`, run its queries and return the line to print."""
    topics, analyzer = load(folder), default_analyzer(state)
    with empty_engine(engine_name) as search_engine:
        started = time.perf_counter()
        fill(search_engine, topics.documents, analyzer)
        filled = time.perf_counter()
        found = run(search_engine.reader(Space.PUBLIC), topics.queries, analyzer)
        ended = time.perf_counter()
    scores = evaluate(found, topics.relevant)
    return {
        "mrr@10": round(scores.mrr_10, 4),
        "recall@10": round(scores.recall_10, 4),
        "recall@100": round(scores.recall_100, 4),
        "queries_per_second": round(len(topics.queries) / (ended - filled), 1),
        "documents_per_second": round(len(topics.documents) / (filled - started), 1),
        "documents": len(topics.documents),
        "queries": len(topics.queries),
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.retrieval", description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path, help="holds docs.jsonl, queries.jsonl and qrels.tsv")
    parser.add_argument("--engine", default="tantivy", help="a module of index/engines (default: %(default)s)")
    parser.add_argument("--state", type=Path, default=Path("state"), help="where the lexicon is, or is built")
    parser.add_argument("--ocr-noise", type=float, metavar="SHARE", help="of characters to confuse, 0 to 1")
    arguments = parser.parse_args()
    if arguments.ocr_noise is not None:
        print(json.dumps(measure_noise(arguments.directory, arguments.state, arguments.ocr_noise)))
        return
    print(json.dumps(measure(arguments.directory, arguments.state, arguments.engine)))


def _with_noise(record: Record, share: float) -> Record:
    title, text = (add_noise(record[name], share, f"{record['id']} {name}") for name in ("title", "text"))
    return {**record, "title": title, "text": text}


def _mrr(topics: Topics, analyzer: Analyzer, weights: Weights) -> float:
    with tempfile.TemporaryDirectory() as directory:
        search_engine = TantivyEngine(Path(directory))
        fill(search_engine, topics.documents, analyzer)
        reader = search_engine.reader(Space.PUBLIC).weighted(weights)
        return evaluate(run(reader, topics.queries, analyzer), topics.relevant).mrr_10


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _index_document(row: int, record: Record, analyzer: Analyzer) -> IndexDocument:
    entered = datetime(2000, 1, 1, tzinfo=UTC)
    titles = {"und": record["title"]}
    document = Document(record["id"], row, "other", titles, DocumentStatus.PUBLISHED, entered)
    texts = enumerate(record["text"].split("\f"), start=1)
    pages = (("v1", Page(number, text, TextSource.MARKUP, "benchmarks.retrieval")) for number, text in texts)
    return index_document(document, pages, analyzer)


def _reciprocal_rank(ranking: Sequence[str], relevant: frozenset[str]) -> float:
    return next((1 / rank for rank, id_ in enumerate(ranking, start=1) if id_ in relevant), 0.0)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


if __name__ == "__main__":
    main()
