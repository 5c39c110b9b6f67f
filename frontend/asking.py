"""What a visitor asks for: the parameters of `/search` as a value, and back again as the parameters of a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from starlette.datastructures import QueryParams

from domain.searching import FACET_FIELDS, MAX_OFFSET, Precision, Sort, Window
from search_api.asking import Question
from search_api.problems import Problem

PAGE_SIZE = 10
_MAX_ROWS = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as asked for. By relevance `offset` counts hits to pass over, by date `after` is a sort key.
    `translate` says whether terms are looked for in the other language too.
    """

    query: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    precision: Precision = Precision.FORMS
    offset: int = 0
    after: int | None = None
    translate: bool = True

    @property
    def window(self) -> Window:
        """The part of the answer that is wanted."""
        return Window(PAGE_SIZE, self.offset, self.after)

    @property
    def active(self) -> list[tuple[str, str]]:
        """Every filter set, as (field, value)."""
        return [(name, value) for name, values in self.filters.items() for value in values]

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The search without its place in the results, as parameters of a link."""
        sort = [] if self.sort is self.usual_sort else [("sort", self.sort.value)]
        precision = [] if self.precision is Precision.FORMS else [("precision", self.precision.value)]
        switch = [] if self.translate else [("translate", "false")]
        return [("q", self.query), *self.active, *precision, *sort, *switch]

    @property
    def question(self) -> Question:
        """What is looked for in each document."""
        return Question(self.query, self.precision, self.translate)

    @property
    def usual_sort(self) -> Sort:
        """The order nobody has to ask for: without words there is no relevance, so the newest come first."""
        return Sort.RELEVANCE if self.query else Sort.NEWEST

    def without(self, name: str, value: str) -> Asked:
        """The first page of the same search with one filter less."""
        kept = tuple(other for other in self.filters.get(name, ()) if other != value)
        return replace(self, filters={**self.filters, name: kept}, offset=0, after=None)

    def unfiltered(self) -> Asked:
        """The first page of the same search without filters."""
        return replace(self, filters={}, offset=0, after=None)

    def sorted_by(self, sort: Sort) -> Asked:
        """The first page of the same search in another order."""
        return replace(self, sort=sort, offset=0, after=None)

    def with_precision(self, precision: Precision) -> Asked:
        """The first page of the same search with words taken more or less precisely."""
        return replace(self, precision=precision, offset=0, after=None)

    def translating(self) -> Asked:
        """The first page of the same search, terms looked for in the other language too."""
        return replace(self, translate=True, offset=0, after=None)

    def literally(self) -> Asked:
        """The first page of the same search for its own words alone."""
        return replace(self, translate=False, offset=0, after=None)

    def asking_for(self, query: str) -> Asked:
        """The first page of another query under the same filters."""
        return replace(self, query=query, offset=0, after=None)


def asked(parameters: QueryParams) -> Asked:
    """Read the parameters of `/search`; empty ones count as absent. Raises a bad-request Problem for the rest."""
    query = " ".join(parameters.get("q", "").split())
    plain = Asked(query)
    return Asked(
        query=query,
        filters=_filters(parameters),
        sort=_sort(parameters.get("sort") or plain.usual_sort.value),
        precision=_precision(parameters.get("precision") or Precision.FORMS.value),
        offset=whole(parameters, "offset", most=MAX_OFFSET) or 0,
        after=whole(parameters, "after"),
        translate=_switch(parameters, "translate"),
    )


def whole(parameters: QueryParams, name: str, least: int = 0, most: int = _MAX_ROWS) -> int | None:
    """A whole number from `least` to `most`, None when absent. Raises a bad-request Problem otherwise."""
    text = parameters.get(name) or None
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most):
        raise Problem(400, "bad_request")
    return int(text)


def _switch(parameters: QueryParams, name: str) -> bool:
    """A parameter that is `true`, the default, or `false`. Raises a bad-request Problem otherwise."""
    text = parameters.get(name) or "true"
    if text not in {"true", "false"}:
        raise Problem(400, "bad_request")
    return text == "true"


def _filters(parameters: QueryParams) -> dict[str, tuple[str, ...]]:
    found = {name: tuple(dict.fromkeys(filter(None, parameters.getlist(name)))) for name in FACET_FIELDS}
    return {name: values for name, values in found.items() if values}


def _sort(text: str) -> Sort:
    try:
        return Sort(text)
    except ValueError:
        raise Problem(400, "bad_request") from None


def _precision(text: str) -> Precision:
    try:
        return Precision(text)
    except ValueError:
        raise Problem(400, "bad_request") from None
