"""The bilingual benchmark: its topics fit the sample archive, and it measures the translation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzers.pipeline import Analyzer
from benchmarks import bilingual
from benchmarks.bilingual import topics
from demo.drafting import draft
from demo.slots import slots
from demo.tables import HERE
from domain.searching import Space
from index.open import engine


def test_there_are_sixty_topics_in_both_languages_about_subjects_there_are() -> None:
    assert len(topics()) >= 60
    assert all(topic["ar"] and topic["fr"] for topic in topics())
    assert {topic["subject"] for topic in topics()} <= {path.stem for path in (HERE / "subjects").glob("*.toml")}


def test_no_topic_is_asked_twice() -> None:
    asked = [topic[language] for topic in topics() for language in ("ar", "fr")]
    assert len(asked) == len(set(asked))


def test_answers_are_in_the_other_language_and_about_nothing_else() -> None:
    drafts = {made.name: made for slot in slots(60) if (made := draft(slot, 1))}
    for question in bilingual.questions(list(drafts.values())):
        assert question.answers
        for name in question.answers:
            assert drafts[name].slot.language != question.language
            assert len({item.subject.id for item in drafts[name].facts.items}) == 1


def test_translation_is_what_finds_them(analyzer: Analyzer, tmp_path: Path) -> None:
    drafts = [draft(slot, 1) for slot in slots(60) if slot.language != "mixed"]
    (tmp_path / "docs.jsonl").write_text(json.dumps({"id": "x", "title": "t", "text": "Un texte de plus"}) + "\n")
    documents = [*bilingual.sample_documents(drafts, analyzer), *bilingual.distractors(tmp_path, 100, analyzer)]
    search_engine = engine("tantivy", tmp_path / "index")
    writer = search_engine.writer(Space.PUBLIC)
    writer.upsert(documents)
    writer.commit(1)
    writer.close()
    asked = bilingual.questions(drafts)
    reader = search_engine.reader(Space.PUBLIC)
    assert sum(bilingual.success(reader, asked, analyzer)) > 0.8 * len(asked)
    assert sum(bilingual.success(reader, asked, analyzer, translate=False)) < 0.1 * len(asked)


def test_the_help_says_what_is_measured(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["benchmarks.bilingual", "--help"])
    with pytest.raises(SystemExit):
        bilingual.main()
    assert "other language" in capsys.readouterr().out
