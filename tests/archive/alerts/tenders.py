"""Documents that tell of days, in archives under test."""

from __future__ import annotations

from datetime import date

from archive.store import Archive
from domain.description import DescribedValue, Field
from domain.documents import DatedValue
from domain.records import Description
from tests.archive.samples import added, read

BODY = "tafilalt"


def tender(archive: Archive, content: str, publish: bool = True, body: str | None = BODY, **told: str) -> str:
    """A document of which this was found: `tender_reference`, `deadline`, `opening`, `date`, `type`."""
    intake = added(archive, content, body_id=body)
    read(archive, intake, content)
    described(archive, intake.document_id, **told)
    if publish:
        archive.publish(intake.document_id, "system:test")
    return intake.document_id


def described(archive: Archive, document_id: str, **told: str) -> None:
    """Have this be found of a document."""
    kind = told.pop("type", "tender")
    values = tuple(DescribedValue(Field(field), value, 0.9) for field, value in told.items())
    day = DatedValue(date.fromisoformat(told["date"])) if "date" in told else None
    archive.describe(document_id, Description(kind, {"fr": "Appel d’offres"}, decided_on=day, values=values))
