"""Amounts in dirhams: 1.250.000,00 درهم, 1 250 000,00 DH, 2,5 millions de dirhams."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from analyzers.normalization import fold
from domain.description import DescribedValue, Field
from ingest.description.findings import Finding
from ingest.description.folded_pages import FoldedPage
from ingest.description.number_words import number_in_words, words_pattern
from ingest.description.patterns import compiled, rules

_GROUPS = "|".join(
    (
        r"\d{1,3}(?:(?P<mark>[ .,٬'])\d{3})(?:(?P=mark)\d{3})*(?:[.,٫]\d{1,2})?",
        r"\d{1,3}(?:[ .,٬]\d{3})+[.,٫]\d{1,2}",
        r"\d+(?:[.,٫]\d{1,2})?",
    )
)
_NUMBER = rf"(?<![\d.,/-])(?P<number>{_GROUPS})(?![\d/])"
_LOWER = r"(?<![\d.,/-])(?P<lower>\d+(?:[ .]\d{3})*)\s(?:a|et|الى|و)\s"
"""The lower end of a range: 10.000 à 100.000 dirhams."""

_MONEY = re.compile(
    r"(?<![\d.,/-])(?<!\d )"
    r"(?P<number>\d{1,3}(?:([ .,٬])\d{3})(?:\2\d{3})*[.,٫]\d\d|\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?: \d{3}){2,})"
    r"(?![\d/.,-]|\s?\d)"
)
"""A number as only money is written: with centimes, or in groups from a million on."""

_TURNED = re.compile(r"(?<![\d.,/-])(?<!\d )(?P<middle>\d{3}) (?P<first>\d{1,2}) (?P<last>\d{3})(?:[.,]00)?(?!\d)")
"""What becomes of 3 350 000,00 among Arabic words whose numbers are broken at spaces: 350 3 000,00."""


def find_amounts(pages: Sequence[FoldedPage]) -> list[DescribedValue]:
    """Each amount once, where it stands first, in the order of the text. A number written as money is one too, in a document
    that names no other currency.
    """
    dirhams_only = not any(_foreign().search(page.text) for page in pages)
    found: dict[str, Finding] = {}
    for page in pages:
        for finding in sorted(_in_page(page, dirhams_only), key=lambda one: (one.start, -one.confidence)):
            if not float(finding.value):
                continue
            known = found.get(finding.value)
            if known is None or known.confidence < finding.confidence:
                found[finding.value] = finding
    return [finding.described(Field.AMOUNT) for finding in found.values()]


def dirhams(number: str, times: int = 1) -> str:
    """A number as it is written, so many `times`, as a value: a last group of one or two digits behind a mark are
    centimes.
    """
    parts = re.split(r"[ .,٬٫']", number)
    has_cents = len(parts) > 1 and len(parts[-1]) < 3
    whole = "".join(parts[:-1] if has_cents else parts)
    amount = Decimal(f"{whole}.{parts[-1]}" if has_cents else whole) * times
    return str(int(amount)) if amount == int(amount) else f"{amount:.2f}"


def _in_page(page: FoldedPage, dirhams_only: bool) -> Iterator[Finding]:
    confidence = rules("amounts")["confidence"]
    turned = list(_TURNED.finditer(page.text))
    for match in turned:
        yield Finding(match["first"] + match["middle"] + match["last"], confidence["turned"], page, *match.span())
    told = [match for match in _told().finditer(page.text) if not _lies_in(match, turned)]
    for match in told:
        times = _times(match)
        if lower := match["lower"]:
            yield Finding(dirhams(lower, times), confidence["told"], page, *match.span("lower"))
        value = dirhams(match["number"], times)
        yield Finding(value, confidence["told" if times == 1 else "multiplied"], page, *match.span())
    for match in _in_words().finditer(page.text):
        yield Finding(str(number_in_words(match["words"])), confidence["in_words"], page, *match.span())
    for match in _MONEY.finditer(page.text) if dirhams_only else ():
        if not _lies_in(match, [*told, *turned]):
            yield Finding(dirhams(match["number"]), confidence["written_as_money"], page, *match.span("number"))


def _lies_in(match: re.Match[str], others: Sequence[re.Match[str]]) -> bool:
    place = match.start("number")
    return any(one.start() <= place < one.end() for one in others)


@cache
def _in_words() -> re.Pattern[str]:
    """A number in words with the currency behind it, a number in figures between them perhaps."""
    currency = "|".join(rules("amounts")["currency"])
    return compiled(rf"(?<!\w)(?<!\d[ )])(?<!\d\) )[وبل]?(?P<words>{words_pattern()}) (?:de |d.)?(?:{currency})(?!\w)")


@cache
def _told() -> re.Pattern[str]:
    """A number with the currency behind it."""
    times, joined = ("|".join(_multipliers(table)) for table in ("multipliers", "joined"))
    currency = "|".join(rules("amounts")["currency"])
    named = rf"(?:(?P<times>{times})\b\s?(?:de |d.)?)?\(?(?:{currency})"
    return compiled(rf"(?:{_LOWER})?{_NUMBER}[,.)']*\s?(?:(?P<joined>{joined})|{named})(?!\w)")


@cache
def _foreign() -> re.Pattern[str]:
    return compiled(rf"(?<!\w)(?:{'|'.join(rules('amounts')['foreign'])})(?!\w)")


def _times(match: re.Match[str]) -> int:
    for table in ("multipliers", "joined"):
        written = match["times" if table == "multipliers" else "joined"] or ""
        for pattern, times in _multipliers(table).items():
            if re.fullmatch(pattern, written):
                return times
    return 1


@cache
def _multipliers(table: str) -> Mapping[str, int]:
    return {fold(word): int(times) for times, words in rules("amounts")[table].items() for word in words}
