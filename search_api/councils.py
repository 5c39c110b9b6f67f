"""What the councils of the archive are called."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from analyzers.pipeline import Analyzer
from archive.store import Archive
from domain.documents import Body, Organization
from index.typed import QueryPlanner
from search_api.labels import Labels

_SECONDS = 5.0
"""A council's new name is shown after so long: its reading would be a good part of a search."""


@dataclass(frozen=True, slots=True)
class Councils:
    """All councils as they were at one moment, and the planner of queries that name them."""

    bodies: Sequence[Body]
    organizations: Sequence[Organization]
    planner: QueryPlanner

    def labels(self, language: str) -> Labels:
        """Their names and everybody else's in a language."""
        return Labels(language, self.bodies, self.organizations)


class KnownCouncils:
    """The councils, as they were some seconds ago at most. Threads may share it."""

    def __init__(self, archive: Archive, analyzer: Analyzer) -> None:
        self._archive = archive
        self._analyzer = analyzer
        self._known: tuple[Councils, float] | None = None

    def now(self) -> Councils:
        """The councils; who asks once and keeps the answer sees one state of them."""
        known = self._known
        if known is None or time.monotonic() - known[1] > _SECONDS:
            known = self._read(), time.monotonic()
            self._known = known
        return known[0]

    def _read(self) -> Councils:
        bodies, organizations = self._archive.bodies(), self._archive.organizations()
        return Councils(bodies, organizations, QueryPlanner(self._analyzer, bodies, organizations))
