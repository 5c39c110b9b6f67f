"""The layers hold for every package there is."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]


def packages_on_disk() -> set[str]:
    return {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}


def test_every_package_on_disk_is_checked() -> None:
    assert packages_on_disk() == set(CONTRACT["root_packages"])


def test_every_package_has_its_place_in_the_layers() -> None:
    layers, alone, _ = CONTRACT["contracts"]
    placed = {name.strip() for line in layers["layers"] for name in line.split("|")}
    assert placed | set(alone["source_modules"]) == packages_on_disk()
