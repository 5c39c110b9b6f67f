"""Values of fields by the names people give them: `type:مقرر`, `langue:français`, `body:Sidi Kacem`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from analyzers.normalization import fold
from domain.translation import LANGUAGES, messages

Names = Mapping[str, Iterable[tuple[str, str]]]
"""For a field its pairs (name, value), a value under as many names as it has."""


def find_values(names: Names, field: str, text: str) -> tuple[str, ...]:
    """The values of `field` that `text` means: those of that name, else those whose name begins with it or
    holds it as words; where there is none, `text` itself, as it may be the value. Letter case and accents
    don't matter.
    """
    wanted = " ".join(fold(text).split())
    folded = [(" ".join(fold(name).split()), value) for name, value in names.get(field, ())]
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: name == wanted,
        lambda name: f"{name} ".startswith(f"{wanted} "),
        lambda name: f" {wanted} " in f" {name} ",
    )
    for test in tests:
        if found := tuple(dict.fromkeys(value for name, value in folded if test(name))):
            return found
    return (text,)


@cache
def interface_names() -> dict[str, tuple[tuple[str, str], ...]]:
    """The names of document types and languages in all interface languages, and their codes."""
    pairs: dict[str, list[tuple[str, str]]] = {"type": [], "language": []}
    for interface in LANGUAGES:
        for key, name in messages(interface).items():
            field, _, code = key.partition(".")
            if field in pairs:
                pairs[field] += [(name, code), (code, code)]
    return {field: tuple(dict.fromkeys(found)) for field, found in pairs.items()}
