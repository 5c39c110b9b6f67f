"""Weights are tried on one half and checked on the other."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.retrieval import Topics
from benchmarks.tuning import join_titles, main
from index.weights import Weights, shipped_weights


def test_every_second_shared_title_is_one_long_document() -> None:
    records = [{"id": f"{title}{n}", "title": title, "text": f"text {n}"} for title in "ab" for n in (1, 2)]
    relevant = {"q1": frozenset({"a2"}), "q2": frozenset({"b2"})}
    joined = join_titles(Topics([*records, {"id": "c", "title": "c", "text": "x"}], {}, relevant))
    assert joined.documents[0] == {"id": "a1", "title": "", "text": "text 1\ftext 2"}
    assert [record["id"] for record in joined.documents] == ["a1", "b1", "b2", "c"]
    assert joined.relevant == {"q1": {"a1"}, "q2": {"b2"}}


def test_a_set_without_shared_titles_stays_as_it_is() -> None:
    topics = Topics([{"id": "a", "title": "", "text": "x"}, {"id": "b", "title": "", "text": "y"}], {}, {})
    assert join_titles(topics) == topics


def test_it_prints_both_halves_before_and_after(
    test_set: Path, test_state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["tuning", str(test_set), "--state", str(test_state), "--rounds", "1"])
    main()
    *_, before, after = capsys.readouterr().out.splitlines()
    for line in (before, after):
        printed = json.loads(line)
        assert printed["tuned on"] == printed["checked on"] == {test_set.name: 1.0}
    assert json.loads(before)["weights"] == str(shipped_weights())


def test_no_weight_is_negative_and_titles_and_words_count() -> None:
    weights = shipped_weights()
    values = {name: getattr(weights, name) for name in Weights.__dataclass_fields__}
    assert min(values.values()) > 0
    assert replace(weights, page=0.0) != weights
