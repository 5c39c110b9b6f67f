"""Personal data in the text of a page, by the rules of `rules.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from domain.description import PageText
from domain.documents import PageKey
from domain.personal_data import PersonalKind, PersonalMention
from ingest.description.folded_pages import FoldedPage, fold_page
from ingest.description.patterns import compiled
from ingest.personal_data.keys import is_iban, is_rib

_GAP = r"[ .\-/]?"
_CIN = re.compile(r"(?<![a-z0-9])(?P<series>[a-z]{1,2})(?P<gap> ?[.\-/]? ?)(?P<number>\d{5,6})(?![a-z0-9]|[.,]\d)")
_PHONE = re.compile(
    rf"(?<![\d.,+])(?:(?:\+|00) ?212{_GAP}(?:\(0\)|0)?{_GAP}|0)(?P<kind>[5-8])(?:[ .\-/]{{0,2}}\d){{8}}(?!\d|[.,]\d)"
)
_RIB = re.compile(r"(?<!\d)\d(?:[ .\-/|]{0,2}\d){23}(?!\d)")
_IBAN = re.compile(r"(?<![a-z0-9])[a-z]{2} ?\d{2}(?: ?[a-z0-9]){11,30}(?![a-z0-9])")
_EMAIL = re.compile(r"(?<![\w.+\-])(?P<name>[a-z0-9][\w.+\-]*) ?@ ?(?P<domain>[a-z0-9\-]+(?:\.[a-z0-9\-]+)+)")
_LANDLINE = "5"
_HOME = "ma"
"""IBANs of other countries need words that say so: by chance, one of 97 runs of letters and digits is one."""


def find_personal_data(text: str) -> list[PersonalMention]:
    """What in a text tells of private persons, in order; nothing twice: of what overlaps, the surest."""
    page = fold_page(PageText(PageKey("", 1), text))
    found = [one for find in _FINDERS for one in find(page) if one.confidence >= _rules()["least"]]
    found.sort(key=lambda one: (-one.confidence, one.start - one.end))
    kept: list[PersonalMention] = []
    for one in found:
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))


@cache
def _any_of(table: str, name: str) -> re.Pattern[str]:
    """An expression for any of a rule's expressions."""
    expressions: Sequence[str] = _rules()[table][name]
    return re.compile("|".join(f"(?:{compiled(one).pattern})" for one in expressions))


def _before(page: FoldedPage, place: int) -> str:
    """What stands before a place of the folded text, as far as words speak of it."""
    return page.text[max(0, place - _rules()["reach"]) : place]


def _is_told(page: FoldedPage, place: int, table: str, name: str = "context") -> bool:
    return _any_of(table, name).search(_before(page, place)) is not None


def _last(page: FoldedPage, place: int, table: str, name: str) -> int:
    """Where the last such word before a place ends; -1 where there is none."""
    return max((one.end() for one in _any_of(table, name).finditer(_before(page, place))), default=-1)


def _mention(page: FoldedPage, span: tuple[int, int], kind: PersonalKind, confidence: float) -> PersonalMention:
    evidence = page.evidence(*span)
    return PersonalMention(evidence.start, evidence.end, kind, confidence)


def _cards(page: FoldedPage) -> Iterator[PersonalMention]:
    for match in _CIN.finditer(page.text):
        sure = _sureness_of_card(page, match)
        if sure:
            yield _mention(page, match.span(), PersonalKind.CIN, sure)


def _sureness_of_card(page: FoldedPage, match: re.Match[str]) -> float:
    """How sure it is that letters and digits are the number of a card: 0 where they are not."""
    rules = _rules()["cin"]
    if match["series"] in rules["not_series"]:
        return 0.0
    otherwise = _last(page, match.start(), "cin", "not_before")
    if _last(page, match.start(), "cin", "context") > otherwise:
        return float(rules["with_context"])
    if otherwise >= 0 or match["series"] not in rules["series"] or not _is_in_capitals(page, match):
        return 0.0
    if not match["gap"]:
        return float(rules["alone"])
    return float(rules["in_list"]) if _is_in_list(page, match.start()) else 0.0


def _is_in_list(page: FoldedPage, place: int) -> bool:
    """Whether words before say that people are listed."""
    listed = page.text[max(0, place - _rules()["cin"]["list_reach"]) : place]
    return any(_any_of("cin", name).search(listed) for name in ("context", "list"))


def _is_in_capitals(page: FoldedPage, match: re.Match[str]) -> bool:
    evidence = page.evidence(match.start("series"), match.end("series"))
    return page.page.text[evidence.start : evidence.end].isupper()


def _phones(page: FoldedPage) -> Iterator[PersonalMention]:
    rules = _rules()["phone"]
    for match in _PHONE.finditer(page.text):
        place, landline = match.start(), match["kind"] == _LANDLINE
        told = _last(page, place, "phone", "context")
        if _last(page, place, "phone", "not_before") > told or _is_of_office(page, place):
            continue
        if landline and _is_of_council(page, *match.span()):
            continue
        usual = rules["landline"] if landline else rules["mobile"]
        yield _mention(page, match.span(), PersonalKind.PHONE, rules["with_context"] if told >= 0 else usual)


def _is_of_office(page: FoldedPage, place: int) -> bool:
    """Whether the words before a place speak of an office, and not of a person behind that."""
    return _last(page, place, "public", "office") > _last(page, place, "public", "person")


def _is_of_council(page: FoldedPage, start: int, end: int) -> bool:
    """Whether the words before a place, or those behind it in its line, speak of a council, and none of a person."""
    person = _last(page, start, "public", "person")
    if person < 0 and _any_of("public", "council").search(page.text, end, _end_of_line(page, end)):
        return True
    return _last(page, start, "public", "council") > person


def _end_of_line(page: FoldedPage, place: int) -> int:
    return next((edge for edge in page.breaks if edge >= place), len(page.text))


def _accounts(page: FoldedPage) -> Iterator[PersonalMention]:
    rules = _rules()["bank"]
    for match in _RIB.finditer(page.text):
        if _is_told(page, match.start(), "public", "accounts"):
            continue
        if is_rib(re.sub(r"\D", "", match[0])):
            yield _mention(page, match.span(), PersonalKind.RIB, rules["proven"])
        elif _is_told(page, match.start(), "bank"):
            yield _mention(page, match.span(), PersonalKind.RIB, rules["misread"])


def _ibans(page: FoldedPage) -> Iterator[PersonalMention]:
    for match in _IBAN.finditer(page.text):
        end = _end_of_iban(match[0])
        known = match[0].startswith(_HOME) or _is_told(page, match.start(), "bank")
        if end and known and not _is_told(page, match.start(), "public", "accounts"):
            span = match.start(), match.start() + end
            yield _mention(page, span, PersonalKind.IBAN, _rules()["bank"]["proven"])


def _end_of_iban(written: str) -> int:
    """Where the longest IBAN at its beginning ends, 0 where there is none: the words behind it look the same."""
    ends = (end for end in range(len(written), 0, -1) if written[end - 1] != " ")
    return next((end for end in ends if is_iban(written[:end].replace(" ", ""))), 0)


def _emails(page: FoldedPage) -> Iterator[PersonalMention]:
    for match in _EMAIL.finditer(page.text):
        office = _any_of("email", "public_names").match(match["name"])
        at_office = any(re.search(rf"(?:^|\.){one}$", match["domain"]) for one in _rules()["email"]["public_domains"])
        if not (office or at_office or _is_of_office(page, match.start())):
            yield _mention(page, match.span(), PersonalKind.EMAIL, _rules()["email"]["sure"])


def _addresses(page: FoldedPage) -> Iterator[PersonalMention]:
    rules = _rules()["address"]
    for match in _any_of("address", "context").finditer(page.text):
        start = match.end()
        end = _end_of_address(page, start)
        said = page.text[start:end]
        if end - start < rules["shortest"] or _is_told(page, match.start(), "address", "not_before"):
            continue
        sure = _any_of("address", "street").search(said) or any(map(str.isdigit, said))
        yield _mention(page, (start, end), PersonalKind.ADDRESS, rules["with_street" if sure else "without"])


def _beside_cards(page: FoldedPage) -> Iterator[PersonalMention]:
    """Addresses that stand behind the number of a card, with nothing to say so but their own words."""
    rules = _rules()["address"]
    for match in _CIN.finditer(page.text):
        gap = re.compile(r"\)? ?[–—\-,،;|/] ?(?=(?:\d+,? ?(?:bis )?)?(.{0,12}))").match(page.text, match.end())
        if gap is None or not _sureness_of_card(page, match) or not _any_of("address", "street").match(_unnumbered(gap[1])):
            continue
        end = _end_of_address(page, gap.end())
        if end - gap.end() >= rules["shortest"]:
            yield _mention(page, (gap.end(), end), PersonalKind.ADDRESS, rules["beside_card"])


def _unnumbered(text: str) -> str:
    return text.lstrip("0123456789 ,")


def _end_of_address(page: FoldedPage, start: int) -> int:
    rules = _rules()["address"]
    longest = min(len(page.text), start + rules["longest"])
    stops = (one.search(page.text, start, longest) for one in (compiled(rules["stop"]), _CIN, _PHONE, _EMAIL))
    end = min((stop.start() for stop in stops if stop), default=longest)
    return start + len(page.text[start:end].rstrip(" ,،:-"))


_FINDERS = (_ibans, _accounts, _cards, _phones, _emails, _addresses, _beside_cards)


def kinds_of(mentions: Iterable[PersonalMention]) -> list[PersonalKind]:
    """Which kinds there are, in the order of `PersonalKind`."""
    present = {one.kind for one in mentions}
    return [kind for kind in PersonalKind if kind in present]
