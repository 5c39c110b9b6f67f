"""Stop words: function words alone, one list a language (`languages/stop_words.CODE.txt`)."""

from __future__ import annotations

from pathlib import Path

from analyzers.normalization import fold


def read_stop_words(code: str) -> frozenset[str]:
    """The folded stop words of a language. Lines that begin with `#` are comments; words are separated by spaces."""
    path = Path(__file__).with_name("languages") / f"stop_words.{code}.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(fold(word) for line in lines if not line.startswith("#") for word in line.split())
