"""Descriptions as answers: what was found or said of a document, with the way to where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.description import (
    NOT_FOUND,
    REVIEW_BELOW,
    DescribedValue,
    DocumentDescription,
    Evidence,
    Field,
    SaidValue,
)
from domain.documents import Document
from domain.translation import messages
from search_api.answers import PageReference
from search_api.description_answers import DescriptionResponse, EvidenceAnswer, FieldAnswer, ValueAnswer
from search_api.labels import Labels
from search_api.records import document_url, has_page_images


@dataclass(frozen=True, slots=True)
class DescriptionWriter:
    """Writes answers with names in the language of `labels`."""

    labels: Labels

    def write(self, document: Document, description: DocumentDescription) -> DescriptionResponse:
        """What is told of the document; where it stands only for pages that are the document's."""
        fields = (self._field(document, description, field) for field in Field)
        return DescriptionResponse(document_id=document.id, fields=[one for one in fields if one.values or one.corrected])

    def label(self, field: Field, value: str) -> str | None:
        """A code as people read it; None for a value that is read as it is."""
        return _LABELS[field](self.labels, value) if field in _LABELS and value != NOT_FOUND else None

    def _field(self, document: Document, description: DocumentDescription, field: Field) -> FieldAnswer:
        correction = description.correction(field)
        found = [one for one in description.found if one.field is field]
        if correction is None:
            values = [self._found(document, one) for one in found if one.value != NOT_FOUND]
        else:
            values = [self._said(document, field, one, found) for one in correction.values]
        label = messages(self.labels.language)[f"field.{field}"]
        return FieldAnswer(field=field, label=label, values=values, corrected=correction is not None)

    def _found(self, document: Document, one: DescribedValue) -> ValueAnswer:
        return ValueAnswer(
            value=one.value,
            label=self.label(one.field, one.value),
            language=one.language,
            confidence=one.confidence,
            unsure=one.confidence < REVIEW_BELOW,
            evidence=_evidence(document, one.evidence),
        )

    def _said(self, document: Document, field: Field, said: SaidValue, found: list[DescribedValue]) -> ValueAnswer:
        """What a person said, and where the text says the same."""
        places = (one.evidence for one in found if one.value == said.value and one.evidence)
        evidence = next(places, None)
        return ValueAnswer(
            value=said.value,
            label=self.label(field, said.value),
            language=said.language,
            evidence=_evidence(document, evidence),
        )


def _evidence(document: Document, evidence: Evidence | None) -> EvidenceAnswer | None:
    if evidence is None:
        return None
    version = document.version(evidence.page.version_id)
    position = document.position(evidence.page)
    if version is None or position is None:
        return None
    page = PageReference(
        version_id=version.id,
        number=evidence.page.number,
        position=position if document.arrangement else None,
        image=has_page_images(version.readable.media_type),
    )
    address = f"{document_url(document.id)}/pages/{version.id}/{page.number}"
    span = f"start={evidence.start}&end={evidence.end}"
    return EvidenceAnswer(
        page=page,
        start=evidence.start,
        end=evidence.end,
        text=f"{address}?{span}",
        boxes=f"{address}/boxes?{span}",
    )


def _session(labels: Labels, value: str) -> str:
    kind, _, month = value.partition("/")
    texts = messages(labels.language)
    year, _, number = month.partition("-")
    return texts[f"session.{kind}"].format(month=texts[f"month.{int(number)}"], year=year)


def _vote(labels: Labels, value: str) -> str:
    outcome, _, counts = value.partition(" ")
    texts = messages(labels.language)
    if not counts:
        return texts[f"vote.{outcome}"]
    ayes, noes, abstentions = counts.split("/")
    return texts[f"vote.{outcome}_counted"].format(ayes=ayes, noes=noes, abstentions=abstentions)


def _language(labels: Labels, value: str) -> str:
    return messages(labels.language).get(f"language.{value}", value)


def _body(labels: Labels, value: str) -> str | None:
    name = labels.body(value)
    return None if name is None else name.name


def _organization(labels: Labels, value: str) -> str | None:
    name = labels.organization(value)
    return None if name is None else name.name


_LABELS: Mapping[Field, Callable[[Labels, str], str | None]] = {
    Field.TYPE: Labels.type,
    Field.BODY: _body,
    Field.ORGANIZATION: _organization,
    Field.SESSION: _session,
    Field.VOTE: _vote,
    Field.LANGUAGE: _language,
}
