"""Numbers of documents (`2022/15`, `رقم ١٥-٢٠٢٢`), written alike."""

from __future__ import annotations

import re

from analyzers.normalization import fold

_PARTS = re.compile(r"\d+|[^\W\d_]+")


def normalize_number(text: str) -> str:
    """The number's runs of digits and of letters, folded, leading zeros dropped, joined by hyphens; "" for
    none.
    """
    parts = _PARTS.findall(fold(text))
    return "-".join(part.lstrip("0") or "0" for part in parts)


def number_orders(text: str) -> tuple[str, ...]:
    """The normalised number and its mirror image: beside Arabic letters 111-14 is shown, and copied, as
    14-111.
    """
    number = normalize_number(text)
    mirrored = "-".join(reversed(number.split("-")))
    return (number,) if mirrored == number else (number, mirrored)
