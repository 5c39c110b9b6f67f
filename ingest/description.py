"""What a document says of itself: type, number, date, title, organ, languages; by the rules of a data file.

The first page's headings decide. Whatever is not found stays unknown: a guess that nobody can check is worse.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath

from analyzers.normalization import fold
from analyzers.pipeline import Analyzer
from domain.documents import DatedValue, DatePrecision, Organization
from domain.records import Description
from ingest.dates import find_dates
from ingest.furniture import without_furniture

_RULES_FILE = Path(__file__).parent / "description_rules.toml"
_LEAST_SHARE = 0.15
"""A language is one of the document's when at least this share of its words is written in it."""


@dataclass(frozen=True, slots=True)
class _TypeRule:
    code: str
    patterns: tuple[re.Pattern[str], ...]
    over_two: bool

    def names(self, folded: str) -> bool:
        return any(pattern.search(folded) for pattern in self.patterns)


@dataclass(frozen=True, slots=True)
class _Rules:
    types: tuple[_TypeRule, ...]
    numbers: tuple[re.Pattern[str], ...]
    date_cue: re.Pattern[str]
    signed_types: frozenset[str]
    signed_cue: re.Pattern[str]
    title_ends: tuple[re.Pattern[str], ...]
    letterhead: tuple[re.Pattern[str], ...]
    heading_lines: int
    heading_words: int
    short_heading_words: int
    title_length: int


@cache
def _rules() -> _Rules:
    table = tomllib.loads(_RULES_FILE.read_text(encoding="utf-8"))
    dates = table["date"]
    weekday = rf"(?:(?:{_alternatives(dates['weekdays'])})\W*)?"
    return _Rules(
        types=tuple(
            _TypeRule(rule["code"], _compiled(rule["patterns"]), rule.get("over_two", False)) for rule in table["type"]
        ),
        numbers=_compiled(table["number"]["patterns"]),
        date_cue=re.compile(rf"(?:^|\W)(?:{_alternatives(dates['cues'])})\W*{weekday}$"),
        signed_types=frozenset(dates["signed"]),
        signed_cue=re.compile(rf"(?:^|\W)(?:{_alternatives(dates['signed_cues'])})\W"),
        title_ends=_compiled(table["title"]["ends"]),
        letterhead=_compiled(table["title"]["letterhead"]),
        heading_lines=table["heading_lines"],
        heading_words=table["heading_words"],
        short_heading_words=table["short_heading_words"],
        title_length=table["title_length"],
    )


def _alternatives(words: Sequence[str]) -> str:
    return "|".join(re.escape(fold(word)) for word in words)


def _compiled(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(fold(pattern)) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    folded: str

    @property
    def words(self) -> int:
        return len(self.folded.split())


def describe(
    pages: Sequence[str], analyzer: Analyzer, organizations: Sequence[Organization], fallback_title: str
) -> Description:
    """What the texts of the pages, first to last, say. `organizations` are the organs it may come from;
    `fallback_title` (a file's name) is the title where the text has no heading.
    """
    pages = without_furniture(pages)
    lines = _lines(next((page for page in pages if page.strip()), ""))
    headings = [line for line in lines[: _rules().heading_lines] if line.words <= _rules().heading_words]
    kind, at = _type(headings)
    titles = _titles(headings, at, analyzer)
    if not titles:
        name = PurePosixPath(fallback_title).stem or fallback_title
        titles = {_language_of(name, analyzer): name}
    number = _number(headings[at : at + 2] if at is not None else ())
    text = [*lines, *_lines(pages[-1])] if len(pages) > 1 else lines
    return Description(
        type=kind,
        titles=titles,
        number=number,
        decided_on=_date(kind, headings, text) or _year(number),
        organization_id=_organization(lines, organizations),
        languages=_languages(pages, analyzer),
    )


def _lines(page: str) -> list[_Line]:
    texts = (" ".join(line.split()) for line in page.splitlines())
    return [_Line(text, fold(text)) for text in texts if text]


def _type(headings: Sequence[_Line]) -> tuple[str, int | None]:
    """The type's code and which heading says so."""
    for at, line in enumerate(headings):
        if any(rule.names(line.folded) for rule in _rules().types):
            both = " ".join(one.folded for one in headings[at : at + 2])
            rules = (rule for rule in _rules().types if rule.names(both if rule.over_two else line.folded))
            return next(rules).code, at
    return "other", None


def _titles(headings: Sequence[_Line], at: int | None, analyzer: Analyzer) -> dict[str, str]:
    """The heading that names the type, or the first that is no letterhead, continued while it is too short; per
    language where the type is named in two.
    """
    rules = _rules()
    titles: dict[str, str] = {}
    for line in headings[_first(headings) if at is None else at :][:5]:
        language = _language_of(line.text, analyzer)
        if titles and (_matches(line, rules.title_ends) or _matches(line, rules.letterhead)):
            break
        if language in titles and len(titles[language].split()) <= rules.short_heading_words:
            titles[language] = f"{titles[language]} {line.text}"
        elif not titles or (language not in titles and any(rule.names(line.folded) for rule in rules.types)):
            titles[language] = line.text
        else:
            break
    return {language: title[: rules.title_length].strip(" .:-،") for language, title in titles.items()}


def _first(headings: Sequence[_Line]) -> int:
    own = (n for n, line in enumerate(headings) if line.words > 2 and not _matches(line, _rules().letterhead))
    return next(own, len(headings))


def _matches(line: _Line, patterns: Sequence[re.Pattern[str]]) -> bool:
    return any(pattern.search(line.folded) for pattern in patterns)


def _number(headings: Sequence[_Line]) -> str | None:
    for line in headings:
        for pattern in _rules().numbers:
            if match := pattern.search(line.folded):
                return re.sub(r"\s+", "", match[1]).upper()
    return None


def _date(kind: str, headings: Sequence[_Line], lines: Sequence[_Line]) -> DatedValue | None:
    """The date of signature for the types that are signed (their other dates are deadlines); else the first that
    follows a word such as بتاريخ or «séance du»; else the first in a heading.
    """
    rules = _rules()
    if kind in rules.signed_types:
        signed = (found for line in lines if rules.signed_cue.search(line.folded) for found in find_dates(line.folded))
        last = list(signed)
        return last[-1].value if last else None
    for line in lines:
        for found in find_dates(line.folded):
            if rules.date_cue.search(line.folded[: found.start]):
                return found.value
    dates = (found.value for line in headings for found in find_dates(line.folded))
    return next(dates, None)


def _year(number: str | None) -> DatedValue | None:
    """The year in a number such as 12/2021."""
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", number or "")
    return DatedValue(date(int(years[-1]), 1, 1), DatePrecision.YEAR) if years else None


def _organization(lines: Sequence[_Line], organizations: Sequence[Organization]) -> str | None:
    """The organ that the first page names first; of two at one place the one with the longer name."""
    text = " ".join(line.folded for line in lines)
    named = (
        (text.find(name), -len(name), organization.id)
        for organization in organizations
        for name in map(fold, organization.names.values())
        if name in text
    )
    return min(named, default=(0, 0, None))[2]


def _languages(pages: Sequence[str], analyzer: Analyzer) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    for page in pages[:5]:
        counts.update(token.language for token in analyzer.analyze(page) if not token.exact[0].isdigit())
    total = counts.total()
    return tuple(code for code, count in counts.most_common() if count >= _LEAST_SHARE * total)


def _language_of(title: str, analyzer: Analyzer) -> str:
    counts = Counter(token.language for token in analyzer.analyze(title) if not token.exact[0].isdigit())
    return counts.most_common(1)[0][0] if counts else "und"
