"""What tells of private persons in a document (Moroccan law 09-08): what kind it is, where it stands, how sure that is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from domain.documents import PageKey, WordBox


class PersonalKind(StrEnum):
    """Kinds of personal data that are looked for; the words are under `personal.kind` in `domain/locale`."""

    CIN = "cin"
    PHONE = "phone"
    RIB = "rib"
    IBAN = "iban"
    EMAIL = "email"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class PersonalMention:
    """Personal data in a text: the slice `[start, end)` in code points, and how sure that is, 0 to 1."""

    start: int
    end: int
    kind: PersonalKind
    confidence: float


@dataclass(frozen=True, slots=True)
class PersonalFind:
    """A mention on a page: `text` as it stands there, `before` and `after` what stands beside it, `boxes` its words on the
    page's image (none where the format has no images). `position` is the page's number for people.
    """

    page: PageKey
    position: int
    mention: PersonalMention
    text: str
    before: str = ""
    after: str = ""
    boxes: tuple[WordBox, ...] = ()

    @property
    def digest(self) -> str:
        """What names the find without telling it: the same as long as it stands on that page."""
        said = f"{self.page.version_id} {self.page.number} {self.mention.kind} {' '.join(self.text.split())}"
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:24]
