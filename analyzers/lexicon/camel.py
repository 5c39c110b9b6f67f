"""camel-tools, imported without a network.

Importing `camel_tools.morphology` makes a folder in the user's home and, without a catalogue of downloads there,
fetches one. A catalogue that lists nothing, in a folder that lasts for the import only, makes it do neither.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_EMPTY_CATALOGUE = {"version": "none", "packages": {}, "components": {}}


def open_analyzer(database: Path) -> Any:
    """CAMeL's `Analyzer` over the database file (1-2 s; some 80 MB)."""
    with TemporaryDirectory(prefix="camel-") as folder, _offline(Path(folder)):
        from camel_tools.morphology.analyzer import Analyzer
        from camel_tools.morphology.database import MorphologyDB

    class InternedDatabase(MorphologyDB):  # type: ignore[misc]
        """The same, with each distinct string kept once: half the memory."""

        def _parse_analysis_line_toks(self, toks: list[str]) -> dict[str, str]:
            pairs = (token.partition(":") for token in toks if token)
            return {sys.intern(name): sys.intern(value) for name, _, value in pairs}

    return Analyzer(InternedDatabase(str(database)))


@contextmanager
def _offline(folder: Path) -> Iterator[None]:
    (folder / "catalogue.json").write_text(json.dumps(_EMPTY_CATALOGUE), encoding="ascii")
    settings = {"CAMELTOOLS_DATA": str(folder), "HOME": str(folder)}
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
