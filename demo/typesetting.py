"""Documents set as PDF by Typst, which shapes Arabic, in the fonts of `sample.toml` only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import typst

from demo.blocks import Block
from demo.drafting import Draft
from demo.tables import HERE, table

_SHARED = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


class FontMissingError(Exception):
    """A font the sample archive is set in is not installed."""


@dataclass(frozen=True, slots=True)
class SetDocument:
    """A PDF and, page by page, the blocks that stand on it."""

    pdf: bytes
    pages: tuple[tuple[Block, ...], ...]


def _font(name: str) -> Path:
    for folder in _SHARED:
        if (folder / name).is_file():
            return folder / name
    raise FontMissingError(f"{name} is in none of {', '.join(map(str, _SHARED))}")


def _typeface(draft: Draft) -> str:
    """The one its slot asks for; else scans take the face that OCR reads best, the others that of the council."""
    own = "naskh" if draft.slot.scanned else draft.facts.council.typeface
    return draft.slot.typeface or own


class Typesetter:
    """Sets documents one after another."""

    def __init__(self, fonts: Path) -> None:
        """`fonts` is a folder that holds the fonts and nothing else."""
        self._compiler = typst.Compiler(
            str(HERE / "templates" / "document.typ"), font_paths=[str(fonts)], ignore_system_fonts=True
        )

    def set(self, draft: Draft, blocks: tuple[Block, ...]) -> SetDocument:
        """`blocks` as a PDF; `draft` gives the day, the title and the typeface."""
        day = draft.facts.day
        document = {
            "title": " / ".join(draft.titles.values()),
            "notice": table("sample")["notice"],
            "language": draft.language,
            "day": (day.year, day.month, day.day),
            "face": table("sample")["typefaces"][_typeface(draft)],
            "blocks": [asdict(block) | {"language": block.language} for block in blocks],
        }
        noon = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
        inputs = {"document": json.dumps(document)}
        pdf = self._compiler.compile(format="pdf", sys_inputs=inputs, timestamp=noon)
        return SetDocument(cast("bytes", pdf), self._pages(blocks))

    def _pages(self, blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], ...]:
        places = json.loads(self._compiler.query("<at>", field="value"))
        last = max(page for _, page in places)
        return tuple(tuple(blocks[index] for index, page in places if page == number) for number in range(1, last + 1))


@contextmanager
def typesetter() -> Iterator[Typesetter]:
    """A typesetter with the fonts of `sample.toml`. Raises FontMissingError when one is not installed."""
    with TemporaryDirectory() as folder:
        for name in table("sample")["fonts"]:
            (Path(folder) / Path(name).name).symlink_to(_font(name))
        yield Typesetter(Path(folder))
