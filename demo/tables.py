"""The sample archive's own data files."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
"""Where the data and the templates lie."""


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML file `name` (without ending, relative to this package). Treat it as read only."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
