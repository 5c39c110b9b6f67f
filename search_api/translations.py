"""Which renderings of a query's terms a document holds, to be said beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzers.highlight import QueryTerms
from index.plan import Equivalent
from index.planning import evidence_terms
from search_api.analysis import AnalysedText
from search_api.search_answers import Translation


class Translations:
    """The renderings of some terms."""

    def __init__(self, equivalents: Iterable[Equivalent]) -> None:
        self._looked_for: list[tuple[Translation, QueryTerms]] = [
            (_translation(equivalent.term, equivalent.language, other.text, other.language), evidence_terms((other.node,)))
            for equivalent in equivalents
            for other in equivalent.renderings
        ]

    def all(self) -> list[Translation]:
        """Of each term the usual rendering in every language."""
        usual = {(one.term, one.language): one for one, _ in reversed(self._looked_for)}
        return [one for one, _ in self._looked_for if usual[one.term, one.language] == one]

    def found(self, texts: Iterable[AnalysedText]) -> list[Translation]:
        """The first rendering of each term that stands in one of the texts."""
        read = list(texts)
        held = [one for one, terms in self._looked_for if any(text.spans(terms) for text in read)]
        return list({one.term: one for one in reversed(held)}.values())[::-1]


def with_parts(equivalents: Iterable[Equivalent]) -> Iterator[Equivalent]:
    """The terms, and behind each those within it."""
    for equivalent in equivalents:
        yield equivalent
        yield from with_parts(equivalent.parts)


def _translation(term: str, term_language: str, text: str, language: str) -> Translation:
    return Translation(term=term, term_language=term_language, text=text, language=language)
