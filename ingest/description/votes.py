"""Votes: by whom a decision was carried, and how many were for, against and neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from domain.description import DescribedValue, Field
from ingest.description.findings import Finding
from ingest.description.folded_pages import FoldedPage
from ingest.description.kinds import Kind
from ingest.description.patterns import compiled, rules

_OPTIONS = ("for", "against", "abstentions")
_VOTING_TYPES = frozenset({"decision", "session_minutes", "committee_minutes", "other"})
_REACH = 70
"""Characters between the counts of one vote, at most."""


@dataclass(frozen=True, slots=True)
class _Count:
    option: str
    number: int
    start: int
    end: int


def find_votes(pages: Sequence[FoldedPage], kind: Kind) -> list[DescribedValue]:
    """The votes in the order of the text, each with its counts where they are told."""
    if kind.code not in _VOTING_TYPES:
        return []
    return [vote.described(Field.VOTE) for page in pages for vote in _in_page(page)]


def _in_page(page: FoldedPage) -> list[Finding]:
    counted = list(_counted(page))
    worded = [one for one in _worded(page) if not any(_is_one_vote(one, other) for other in counted)]
    return sorted((*counted, *worded), key=lambda one: one.start)


def _counted(page: FoldedPage) -> Iterator[Finding]:
    confidence = rules("votes")["confidence"]
    for vote in _clusters(sorted(_counts(page.text), key=lambda one: one.start)):
        said = {one.option: one.number for one in vote}
        if "for" not in said:
            continue
        sure = confidence["counted" if len(said) == len(_OPTIONS) else "counted_in_part"]
        if _is_turned(page.text[vote[0].start : vote[-1].end], said):
            said["for"], said["abstentions"] = said["abstentions"], said["for"]
            sure = confidence["turned"]
        yield Finding(_value(said), sure, page, vote[0].start, max(one.end for one in vote))


def _is_turned(written: str, said: Mapping[str, int]) -> bool:
    """Whether a row of bare numbers was read from the left in a table that goes from the right: nothing is carried by those
    who abstain.
    """
    bare = not any(character.isalpha() for character in written)
    return bare and len(said) == len(_OPTIONS) and said["for"] < said["abstentions"]


def _value(said: Mapping[str, int]) -> str:
    numbers = [said.get(option, 0) for option in _OPTIONS]
    outcome = "majority" if any(numbers[1:]) else "unanimous"
    return f"{outcome} {'/'.join(map(str, numbers))}"


def _clusters(counts: Sequence[_Count]) -> Iterator[list[_Count]]:
    """Counts near each other, each option once."""
    vote: list[_Count] = []
    for one in counts:
        if vote and (one.start - vote[-1].end > _REACH or one.option in {other.option for other in vote}):
            yield vote
            vote = []
        vote.append(one)
    if vote:
        yield vote


def _counts(text: str) -> Iterator[_Count]:
    taken: list[tuple[int, int]] = []
    for pattern in _patterns():
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            for option, number in match.groupdict().items():
                if number is not None:
                    yield _Count(option, int(number), *match.span(option))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """The surest first."""
    table = rules("votes")
    labels, counts = ({option: "|".join(table[where][option]) for option in _OPTIONS} for where in ("labels", "counts"))
    header = r"\W{1,8}".join(f"(?:{labels[option]})" for option in _OPTIONS)
    row = r"\W{1,8}".join(rf"(?P<{option}>\d{{1,3}})" for option in _OPTIONS)
    before = [rf"(?<![\d/.,-])(?P<{option}>\d{{1,3}}) (?:{counts[option]})(?!\w)" for option in _OPTIONS]
    behind = [rf"(?<!\w)(?:{labels[option]})\s?[:=(]\s?(?P<{option}>\d{{1,3}})(?![\d/.,]\d)" for option in _OPTIONS]
    verbal = [r"(?<!\w)و?امتناع (?P<abstentions>\d{1,3})", r"(?<!\w)و?معارضة (?P<against>\d{1,3})"]
    return tuple(map(compiled, (*table["whole"]["patterns"], rf"{header}\W{{1,8}}{row}", *behind, *before, *verbal)))


def _worded(page: FoldedPage) -> Iterator[Finding]:
    confidence = rules("votes")["confidence"]
    decided = compiled("|".join(rules("votes")["decided"]))
    near = rules("votes")["near"]
    for outcome in ("unanimous", "majority"):
        for pattern in rules("votes")[outcome]:
            for match in compiled(rf"(?<!\w){pattern}").finditer(page.text):
                around = page.text[max(0, match.start() - near) : match.end() + near]
                sure = confidence["worded" if decided.search(around) else "far"]
                yield Finding(outcome, sure, page, *match.span())


def _is_one_vote(worded: Finding, counted: Finding) -> bool:
    """Whether both tell one vote: near each other, no other's counts between."""
    return worded.start < counted.end + 2 * _REACH and counted.start < worded.end + 2 * _REACH
