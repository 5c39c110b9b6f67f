"""Texts as a careless optical character recognition would have read them: characters taken for others.

Which for which is data (`ocr_confusions.toml`); which ones is drawn from a seed, so every run has the same noise.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

SEED = 5


def add_noise(text: str, share: float, seed: str) -> str:
    """The text with about that share (0 to 1) of its confusable characters confused; equal for equal arguments."""
    draw = random.Random(f"{SEED} {seed}")
    confusions = _confusions()
    return "".join(
        draw.choice(confusions[character]) if character in confusions and draw.random() < share else character
        for character in text
    )


@cache
def _confusions() -> Mapping[str, Sequence[str]]:
    path = Path(__file__).with_name("ocr_confusions.toml")
    table: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))["confusions"]
    return table
