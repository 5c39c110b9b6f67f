"""Writes the sample archive: `generate(target)`, or `python -m demo TARGET`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from demo.drafting import Draft, draft
from demo.forms import MAKERS, MadeFile
from demo.register import bodies, organizations
from demo.slots import slots
from demo.truth import describe, readable_words
from demo.typesetting import FontMissingError, typesetter

__all__ = ["FontMissingError", "SampleDocument", "bodies", "generate", "organizations"]


@dataclass(frozen=True, slots=True)
class SampleDocument:
    """A file of the sample archive and what is true of it (see `demo.truth`)."""

    path: Path
    truth: dict[str, Any]

    @property
    def truth_path(self) -> Path:
        """The file beside it that holds the truth."""
        return self.path.with_name(f"{self.path.stem}.truth.json")


def _write(target: Path, item: Draft, made: MadeFile, readable: frozenset[str]) -> SampleDocument:
    document = SampleDocument(target / f"{item.name}{made.suffix}", describe(item, made, readable))
    document.path.write_bytes(made.content)
    truth = json.dumps(document.truth, ensure_ascii=False, indent=1)
    document.truth_path.write_text(truth + "\n", encoding="utf-8")
    return document


def generate(
    target: Path,
    count: int = 60,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
    manner: str = "first",
) -> list[SampleDocument]:
    """Writes `count` documents into the folder `target`, made when missing, each with its NAME.truth.json.

    The same count and seed give the same bytes; a longer archive begins with the shorter one's files (though what
    its `scan_only_words` are depends on the whole). `progress` is called with how many are written and how many
    there will be; `manner` is one of `manners.toml`. Raises FontMissingError when a font is not installed and
    ValueError for a negative count.
    """
    if count < 0:
        raise ValueError(f"an archive of {count} documents")
    target.mkdir(parents=True, exist_ok=True)
    drafts = [draft(slot, seed) for slot in slots(count, manner)]
    readable = readable_words(drafts)
    documents: list[SampleDocument] = []
    with typesetter() as setting:
        for item in drafts:
            made = MAKERS[item.slot.made](item, setting, Random(f"{seed}/{item.slot.index}/made"))
            documents.append(_write(target, item, made, readable))
            if progress is not None:
                progress(len(documents), count)
    return documents
