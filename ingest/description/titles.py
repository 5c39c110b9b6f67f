"""What a document calls itself, in each language it has a title in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from analyzers.pipeline import Analyzer
from domain.description import DescribedValue, Field
from domain.records import UNDETERMINED
from ingest.description.findings import Finding
from ingest.description.folded_pages import Line
from ingest.description.kinds import names_type
from ingest.description.patterns import compiled, rules


@dataclass(frozen=True, slots=True)
class _Title:
    """Lines that follow one another."""

    text: str
    first: Line
    last: Line


def find_titles(headings: Sequence[Line], at: int | None, analyzer: Analyzer) -> list[DescribedValue]:
    """The heading that names the type (the one at `at`), or the first that is no letterhead, continued while it is too
    short; per language where the type is named in two.
    """
    titles: dict[str, _Title] = {}
    first = _first(headings) if at is None else at
    for line in headings[first:][: rules("titles")["most_lines"]]:
        language = language_of(line.text, analyzer)
        if language == UNDETERMINED and titles:  # a number, say
            language = next(reversed(titles))
        if titles and (_begins_a_part(line) or line.page is not headings[first].page):
            break
        if language in titles and len(titles[language].text.split()) <= rules("titles")["short_heading_words"]:
            known = titles[language]
            titles[language] = _Title(f"{known.text} {line.text}", known.first, line)
        elif not titles or (language not in titles and names_type(line.folded)):
            titles[language] = _Title(line.text, line, line)
        else:
            break
    sure = rules("titles")["confidence"]["heading" if at is None else "named"]
    return [_described(title, language, sure) for language, title in titles.items()]


def title_of_file(name: str, analyzer: Analyzer) -> DescribedValue:
    """A file's name as the title of a document that has none."""
    stem = PurePosixPath(name).stem or name
    sure = rules("titles")["confidence"]["file_name"]
    return DescribedValue(Field.TITLE, stem, sure, language=language_of(stem, analyzer))


def language_of(title: str, analyzer: Analyzer) -> str:
    """The language of most of its words."""
    counts = Counter(token.language for token in analyzer.analyze(title) if not token.exact[0].isdigit())
    return counts.most_common(1)[0][0] if counts else UNDETERMINED


def _described(title: _Title, language: str, sure: float) -> DescribedValue:
    text = title.text[: rules("titles")["length"]].strip(" .:-،")
    found = Finding(text, sure, title.first.page, title.first.start, title.last.end)
    return found.described(Field.TITLE, language)


def _first(headings: Sequence[Line]) -> int:
    own = (n for n, line in enumerate(headings) if line.words > 2 and not _matches(line, "letterhead"))
    return next(own, len(headings))


def _begins_a_part(line: Line) -> bool:
    return _matches(line, "ends") or _matches(line, "letterhead")


def _matches(line: Line, which: str) -> bool:
    return any(compiled(pattern).search(line.folded) for pattern in rules("titles")[which])
