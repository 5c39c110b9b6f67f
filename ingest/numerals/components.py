"""The connected parts of ink in a small image."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_DARK = 140
"""Tones below this are ink."""

Run = tuple[int, int, int]
"""A row, the first column of ink in it and the one behind the last."""


@dataclass(frozen=True, slots=True)
class Component:
    """Ink that hangs together, as runs, in the rows from `top` to below `bottom` and the columns from `left` to `right`."""

    runs: tuple[Run, ...]
    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """In pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """In pixels."""
        return self.bottom - self.top


def components(image: Image) -> list[Component]:
    """The parts of ink in a grey image, from left to right. Pixels that touch at a corner hang together."""
    rows = [list(_runs(image, row)) for row in range(image.height)]
    groups: dict[Run, list[Run]] = {}
    for above, row in zip([[], *rows], rows, strict=False):
        for run in row:
            groups[run] = [run]
            for other in above:
                if other[1] <= run[2] and run[1] <= other[2] and groups[other] is not groups[run]:
                    _join(groups, groups[other], groups[run])
    found = {id(group): group for group in groups.values()}
    return sorted(map(_component, found.values()), key=lambda part: (part.left, part.top))


def _join(groups: dict[Run, list[Run]], one: list[Run], other: list[Run]) -> None:
    kept, gone = (one, other) if len(one) >= len(other) else (other, one)
    kept.extend(gone)
    groups.update(dict.fromkeys(gone, kept))


def _runs(image: Image, row: int) -> Iterator[Run]:
    tones = image.crop((0, row, image.width, row + 1)).tobytes()
    start = None
    for column, tone in enumerate((*tones, 255)):
        if tone < _DARK and start is None:
            start = column
        elif tone >= _DARK and start is not None:
            yield row, start, column
            start = None


def _component(runs: list[Run]) -> Component:
    return Component(
        tuple(sorted(runs)),
        left=min(run[1] for run in runs),
        top=min(run[0] for run in runs),
        right=max(run[2] for run in runs),
        bottom=max(run[0] for run in runs) + 1,
    )
