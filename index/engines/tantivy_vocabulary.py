"""The words, phrases and numbers of a space with tantivy: terms that carry how they are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import tantivy
from tantivy import Query

from index.engine import Spelling
from index.entries import BETWEEN

_SPARE = 3
"""Times as many candidates as are wanted: some may stand only in documents that were taken out."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What one state of the documents index holds. Terms of documents taken out don't count."""

    searcher: tantivy.Searcher
    schema: tantivy.Schema

    def completions(self, beginning: str, size: int) -> tuple[Spelling, ...]:
        """See `index.engine.IndexReader.completions`."""
        if not beginning or size < 1:
            return ()
        terms = self.searcher.terms_with_prefix("phrase", beginning, limit=size * _SPARE)
        texts = {term.partition(BETWEEN)[2]: self._documents("phrase", term) for term, _ in terms}
        return tuple(Spelling(text, count) for text, count in texts.items() if count)[:size]

    def numbers(self, beginning: str, size: int) -> tuple[str, ...]:
        """See `index.engine.IndexReader.numbers`."""
        if not beginning or size < 1:
            return ()
        terms = self.searcher.terms_with_prefix("number", beginning, limit=size * _SPARE)
        return tuple(term for term, _ in terms if self._documents("number", term))[:size]

    def spellings(self, exacts: Iterable[str]) -> Mapping[str, Spelling]:
        """See `index.engine.IndexReader.spellings`."""
        held = (exact for exact in exacts if self.searcher.doc_freq("exact", exact))
        found = ((exact, self._spelling(exact)) for exact in held)
        return {exact: spelling for exact, spelling in found if spelling}

    def _spelling(self, exact: str) -> Spelling | None:
        terms = self.searcher.terms_with_prefix("spelling", exact + BETWEEN, limit=_SPARE)
        counted = ((term.partition(BETWEEN)[2], self._documents("spelling", term)) for term, _ in terms)
        best = max(counted, key=lambda pair: pair[1], default=("", 0))
        return Spelling(*best) if best[1] else None

    def _documents(self, field: str, term: str) -> int:
        """How many documents hold the term."""
        query = Query.const_score_query(Query.term_query(self.schema, field, term, "basic"), 0.0)
        found: Any = self.searcher.search(query, 1)
        return int(found.count)
