"""What tests of ingest share: typeset samples and a sandbox."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import typst
from PIL import Image

from ingest.limits import Limits
from ingest.sandbox import Sandbox

ARABIC_LINES = ("قرر المجلس الجماعي الموافقة على الاتفاقية", "اجتمع أعضاء المكتب بمقر الجماعة")
FRENCH_LINE = "Le conseil communal approuve la convention"

_SETTING = """
#set page(width: 160mm, height: 70mm, margin: 12mm)
#set text(font: ("Amiri", "DejaVu Sans"), size: 18pt)
"""
_PARAGRAPHS = "\n\n".join(f"#text(lang: \"ar\", dir: rtl)[{line}]" for line in ARABIC_LINES) + f"\n\n{FRENCH_LINE}\n"


def typeset(markup: str, kind: str) -> bytes:
    """What typst makes of `markup`: `pdf`, or the first page as `png` at 300 dpi."""
    made = typst.compile((_SETTING + markup).encode(), format=kind, ppi=300.0)
    return made[0] if isinstance(made, list) else made


@pytest.fixture(scope="session")
def typeset_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of two Arabic lines and a French one, with a text layer."""
    path = tmp_path_factory.mktemp("typeset") / "page.pdf"
    path.write_bytes(typeset(_PARAGRAPHS, "pdf"))
    return path


@pytest.fixture(scope="session")
def typeset_png(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same page as an image."""
    path = tmp_path_factory.mktemp("typeset") / "page.png"
    Image.open(BytesIO(typeset(_PARAGRAPHS, "png"))).save(path, dpi=(300, 300))
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
