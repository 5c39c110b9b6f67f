"""Codes and identifiers as people read them, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.documents import Body, Organization
from domain.translation import LANGUAGES, messages
from search_api.answers import Name
from search_api.search_answers import FacetValue

_TRANSLATED = ("type", "language")


class Labels:
    """Names of bodies, organizations, types and languages in `language`, or in another where it has none."""

    def __init__(self, language: str, bodies: Iterable[Body], organizations: Iterable[Organization]) -> None:
        self.language = language
        self._names = {
            "body": {body.id: body.names for body in bodies},
            "organization": {organization.id: organization.names for organization in organizations},
        }

    def type(self, code: str) -> str:
        """The words for a document type; the code itself for one that has none."""
        return messages(self.language).get(f"type.{code}", code)

    def hint(self, code: str) -> str:
        """What to tell who typed a query."""
        return messages(self.language).get(f"hint.{code}", code)

    def body(self, body_id: str | None) -> Name | None:
        """The body's name, None for no body."""
        return None if body_id is None else self._name("body", body_id)

    def organization(self, organization_id: str | None) -> Name | None:
        """The organization's name, None for no organization."""
        return None if organization_id is None else self._name("organization", organization_id)

    def facet_value(self, field: str, value: str, count: int, selected: bool) -> FacetValue:
        """A value of a facet with its label."""
        if field in self._names:
            name = self._name(field, value)
            return FacetValue(value=value, label=name.name, language=name.language, count=count, selected=selected)
        label = messages(self.language).get(f"{field}.{value}", value) if field in _TRANSLATED else value
        return FacetValue(value=value, label=label, language=self.language, count=count, selected=selected)

    def _name(self, kind: str, key: str) -> Name:
        names: Mapping[str, str] = self._names[kind].get(key, {})
        for code in (self.language, *LANGUAGES, *names):
            if code in names:
                return Name(id=key, name=names[code], language=code)
        return Name(id=key, name=key, language="und")
