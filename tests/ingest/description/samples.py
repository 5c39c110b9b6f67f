"""Pages to describe, and what is found in them."""

from __future__ import annotations

from collections.abc import Sequence

from analyzers.pipeline import Analyzer
from domain.description import DescribedValue, Field, PageText, values_of
from domain.documents import PageKey
from ingest.description import Register, describe

NOBODY = Register()


def pages_of(*texts: str, certainty: float = 1.0) -> list[PageText]:
    """Pages of one version with these texts."""
    return [PageText(PageKey("v1", number), text, certainty) for number, text in enumerate(texts, 1)]


def values_in(analyzer: Analyzer, *texts: str, register: Register = NOBODY) -> tuple[DescribedValue, ...]:
    """All values that are found in pages."""
    return describe(pages_of(*texts), analyzer, register, "scan_0001.pdf").values


def found(analyzer: Analyzer, field: Field, *texts: str, register: Register = NOBODY) -> list[str]:
    """The values of a field."""
    return values_of(values_in(analyzer, *texts, register=register), field)


def evidence_of(values: Sequence[DescribedValue], field: Field, *texts: str) -> list[str]:
    """The slices of the texts that the values of a field stand in."""
    spans = [one.evidence for one in values if one.field is field and one.evidence]
    return [texts[span.page.number - 1][span.start : span.end] for span in spans]
