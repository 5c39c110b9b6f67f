"""Numbers as terms: references (`111-14`, `2022/15`), dates and amounts.

A reference keeps its groups together. Beside Arabic letters 111-14 is shown, and copied, as 14-111: the lemma is the
same for both orders. What can be read as an amount is found under its plain value too, however it is punctuated.
"""

from __future__ import annotations

import re

from analyzers.normalization import fold
from analyzers.terms import MAX_TERM, Terms

_GROUP = re.compile(r"\d+")
_YEARS = re.compile(r"((?:19|20)\d\d)[-/](?:19|20)\d\d")
_AMOUNT = re.compile(r"(?P<whole>\d{1,3}(?P<mark>[.,٬])\d{3}(?:(?P=mark)\d{3})*)(?:(?!(?P=mark))[.,٫](?P<rest>\d{1,2}))?")
_DECIMAL = re.compile(r"(?P<whole>\d+)(?:[,٫](?P<rest>\d{1,2}))?")  # 65.00 is a law; only a comma makes decimals


def analyze_number(written: str) -> tuple[Terms, ...]:
    """The terms of a number as it is written: one part, or two for a span of years such as `2022-2027`."""
    folded = fold(written)
    if _YEARS.fullmatch(folded):
        return tuple(_terms(m.start(), m.end(), m.group()) for m in _GROUP.finditer(written))
    return (_terms(0, len(written), written),)


def _terms(start: int, end: int, written: str) -> Terms:
    groups = _GROUP.findall(fold(written))
    exact = "-".join(groups)[:MAX_TERM].rstrip("-")
    lemmas = dict.fromkeys([_reference(groups), *_values(fold(written))])
    return Terms(start, end, exact, exact, tuple(lemma[:MAX_TERM].rstrip("-") for lemma in lemmas), known=True)


def _reference(groups: list[str]) -> str:
    plain = [group.lstrip("0") or "0" for group in groups]
    return "-".join(min(plain, plain[::-1]))


def _values(folded: str) -> list[str]:
    """The number as an amount, if it can be one: digits, and after a comma the decimals that are not zero."""
    amount = _AMOUNT.fullmatch(folded) or _DECIMAL.fullmatch(folded)
    if amount is None:
        return []
    whole = "".join(_GROUP.findall(amount["whole"])).lstrip("0") or "0"
    decimals = (amount["rest"] or "").rstrip("0")
    return [f"{whole},{decimals}" if decimals else whole]
