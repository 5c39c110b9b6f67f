"""Texts of pages as people wrote them: kept in numbered editions beside what machines read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from domain.documents import PageKey

MOST_LETTERS = 100_000
"""Of a page's text as people may write it."""


@dataclass(frozen=True, slots=True)
class TextEdition:
    """A text of a page as a person wrote it; `text` None: the machine's reading stands again.

    `machine` is what the machine had read then, `actor` the account that wrote or accepted it, `proposed` says that a
    reader proposed it.
    """

    number: int
    text: str | None
    machine: str
    actor: str
    at: datetime
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class PageTexts:
    """What a page's text is, and was: the machine's present reading and the editions, newest first."""

    key: PageKey
    machine: str
    editions: tuple[TextEdition, ...] = ()

    @property
    def newest(self) -> TextEdition | None:
        """The last edition."""
        return self.editions[0] if self.editions else None

    @property
    def text(self) -> str:
        """The text that is shown and searched."""
        newest = self.newest
        return self.machine if newest is None or newest.text is None else newest.text

    @property
    def corrected(self) -> bool:
        """Whether that is a person's."""
        return self.newest is not None and self.newest.text is not None

    @property
    def reads_otherwise(self) -> bool:
        """Whether the machine reads the page otherwise than when a person last wrote its text."""
        newest = self.newest
        return newest is not None and newest.text is not None and newest.machine != self.machine

    @property
    def base(self) -> str:
        """Names the text that is shown: another one has another name."""
        number = self.newest.number if self.newest else 0
        return f"{number}-{hashlib.sha256(self.text.encode()).hexdigest()[:24]}"

    def edition(self, number: int) -> TextEdition | None:
        """One of the editions."""
        return next((one for one in self.editions if one.number == number), None)


@dataclass(frozen=True, slots=True)
class NewText:
    """A text to stand from now on (None: the machine's), written over the one with the name `base` (see `PageTexts`)."""

    key: PageKey
    text: str | None
    base: str
    actor: str
    proposal_id: str | None = None


class StaleTextError(Exception):
    """The text is another one by now than the one that was written over."""
