"""Which language an answer is in: the one in the address, else the best of the Accept-Language header."""

from __future__ import annotations

from domain.translation import LANGUAGES


def choose_language(asked: str | None, accepted: str | None) -> str:
    """One of `domain.translation.LANGUAGES`; the default where neither argument names one. Never fails."""
    if asked in LANGUAGES:
        return str(asked)
    ranges = [_weighted(part) for part in (accepted or "").lower().split(",")]
    for weight, code in sorted(ranges, key=lambda pair: -pair[0]):
        if weight > 0 and code in LANGUAGES:
            return code
    return LANGUAGES[0]


def _weighted(part: str) -> tuple[float, str]:
    tag, _, parameter = part.partition(";")
    name, _, value = parameter.strip().partition("=")
    try:
        weight = float(value) if name.strip() == "q" else 1.0
    except ValueError:
        weight = 0.0
    return weight, tag.strip().split("-")[0]
