"""The benchmark of alerts compares two ways to the same matches."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzers.pipeline import Analyzer
from benchmarks import alerts
from benchmarks.speed.corpus import Corpus
from index.engines.tantivy_memory import MemoryIndex
from index.standing.queries import Match, StandingQueries

SEARCHES, DOCUMENTS = 60, 5


@pytest.fixture(scope="module")
def corpus(lexicon_path: Path) -> Corpus:
    return alerts.Archive(lexicon_path)


def test_searches_are_of_every_kind_and_none_comes_twice(corpus: Corpus) -> None:
    asked = list(alerts.saved_searches(corpus, SEARCHES))
    assert len(asked) == len({one.address for one in asked}) == SEARCHES
    assert any(one.filters for one in asked)
    assert any(one.query.startswith('"') for one in asked)
    assert any(one.query.endswith("*") for one in asked)
    assert any(" " in one.query and '"' not in one.query for one in asked)


def test_a_document_is_made_once_and_is_the_corpus_s_own(corpus: Corpus, lexicon_path: Path) -> None:
    assert corpus.document(7) is corpus.document(7)
    assert corpus.document(7) == Corpus(lexicon_path).document(7)


def test_the_same_searches_are_saved_at_every_run(corpus: Corpus) -> None:
    assert list(alerts.saved_searches(corpus, 12)) == list(alerts.saved_searches(corpus, 12))


def test_both_ways_find_the_same_and_something(corpus: Corpus, analyzer: Analyzer) -> None:
    queries = [alerts.standing_query(*one, analyzer) for one in enumerate(alerts.saved_searches(corpus, SEARCHES))]
    documents = [alerts.new_document(corpus.document(number), analyzer) for number in range(1, DOCUMENTS + 1)]
    figures = alerts.compare(queries, documents, MemoryIndex(documents))
    assert figures.searches == SEARCHES
    assert figures.disagreements == 0
    assert figures.matches > 0
    assert 0 < figures.candidates < SEARCHES


def test_a_match_that_one_way_misses_is_a_disagreement(
    corpus: Corpus, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = [alerts.standing_query(*one, analyzer) for one in enumerate(alerts.saved_searches(corpus, SEARCHES))]
    documents = [alerts.new_document(corpus.document(1), analyzer)]
    index = MemoryIndex(documents)
    whole = alerts.compare(queries, documents, index)
    monkeypatch.setattr(StandingQueries, "match", lambda *_: iter([Match("unknown", "d1")]))
    assert alerts.compare(queries, documents, index).disagreements == whole.matches + 1


def test_a_document_is_matched_as_the_archive_would_index_it(corpus: Corpus, analyzer: Analyzer) -> None:
    written = corpus.document(3)
    made = alerts.new_document(written, analyzer)
    assert (made.id, made.day) == ("d3", written.day.toordinal())
    assert made.facets["body"] == (written.body,)
    assert len(made.pages) == len(written.pages)


def test_the_line_has_the_figures_of_every_size(test_state: Path) -> None:
    line = alerts.measure(SEARCHES, DOCUMENTS, test_state)
    assert {"seconds", "one_by_one_seconds", "speedup", "disagreements", "sizes", "memory"} <= line.keys()
    assert (line["searches"], line["documents"], line["disagreements"]) == (SEARCHES, DOCUMENTS, 0)
    sizes = line["sizes"]
    assert isinstance(sizes, list)
    assert [one["searches"] for one in sizes] == [1, SEARCHES // 10]


def test_the_help_says_what_is_measured(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["benchmarks.alerts", "--help"])
    with pytest.raises(SystemExit):
        alerts.main()
    assert "saved searches" in capsys.readouterr().out
