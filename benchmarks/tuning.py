"""Find the weights of the ranking: `python -m benchmarks.tuning DIR DIR ...`.

Each DIR is a test set as `benchmarks.retrieval` takes it. Of each, every second query is used to try one weight after
the other, and the other half to check what came out; prints the weights found and the mean reciprocal ranks of both
halves, before and after. In some sets documents share titles (paragraphs of one article): every second such title
is made one long document of many pages beside the short ones, so that long minutes are part of what is tuned.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analyzers.pipeline import Analyzer, default_analyzer
from benchmarks.retrieval import Record, Topics, evaluate, fill, load
from domain.searching import Sort, Space, Window
from index.engines.tantivy import TantivyEngine
from index.engines.tantivy_reader import TantivyReader
from index.plan import Plan
from index.planning import plan
from index.query_language import parse
from index.weights import Weights, shipped_weights

FACTORS = (0.0, 0.5, 0.75, 1.33, 2.0)
"""What a weight is multiplied by in turn."""

_FIXED = ("phrase", "prefix")
_LEAST_GAIN = 0.0002


@dataclass(frozen=True, slots=True)
class Tuned:
    """A test set that is indexed: its queries' plans in two halves."""

    name: str
    reader: TantivyReader
    relevant: Mapping[str, frozenset[str]]
    halves: tuple[Mapping[str, Plan], Mapping[str, Plan]]

    def score(self, weights: Weights, half: int) -> float:
        """The mean reciprocal rank of one half with these weights."""
        found = {id_: self._find(query, weights) for id_, query in self.halves[half].items()}
        return evaluate(found, self.relevant).mrr_10

    def _find(self, query: Plan, weights: Weights) -> list[str]:
        reader = self.reader.weighted(weights)
        answer = reader.search(query, {}, Sort.RELEVANCE, Window(10), facets=False)
        return [hit.document_id for hit in answer.hits]


def join_titles(topics: Topics) -> Topics:
    """The set with every second title's documents as pages of one, the title dropped; the same if no title repeats."""
    by_title: dict[str, list[Record]] = defaultdict(list)
    for record in topics.documents:
        by_title[record["title"] or record["id"]].append(record)
    shared = [records for records in by_title.values() if len(records) > 1]
    new_id = {record["id"]: records[0]["id"] for records in shared[::2] for record in records}
    long = [
        {"id": records[0]["id"], "title": "", "text": "\f".join(record["text"] for record in records)}
        for records in shared[::2]
    ]
    short = [record for record in topics.documents if record["id"] not in new_id]
    relevant = {id_: frozenset(new_id.get(one, one) for one in ids) for id_, ids in topics.relevant.items()}
    return Topics([*long, *short], topics.queries, relevant)


def tune(sets: Sequence[Tuned], start: Weights, rounds: int = 2) -> Weights:
    """Weights that do better on the first halves, found by changing one after the other."""
    best, best_score = start, _mean(sets, start, 0)
    for _ in range(rounds):
        for name in sorted(set(Weights.__dataclass_fields__) - set(_FIXED)):
            for factor in FACTORS:
                tried = replace(best, **{name: round((getattr(best, name) or 0.1) * factor, 3)})
                score = _mean(sets, tried, 0)
                if score > best_score + _LEAST_GAIN:
                    best, best_score = tried, score
                    print(f"{name} = {getattr(best, name)}: {score:.4f}", flush=True)
    return best


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.tuning", description=__doc__.splitlines()[0])
    parser.add_argument("directories", type=Path, nargs="+", help="test sets, as for benchmarks.retrieval")
    parser.add_argument("--state", type=Path, default=Path("state"), help="where the lexicon is, or is built")
    parser.add_argument("--queries", type=int, default=400, help="of a set at most (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=2, help="times every weight is tried (default: %(default)s)")
    arguments = parser.parse_args()
    analyzer = default_analyzer(arguments.state)
    with tempfile.TemporaryDirectory() as folder:
        sets = [_indexed(path, Path(folder), analyzer, arguments.queries) for path in arguments.directories]
        found = tune(sets, shipped_weights(), arguments.rounds)
        for weights in (shipped_weights(), found):
            halves = [{one.name: round(one.score(weights, half), 4) for one in sets} for half in (0, 1)]
            print(json.dumps({"weights": str(weights), "tuned on": halves[0], "checked on": halves[1]}))


def _indexed(path: Path, folder: Path, analyzer: Analyzer, most: int) -> Tuned:
    topics = join_titles(load(path))
    engine = TantivyEngine(folder / path.name)
    fill(engine, topics.documents, analyzer)
    step = -(-len(topics.queries) // most)
    plans = [(id_, plan(parse(text), analyzer)) for id_, text in list(topics.queries.items())[::step]]
    return Tuned(path.name, engine.reader(Space.PUBLIC), topics.relevant, (dict(plans[::2]), dict(plans[1::2])))


def _mean(sets: Sequence[Tuned], weights: Weights, half: int) -> float:
    return sum(one.score(weights, half) for one in sets) / len(sets)


if __name__ == "__main__":
    main()
