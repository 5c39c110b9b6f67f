"""A stretch of tokens that means one thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """The tokens from `first` to `last`, both included, and the terms under which all ways to write it meet."""

    first: int
    last: int
    keys: tuple[str, ...]
