"""A value that a rule found in a page."""

from __future__ import annotations

from dataclasses import dataclass

from domain.description import DescribedValue, Field
from ingest.description.folded_pages import FoldedPage


@dataclass(frozen=True, slots=True)
class Finding:
    """`value` is told by `page.text[start:end]`; `confidence` is the rule's own, of a text that is sure."""

    value: str
    confidence: float
    page: FoldedPage
    start: int
    end: int

    def described(self, field: Field, language: str | None = None) -> DescribedValue:
        """The finding as a value of the field: no surer than the letters it was read from."""
        sure = round(self.confidence * self.page.certainty, 3)
        return DescribedValue(field, self.value, sure, self.page.evidence(self.start, self.end), language)
