"""Taking what tells of private persons out of a document: which places of which pages, and what is left of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.documents import Page, TextSource, WordBox
from domain.failures import Failure

MARK = "███"
"""What stands in a text in place of what was taken out: always as long, so that it does not tell how long that was."""

_LEAST_SHARE = 0.1
"""A word of which so much is covered goes."""

_MARGIN = 0.003
"""How far a rectangle reaches beyond the words it is to cover, of the page's width."""

_SHORTEST = 4
"""Letters and digits of a passage that is looked for elsewhere too: shorter ones stand in other words."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a page to be black, in fractions of its width and height as it is seen, origin at the top left."""

    number: int
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, word: WordBox) -> bool:
        """Whether enough of the word is covered for it to go."""
        width = min(self.right, word.right) - max(self.left, word.left)
        height = min(self.bottom, word.bottom) - max(self.top, word.top)
        whole = (word.right - word.left) * (word.bottom - word.top)
        return width > 0 and height > 0 and width * height >= _LEAST_SHARE * whole


@dataclass(frozen=True, slots=True)
class Passage:
    """Words to be taken out of a page that has no image, wherever they stand on it."""

    number: int
    text: str


class RedactionState(StrEnum):
    """How far a redaction is. MADE: the redacted version is shown, what it says of itself is being worked out."""

    WAITING = "waiting"
    MADE = "made"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Redaction:
    """The order to take places out of a version that was handed in: all of them, those of orders before too. `made` is the
    version that was made by it, `actor` who asked for it.
    """

    id: str
    version_id: str
    areas: tuple[Area, ...]
    passages: tuple[Passage, ...]
    actor: str
    at: datetime
    state: RedactionState = RedactionState.WAITING
    made: str | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class RedactedFile:
    """What was made of a version, its bytes in the blob store, its pages without what was taken out; `phrases` is that."""

    sha256: str
    size: int
    media_type: str
    pages: tuple[Page, ...]
    phrases: tuple[str, ...]


def around(number: int, boxes: Iterable[WordBox]) -> list[Area]:
    """What covers words of a page and what is between them, a rectangle a line, a little larger than the words."""
    lines: list[Area] = []
    for box in sorted(boxes, key=lambda one: (one.top, one.left)):
        same = next((line for line in lines if _in_line(line, box)), None)
        if same is not None:
            lines.remove(same)
        joined = (box,) if same is None else (box, same)
        lines.append(
            Area(
                number,
                min(one.left for one in joined),
                min(one.top for one in joined),
                max(one.right for one in joined),
                max(one.bottom for one in joined),
            )
        )
    return [_wider(line) for line in lines]


def _in_line(line: Area, box: WordBox) -> bool:
    shared = min(line.bottom, box.bottom) - max(line.top, box.top)
    return shared > min(line.bottom - line.top, box.bottom - box.top) / 2


def _wider(area: Area) -> Area:
    return Area(
        area.number,
        max(0.0, area.left - _MARGIN),
        max(0.0, area.top - _MARGIN / 2),
        min(1.0, area.right + _MARGIN),
        min(1.0, area.bottom + _MARGIN / 2),
    )


def redact(page: Page, areas: Sequence[Area], passages: Sequence[Passage]) -> tuple[Page, list[str]]:
    """The page, as it is seen, without what the areas cover and the passages say, and what that was: as it stood there, and
    word by word, since it may stand elsewhere in another order.
    """
    hidden = [word for word in page.words if any(area.covers(word) for area in areas)]
    spans = [(word.start, word.end) for word in hidden]
    spans += [one.span() for passage in passages for one in _standing(passage.text).finditer(page.text)]
    gaps = list(_merged(sorted(spans), page.text))
    text, words = _without(page, gaps)
    source = TextSource.OCR if page.width and page.source is not TextSource.EMPTY else page.source
    left = replace(page, text=text, words=words, source=source, raw_text=None)
    taken = [page.text[start:end] for start, end in gaps]
    return left, list(dict.fromkeys([*taken, *(word for phrase in taken for word in phrase.split())]))


def scrub(text: str, phrases: Iterable[str]) -> str:
    """A title, or a file's name, without the phrases, however their words are joined in it."""
    for phrase in sorted(phrases, key=len, reverse=True):
        if sum(map(str.isalnum, phrase)) >= _SHORTEST:
            text = _standing(phrase).sub(MARK, text)
    return text


def _standing(phrase: str) -> re.Pattern[str]:
    words = re.findall(r"\w+|[^\w\s]+", phrase)
    if not words:
        return re.compile(r"(?!)")
    return re.compile(r"[\s_.\-]*".join(map(re.escape, words)), re.IGNORECASE)


def _merged(spans: Iterable[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """Spans with nothing but white space of one line between them are one."""
    start, end = 0, 0
    for first, last in spans:
        between = text[end:first]
        if end and (first <= end or (not between.strip() and "\n" not in between)):
            end = max(end, last)
            continue
        if end:
            yield start, end
        start, end = first, last
    if end:
        yield start, end


def _without(page: Page, gaps: Sequence[tuple[int, int]]) -> tuple[str, tuple[WordBox, ...]]:
    """The text with MARK in each gap, and the words that stand outside, where they stand then."""
    pieces, words, at, moved = [], list[WordBox](), 0, 0
    for start, end in (*gaps, (len(page.text), len(page.text))):
        pieces.append(page.text[at:start])
        kept = (word for word in page.words if at <= word.start and word.end <= start)
        words += [replace(word, start=word.start + moved, end=word.end + moved) for word in kept]
        if start < end:
            pieces.append(MARK)
            moved += len(MARK) - (end - start)
        at = end
    return "".join(pieces), tuple(words)
