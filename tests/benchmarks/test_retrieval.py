"""The retrieval benchmark, on a test set small enough to work out by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.retrieval import Scores, evaluate, load, main


def test_it_prints_one_line_of_json(
    test_set: Path, test_state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["retrieval", str(test_set), "--state", str(test_state)])
    main()
    (line,) = capsys.readouterr().out.splitlines()
    printed = json.loads(line)
    assert (printed.pop("documents"), printed.pop("queries")) == (3, 2)
    assert printed.pop("queries_per_second") > 0
    assert printed.pop("documents_per_second") > 0
    assert printed == {"mrr@10": 1.0, "recall@10": 1.0, "recall@100": 1.0}


def test_only_judged_queries_and_relevant_documents_count(test_set: Path) -> None:
    topics = load(test_set)
    assert set(topics.queries) == {"q1", "q2"}
    assert topics.relevant == {"q1": {"d1"}, "q2": {"d2"}}


@pytest.mark.parametrize(
    ("ranking", "scores"),
    [
        (["a"], Scores(1.0, 0.5, 0.5)),
        (["x", "b", "a"], Scores(0.5, 1.0, 1.0)),
        (["x"] * 10 + ["a"], Scores(0.0, 0.0, 0.5)),
        ([], Scores(0.0, 0.0, 0.0)),
    ],
)
def test_scores_follow_their_definitions(ranking: Sequence[str], scores: Scores) -> None:
    assert evaluate({"q": ranking}, {"q": frozenset({"a", "b"})}) == scores
