"""Whether a sheet has anything on it: far cheaper to tell than to read. Runs only inside a child of `ingest.sandbox`."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from PIL.Image import Image

_PATCH = 8
"""Pixels of a patch's side at 300 dpi: a stroke of small print still darkens it, and the grain of paper evens out."""

_GRAIN = 6
"""Tones, of 256, by which patches of blank paper may differ. A single dot of ink makes more."""


def is_blank(image: Image) -> bool:
    """Whether a grey image is of one tone all over, as a blank sheet is, or one that could not be drawn."""
    darkest, lightest = cast(tuple[int, int], image.reduce(min(_PATCH, *image.size)).getextrema())
    return lightest - darkest <= _GRAIN
