"""What a browser says it is, in two words that its owner knows."""

from __future__ import annotations

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""Marks and names, those first that stand beside the marks of others."""

SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)

_LONGEST = 60


def device(agent: str) -> str:
    """`Firefox, Windows` for a browser's User-Agent; the beginning of what it says where that is neither."""
    found = [name for name in (_first(agent, BROWSERS), _first(agent, SYSTEMS)) if name]
    return ", ".join(found) or agent[:_LONGEST]


def _first(agent: str, marks: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in marks if mark in agent), "")
