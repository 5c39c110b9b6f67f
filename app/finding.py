"""What `shaffaf doctor` reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `key` has its words under `doctor.KEY`, `detail` is a fact, `remedy` a line to type.

    `well` is False for what must be mended and None for what is worth knowing only.
    """

    key: str
    well: bool | None
    detail: str = ""
    remedy: str = ""
