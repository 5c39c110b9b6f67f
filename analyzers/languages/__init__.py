"""One language a module, found as plug-ins: each says which scripts it takes and what it makes of a word."""

from __future__ import annotations

from typing import ClassVar, Protocol

from analyzers.lexicon import Morphology
from analyzers.terms import Terms


class Language(Protocol):
    """What a module of this package offers as `PLUGIN`: a class of which an `Analyzer` makes one.

    `code` is the language's BCP 47 code, `scripts` those of `analyzers.segmentation` whose words it takes.
    """

    code: ClassVar[str]
    scripts: ClassVar[frozenset[str]]

    def __init__(self, morphology: Morphology | None) -> None: ...

    def analyze(self, word: str) -> tuple[Terms, ...]:
        """The parts of a word, in order, each with its terms. Nothing for what holds no letter."""
        ...

    def is_common(self, word: str) -> bool:
        """Whether the folded word is known as something else than a name."""
        ...
