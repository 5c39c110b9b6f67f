"""What somebody typed, as a plan: the same one for a search and for an alert that was saved from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from analyzers.pipeline import Analyzer
from domain.documents import Body, Organization
from domain.searching import Precision
from index.plan import Plan
from index.planning import plan
from index.query_language import parse
from index.value_names import Names

MAX_QUERY = 2_000
"""Code points of a query that are looked at; what comes behind is left out, with the hint `too_long`."""


class QueryPlanner:
    """Plans queries with the names of councils as they are now."""

    def __init__(self, analyzer: Analyzer, bodies: Iterable[Body], organizations: Iterable[Organization]) -> None:
        self._analyzer = analyzer
        self._names = _council_names(bodies, organizations)

    def plan(self, text: str, precision: Precision = Precision.FORMS, translate: bool = True) -> Plan:
        """What answers `text`: words in the forms that `precision` says, terms in the other language too if `translate`."""
        parsed = replace(parse(text[:MAX_QUERY]), translate=translate)
        return plan(parsed, self._analyzer, self._names, precision)


def _council_names(bodies: Iterable[Body], organizations: Iterable[Organization]) -> Names:
    return {
        "body": [(name, body.id) for body in bodies for name in body.names.values()],
        "organization": [(name, one.id) for one in organizations for name in one.names.values()],
    }
