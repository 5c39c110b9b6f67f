"""What readers propose as the text of a page: seen by editors only, until one of them accepts it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.documents import PageKey

MOST_PROPOSED = 20_000
"""Letters of a page's text that a reader may send."""

MOST_NOTED = 500
"""Letters of what a reader may say beside it."""

MOST_WAITING = 20
"""Proposals for one document that wait at a time."""


@dataclass(frozen=True, slots=True)
class NewProposal:
    """A text that a reader would rather have for a page than the one `seen`, and what they say of it."""

    document_id: str
    key: PageKey
    text: str
    seen: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal that waits."""

    id: str
    row: int
    said: NewProposal
    at: datetime
