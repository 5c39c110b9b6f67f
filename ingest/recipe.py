"""How a page's image is read: what the worker may ask of a child."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = "ara+fra"
"""Tesseract models, the main one first, as its `-l` takes them."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way of reading a page's image.

    `models`, `layout` and `threshold` are Tesseract's `-l`, `--psm` and `thresholding_method`. `upright` has the page
    turned by quarters until its letters stand upright, which costs time. `dpi` is the resolution the page is drawn at, and
    `turn` by how many degrees clockwise people had it turned.
    """

    models: str = LANGUAGES
    layout: int = 3
    threshold: int = 0
    upright: bool = False
    dpi: float = 300.0
    turn: int = 0

    @property
    def name(self) -> str:
        """The models, and whatever differs from the default."""
        marks = {
            f"psm{self.layout}": self.layout != 3,
            f"threshold{self.threshold}": self.threshold != 0,
            "upright": self.upright,
        }
        return " ".join([self.models, *(mark for mark, given in marks.items() if given)])


def debian_package(model: str) -> str:
    """The Debian package of a Tesseract model: models of scripts begin with a capital, and are cut to four letters."""
    end = f"script-{model[:4].lower()}" if model[:1].isupper() else model.replace("_", "-").lower()
    return f"tesseract-ocr-{end}"
