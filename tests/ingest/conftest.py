"""What tests of ingest share: typeset samples and a sandbox."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
import typst
from PIL import Image

from ingest.limits import Limits
from ingest.sandbox import Sandbox

ARABIC_LINES = ("قرر المجلس الجماعي الموافقة على الاتفاقية", "اجتمع أعضاء المكتب بمقر الجماعة")
FRENCH_LINE = "Le conseil communal approuve la convention"

_SETTING = """
#set page(width: 190mm, height: 70mm, margin: 12mm)
#set text(font: ("{font}", "DejaVu Sans"), size: 16pt)
"""
_PARAGRAPHS = "\n\n".join(f'#text(lang: "ar", dir: rtl)[{line}]' for line in ARABIC_LINES) + f"\n\n{FRENCH_LINE}\n"


def typeset(markup: str, kind: Literal["pdf", "png"], font: str) -> bytes:
    """What typst makes of `markup` in a font: a PDF, or its one page as an image at 300 dpi."""
    setting = _SETTING.replace("{font}", font)
    made = typst.compile((setting + markup).encode(), format=kind, ppi=300.0)
    assert isinstance(made, bytes)
    return made


@pytest.fixture(scope="session")
def typeset_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of two Arabic lines and a French one, with a text layer."""
    path = tmp_path_factory.mktemp("typeset") / "page.pdf"
    path.write_bytes(typeset(_PARAGRAPHS, "pdf", "Amiri"))
    return path


@pytest.fixture(scope="session")
def typeset_png(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same page as an image."""
    path = tmp_path_factory.mktemp("typeset") / "page.png"
    Image.open(BytesIO(typeset(_PARAGRAPHS, "png", "DejaVu Sans"))).save(path, dpi=(300, 300))
    return path


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    return Sandbox(Limits(), tmp_path / "scratch")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Writes a file of a name and content."""

    def write_file(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write_file
