"""Addresses of pages: every one carries the interface language along, so no cookie has to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from domain.searching import Precision
from search_api.answers import PageReference
from search_api.asking import ANYTHING, Question

Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Links:
    """Links within the interface in `language`. Parameters without a value are left out."""

    language: str

    def to(self, path: str, parameters: Iterable[tuple[str, object]] = (), **more: object) -> str:
        """The address of `path` with the parameters in their order, `lang` last."""
        pairs = [*parameters, *more.items()]
        wanted = [(name, str(value)) for name, value in pairs if name != "lang" and value not in (None, "")]
        return f"{path}?{urlencode([*wanted, ('lang', self.language)])}"

    def home(self) -> str:
        """The start page."""
        return self.to("/")

    def help(self) -> str:
        """How to search."""
        return self.to("/help")

    def search(self, parameters: Iterable[tuple[str, object]] = (), **more: object) -> str:
        """A page of results."""
        return self.to("/search", parameters, **more)

    def document(self, document_id: str, question: Question = ANYTHING, **more: object) -> str:
        """The page of a document, with what is looked for in it."""
        return self.to(f"/documents/{quote(document_id, safe='')}", question_parameters(question), **more)

    def document_page(self, document_id: str, version_id: str, number: int, question: Question = ANYTHING) -> str:
        """The page of a document, opened at one of its own pages: `number` of a file's version, or, where pages are
        arranged, of the document, with "" as version.
        """
        return self.document(document_id, question, version=version_id, page=number) + "#page"

    def found_span(self, document_id: str, version_id: str, number: int, span: tuple[int, int]) -> str:
        """The page of a document, opened at a place of the text of one of its pages, which is highlighted."""
        start, end = span
        return self.document(document_id, version=version_id, page=number, start=start, end=end) + "#page"

    def found_page(self, document_id: str, page: PageReference, question: Question = ANYTHING) -> str:
        """The page of a document, opened at a page that was found in it."""
        if page.position is not None:
            return self.document_page(document_id, "", page.position, question)
        return self.document_page(document_id, page.version_id, page.number, question)


def question_parameters(question: Question) -> list[tuple[str, str]]:
    """The parameters of a link that say what is looked for; what is usual is left out."""
    precision = [] if question.precision is Precision.FORMS else [("precision", question.precision.value)]
    switch = [] if question.translate else [("translate", "false")]
    return [("q", question.query), *precision, *switch]


def in_language(path: str, parameters: Parameters, language: str) -> str:
    """The same page in another interface language."""
    return Links(language).to(path, parameters)
