"""An engine of either kind to measure, with nothing in it."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app.settings import Settings
from index.engine import SearchEngine
from index.engines.elasticsearch import ElasticsearchEngine
from index.open import engine


@contextmanager
def empty_engine(name: str) -> Iterator[SearchEngine]:
    """The engine of that name, empty and gone at the end: in a folder of its own, or in the cluster of the settings
    (`SHAFFAF_ELASTICSEARCH_…`) under names of its own.
    """
    cluster = Settings().cluster
    apart = replace(cluster, prefix=f"{cluster.prefix}-{secrets.token_hex(4)}")
    with tempfile.TemporaryDirectory() as directory:
        opened = engine(name, Path(directory), apart)
        try:
            yield opened
        finally:
            if isinstance(opened, ElasticsearchEngine):
                opened.remove()
