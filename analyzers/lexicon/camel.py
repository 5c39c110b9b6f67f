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

from analyzers.lexicon.snapshot import keep_tables, read_tables

_EMPTY_CATALOGUE = {"version": "none", "packages": {}, "components": {}}


def open_analyzer(database: Path) -> Any:
    """CAMeL's `Analyzer` over the database file (some 80 MB; 1-2 s the first time, later a third of that)."""
    with TemporaryDirectory(prefix="camel-") as folder, _offline(Path(folder)):
        from camel_tools.morphology.analyzer import Analyzer
        from camel_tools.morphology.database import MorphologyDB, MorphologyDBFlags

    class InternedDatabase(MorphologyDB):  # type: ignore[misc]
        """The same, with each distinct string kept once: half the memory."""

        def _parse_analysis_line_toks(self, toks: list[str]) -> dict[str, str]:
            pairs = (token.partition(":") for token in toks if token)
            return {sys.intern(name): sys.intern(value) for name, _, value in pairs}

    tables = read_tables(database)
    if tables is None:
        parsed = InternedDatabase(str(database))
        keep_tables(database, {name: value for name, value in vars(parsed).items() if name != "flags"})
        return Analyzer(parsed)
    kept = InternedDatabase.__new__(InternedDatabase)
    kept.__dict__.update(tables, flags=MorphologyDBFlags(analysis=True, generation=False, reinflection=False))
    return Analyzer(kept)


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
