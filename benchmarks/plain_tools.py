"""What the tools everybody has make of a PDF: `pdftotext`, and `tesseract` on every page whatever its text layer."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CORES = os.cpu_count() or 1

DPI = 300
MODELS = "ara+fra"

_ONE_THREAD = os.environ | {"OMP_THREAD_LIMIT": "1"}


def pdftotext(path: Path) -> str:
    """A file's text layer as poppler's `pdftotext` gives it; "" for a file it refuses."""
    return _output(["pdftotext", "-enc", "UTF-8", str(path), "-"])


def tesseract(path: Path) -> str:
    """A file's pages as Tesseract reads them at DPI with MODELS."""
    with tempfile.TemporaryDirectory() as folder:
        return "\n".join(map(read_image, page_images(path, Path(folder))))


def on_every_core(tool: Callable[[Path], str], paths: Sequence[Path]) -> dict[Path, str]:
    """What a tool makes of each file, one file a core at a time."""
    with ThreadPoolExecutor(CORES) as threads:
        return dict(zip(paths, threads.map(tool, paths), strict=True))


def page_images(path: Path, folder: Path) -> Sequence[Path]:
    """The pages of a PDF in order, as grey images at DPI written into `folder` by poppler's `pdftoppm`."""
    _output(["pdftoppm", "-r", str(DPI), "-gray", str(path), str(folder / "page")])
    return sorted(folder.iterdir())


def read_image(image: Path) -> str:
    """What Tesseract reads on an image, in one thread."""
    return _output(["tesseract", str(image), "stdout", "-l", MODELS, "--dpi", str(DPI)])


def _output(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, env=_ONE_THREAD, check=False)
    return done.stdout.decode("utf-8", "replace")
