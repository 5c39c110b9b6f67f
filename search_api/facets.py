"""Facets of an answer: counted values with their labels, in the order people expect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.searching import FACET_FIELDS
from search_api.labels import Labels
from search_api.search_answers import FacetValue

Counts = Mapping[str, Mapping[str, int]]


def label_facets(counts: Counts, selected: Mapping[str, Sequence[str]], labels: Labels) -> dict[str, list[FacetValue]]:
    """Every facet field with its values: years newest first, other values most frequent first.

    A selected value is there even when no document holds it, so that it can be seen and taken away.
    """
    return {field: _values(field, counts, selected.get(field, ()), labels) for field in FACET_FIELDS}


def _values(field: str, counts: Counts, selected: Sequence[str], labels: Labels) -> list[FacetValue]:
    counted = dict.fromkeys(selected, 0) | {
        value: count for value, count in counts.get(field, {}).items() if count > 0 or value in selected
    }
    values = [labels.facet_value(field, value, count, value in selected) for value, count in counted.items()]
    if field == "year":
        return sorted(values, key=lambda value: value.value, reverse=True)
    return sorted(values, key=lambda value: (-value.count, value.label))
