"""What the page of results shows, made from an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from domain.searching import FACET_FIELDS, MAX_OFFSET, Precision, Sort
from frontend.asking import PAGE_SIZE, Asked
from frontend.links import Links
from frontend.templating import QUOTES
from search_api.search_answers import FacetValue, SearchHit, SearchResponse, Translation

_QUOTES = str.maketrans("", "", QUOTES)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, with the words for its value."""

    field: str
    value: str
    label: str
    language: str


def results(asked: Asked, response: SearchResponse, links: Links) -> dict[str, object]:
    """The values of `results.html`."""
    apart = {hit.id: _section(hit, response) for hit in response.hits}
    return {
        "asked": asked,
        "response": response,
        "sorts": tuple(Sort) if asked.query else (Sort.NEWEST, Sort.OLDEST),
        "precisions": tuple(Precision) if asked.query else (),
        "facets": [(name, response.facets[name]) for name in FACET_FIELDS if response.facets.get(name)],
        "chips": _chips(asked, response.facets),
        "full": [hit for hit in response.hits if apart[hit.id] == "full"],
        "translated": [hit for hit in response.hits if apart[hit.id] == "translated"],
        "partial": [hit for hit in response.hits if apart[hit.id] == "partial"],
        "translations": _shown(response.translations),
        "feed": links.to("/feeds/search.atom", asked.parameters),
        "calendar": links.to("/feeds/search.ics", asked.parameters),
        "fewer": _fewer(asked.query),
        "unquoted": _unquoted(asked.query),
        **_steps(asked, response, links),
    }


def _section(hit: SearchHit, response: SearchResponse) -> str:
    """Under which heading a hit stands: by date, all are under the first."""
    if response.sort is not Sort.RELEVANCE:
        return "full"
    if not hit.full:
        return "partial"
    return "translated" if hit.translated else "full"


def _shown(translations: Iterable[Translation]) -> list[Translation]:
    """What to say at the top: each term in the other of the two languages that documents are in."""
    return [one for one in translations if one.language in {"ar", "fr"} and one.language != one.term_language]


def _chips(asked: Asked, facets: Mapping[str, list[FacetValue]]) -> list[Chip]:
    known = {(name, value.value): value for name, values in facets.items() for value in values}
    chips = []
    for name, value in asked.active:
        found = known.get((name, value))
        chips.append(Chip(name, value, found.label if found else value, found.language if found else "und"))
    return chips


def _steps(asked: Asked, response: SearchResponse, links: Links) -> dict[str, object]:
    previous, label = _previous(asked)
    following = _following(asked, response)
    found = response.total + response.partial_total
    cut_off = following is None and asked.sort is Sort.RELEVANCE and found > asked.offset + len(response.hits) > 0
    return {
        "previous": links.search(previous) if previous else None,
        "previous_label": label,
        "following": links.search(following) if following else None,
        "range": _range(asked, response.hits),
        "limited": cut_off,
        "limit": MAX_OFFSET + PAGE_SIZE,
    }


def _previous(asked: Asked) -> tuple[list[tuple[str, str]] | None, str]:
    if asked.after is not None:
        return asked.parameters, "results.first"
    if asked.offset <= 0:
        return None, "results.previous"
    before = replace(asked, offset=max(0, asked.offset - PAGE_SIZE))
    place = [("offset", str(before.offset))] if before.offset else []
    return [*before.parameters, *place], "results.previous"


def _following(asked: Asked, response: SearchResponse) -> list[tuple[str, str]] | None:
    if response.next_after is not None:
        return [*asked.parameters, ("after", str(response.next_after))]
    if response.next_offset is not None:
        return [*asked.parameters, ("offset", str(response.next_offset))]
    return None


def _range(asked: Asked, hits: list[SearchHit]) -> tuple[int, int] | None:
    if asked.after is not None or not hits:
        return None
    return asked.offset + 1, asked.offset + len(hits)


def _fewer(query: str) -> str:
    words = query.translate(_QUOTES).split()
    longest = sorted(words, key=len, reverse=True)[:2]
    return " ".join(word for word in words if word in longest) if len(words) > 2 else ""


def _unquoted(query: str) -> str:
    plain = " ".join(query.translate(_QUOTES).split())
    return plain if plain != query else ""
