"""How well a query finds documents in the other language: `python -m benchmarks.bilingual [DIR…]`.

The topics of `bilingual_topics.toml` are asked in Arabic for French documents of the sample archive and in French for
Arabic ones, the documents of every DIR (a `docs.jsonl` each) beside them in the same index. Documents are indexed with the
texts they were made of, so it is the search that is measured and not the reading; those in both languages, which either
query finds by its own words, are left out. Prints one line of JSON: `success@5`, the
share of questions with a right document among the first five in the other language, `overall_success@5`, the same
among the first five in any language, where direct hits come first, `success@5_without` the first of them with the
translation switched off, `questions`, `documents`, and the questions that `missed`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from analyzers.pipeline import Analyzer, default_analyzer
from demo.drafting import Draft, draft
from demo.slots import slots
from domain.documents import Document, DocumentStatus, Page, TextSource
from domain.searching import Sort, Space, Window
from index.documents import index_document
from index.engine import IndexDocument, IndexReader
from index.open import engine
from index.plan import Plan
from index.planning import plan
from index.query_language import parse

FIRST = 5
_OTHER = {"ar": "fr", "fr": "ar"}
_ENTERED = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Question:
    """A topic asked in `language`; `answers` are the documents about it in the other one."""

    text: str
    language: str
    answers: frozenset[str]

    @property
    def filters(self) -> Mapping[str, Sequence[str]]:
        """What a reader who wants the other language chooses."""
        return {"language": [_OTHER[self.language]]}


@dataclass(frozen=True, slots=True)
class _Text:
    id: str
    language: str
    titles: Mapping[str, str]
    text: str


def topics() -> list[dict[str, str]]:
    """Those of `bilingual_topics.toml`."""
    path = Path(__file__).with_name("bilingual_topics.toml")
    found: list[dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))["topics"]
    return found


def questions(drafts: Sequence[Draft]) -> list[Question]:
    """Every topic in both languages, but those to which the archive has no answer in the other one."""
    asked = [
        Question(topic[language], language, _answers(topic, drafts, _OTHER[language]))
        for topic in topics()
        for language in _OTHER
    ]
    return [question for question in asked if question.answers]


def sample_documents(drafts: Iterable[Draft], analyzer: Analyzer) -> Iterator[IndexDocument]:
    """The sample archive's documents as an engine takes them."""
    for row, made in enumerate(drafts, start=1):
        yield _document(row, _Text(made.name, made.slot.language, made.titles, made.text), analyzer)


def distractors(folder: Path, first_row: int, analyzer: Analyzer) -> Iterator[IndexDocument]:
    """The documents of `folder`/docs.jsonl, in the language most of their words are in."""
    lines = (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    for row, record in enumerate(map(json.loads, lines), start=first_row):
        text = str(record["text"])
        languages = [token.language for token in analyzer.analyze(text[:2_000])]
        language = max(_OTHER, key=languages.count)
        id_ = f"{folder.name}/{record['id']}"
        yield _document(row, _Text(id_, language, {language: record["title"]}, text), analyzer)


def success(reader: IndexReader, asked: Sequence[Question], analyzer: Analyzer, translate: bool = True) -> list[bool]:
    """Of each question whether an answer is among the first in the other language."""
    return [
        _answered(reader, question, plan(replace(parse(question.text), translate=translate), analyzer), question.filters)
        for question in asked
    ]


def measure(folders: Sequence[Path], state: Path, count: int) -> dict[str, object]:
    """The line to print."""
    analyzer = default_analyzer(state)
    drafts = [draft(slot, 1) for slot in slots(count) if slot.language in _OTHER]
    documents = list(sample_documents(drafts, analyzer))
    for folder in folders:
        documents += distractors(folder, len(documents) + 1, analyzer)
    asked = questions(drafts)
    with tempfile.TemporaryDirectory() as directory:
        reader = _filled(Path(directory), documents)
        found = success(reader, asked, analyzer)
        without = success(reader, asked, analyzer, translate=False)
        anywhere = [_answered(reader, one, plan(parse(one.text), analyzer), {}) for one in asked]
    return {
        "success@5": _share(found),
        "overall_success@5": _share(anywhere),
        "success@5_without": _share(without),
        "questions": len(asked),
        "documents": len(documents),
        "missed": [question.text for question, hit in zip(asked, found, strict=True) if not hit],
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.bilingual", description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path, nargs="*", help="more documents beside the sample archive: docs.jsonl")
    parser.add_argument("--count", type=int, default=240, help="documents of the sample archive (default: %(default)s)")
    parser.add_argument("--state", type=Path, default=Path("state"), help="where the lexicon is, or is built")
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.directory, arguments.state, arguments.count), ensure_ascii=False))


def _answers(topic: Mapping[str, str], drafts: Iterable[Draft], language: str) -> frozenset[str]:
    kind = topic.get("kind")
    return frozenset(
        made.name
        for made in drafts
        if made.slot.language == language
        and kind in {None, made.slot.kind}
        and {item.subject.id for item in made.facts.items} == {topic["subject"]}
    )


def _answered(reader: IndexReader, question: Question, planned: Plan, filters: Mapping[str, Sequence[str]]) -> bool:
    answer = reader.search(planned, filters, Sort.RELEVANCE, Window(FIRST), facets=False)
    return not question.answers.isdisjoint(hit.document_id for hit in answer.hits)


def _filled(folder: Path, documents: Iterable[IndexDocument]) -> IndexReader:
    search_engine = engine("tantivy", folder)
    writer = search_engine.writer(Space.PUBLIC)
    writer.upsert(documents)
    writer.commit(1)
    writer.close()
    return search_engine.reader(Space.PUBLIC)


def _document(row: int, written: _Text, analyzer: Analyzer) -> IndexDocument:
    published = DocumentStatus.PUBLISHED
    document = Document(written.id, row, "other", written.titles, published, _ENTERED, languages=(written.language,))
    page = Page(1, written.text, TextSource.MARKUP, "benchmarks.bilingual")
    return index_document(document, [("v1", page)], analyzer)


def _share(hits: Sequence[bool]) -> float:
    return round(sum(hits) / len(hits), 4) if hits else 0.0


if __name__ == "__main__":
    main()
