"""Text typed while the keyboard was set to the other script, from `keyboards.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


def retyped(text: str) -> tuple[str, ...]:
    """The text as the same keys give it in the other script: Arabic for Latin letters on each Latin layout, and the other
    way round. Nothing for a text without letters or with letters of both scripts.
    """
    arabic, latin = (bool(re.search(letters, text)) for letters in ("[ء-ي]", "[A-Za-zà-ÿ]"))
    if arabic == latin:
        return ()
    tables = _from_arabic() if arabic else _from_latin()
    return tuple(dict.fromkeys(other for table in tables if (other := _typed(text, table)) != text))


def _typed(text: str, table: Mapping[str, str]) -> str:
    """Each key's letters replaced, the two letters of one key first; capitals that no key gives as small letters."""
    keys = re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))) + "|.", re.DOTALL)
    return keys.sub(lambda found: table.get(found[0]) or table.get(found[0].lower()) or found[0], text)


@cache
def _layouts() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("keyboards.toml").read_text(encoding="utf-8"))


@cache
def _from_latin() -> tuple[Mapping[str, str], ...]:
    return tuple(dict(zip(keys["latin"], keys["arabic"], strict=True)) for keys in _layouts().values())


@cache
def _from_arabic() -> tuple[Mapping[str, str], ...]:
    return tuple({letters: key for key, letters in reversed(table.items())} for table in map(dict, _from_latin()))
