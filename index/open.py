"""Engines by name."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from domain.plugins import discover
from index.cluster import Cluster
from index.engine import SearchEngine


def engine(name: str, directory: Path, cluster: Cluster | None = None) -> SearchEngine:
    """The engine of module `index/engines/NAME.py`, writing to `directory` or to `cluster`, as is its way. Raises
    ValueError for an unknown name.
    """
    engines = discover("index.engines")
    if name not in engines:
        raise ValueError(f"no engine named {name!r}; there are {', '.join(engines)}")
    return cast(SearchEngine, engines[name](directory, cluster))
