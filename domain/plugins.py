"""Plug-ins are found, never listed: every module in a plug-in package that defines `PLUGIN` is one.

So a new extractor, engine, language, channel or blob store is one new file. `tests/test_plugins.py` runs one
conformance test over all of them.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any


@cache
def discover(package: str) -> dict[str, Any]:
    """The plug-ins of `package` (dotted name) by module name, sorted. Modules without `PLUGIN` are passed over.

    Raises ImportError when a plug-in module can't be imported: a broken plug-in must be seen, not skipped.
    """
    path = importlib.import_module(package).__path__
    found = {}
    for module in sorted(pkgutil.iter_modules(path), key=lambda module: module.name):
        plugin = getattr(importlib.import_module(f"{package}.{module.name}"), "PLUGIN", None)
        if plugin is not None:
            found[module.name] = plugin
    return found
