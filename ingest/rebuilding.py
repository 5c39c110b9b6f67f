"""How far a rebuild of the index is, kept in a file, so that after a kill it goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from domain.searching import Space


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A rebuild under way: in which engine, the generation of each space that it fills, the archive's last change when it
    began, and the last document, in the order in which they entered, that is in.
    """

    engine: str
    generations: Mapping[Space, str]
    start: int
    last: str = ""


class RebuildNote:
    """The file. It may be lost: then a rebuild begins anew."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Unfinished | None:
        """What was written last, None when no rebuild is under way."""
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        generations = {Space(space): name for space, name in found["generations"].items()}
        return Unfinished(found["engine"], generations, found["start"], found["last"])

    def write(self, unfinished: Unfinished) -> None:
        """Note it, in one step."""
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(unfinished)), encoding="utf-8")
        fresh.replace(self._path)

    def clear(self) -> None:
        """The rebuild is done."""
        self._path.unlink(missing_ok=True)
