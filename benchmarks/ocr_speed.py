"""How fast pages are read by OCR beside bare Tesseract: `python -m benchmarks.ocr_speed DIR`.

DIR holds page images or PDFs. On every core, page after page is read by `tesseract` with the same models (an image of it,
made before) and by us as the worker does, in turn, so that both meet the same load. Prints one line of JSON: `pages`,
`read_once` (those that needed no second reading: only they are compared), `ours` and `bare` in pages a minute on all cores,
and `ratio`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from analyzers.pipeline import default_analyzer
from benchmarks.plain_tools import CORES, page_images, read_image
from domain.failures import RefusedFileError
from ingest.identify import identify
from ingest.limits import Limits
from ingest.sandbox import Sandbox
from ingest.scans.policy import PageReader

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page: where it stands in its file, and the image of it that Tesseract is given."""

    path: Path
    media_type: str
    number: int
    image: Path


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds that one page took, and how often we read it."""

    bare: float
    ours: float
    readings: int


def pages(folder: Path, images: Path) -> Iterator[PageImage]:
    """Every page in `folder`; images of PDF pages are written into `images`. Files of other kinds are passed over."""
    for place, path in enumerate(sorted(folder.iterdir())):
        try:
            media_type = identify(path, path.name)
        except (RefusedFileError, OSError):
            continue
        if media_type == PDF:
            own = images / str(place)
            own.mkdir()
            yield from (PageImage(path, PDF, n, image) for n, image in enumerate(page_images(path, own), 1))
        elif media_type.startswith("image/"):
            yield PageImage(path, media_type, 1, path)


def time_page(page: PageImage, reader: PageReader) -> Timing:
    """Read a page by both, one after the other."""
    started = time.perf_counter()
    read_image(page.image)
    between = time.perf_counter()
    read = reader.read(page.path, page.media_type, page.number)
    return Timing(between - started, time.perf_counter() - between, max(1, len(read.readings)))


def report(timings: Sequence[Timing]) -> dict[str, float | int]:
    """The line to print."""
    once = [timing for timing in timings if timing.readings == 1]
    bare, ours = sum(timing.bare for timing in once), sum(timing.ours for timing in once)
    return {
        "pages": len(timings),
        "read_once": len(once),
        "ours": _pages_a_minute(len(once), ours),
        "bare": _pages_a_minute(len(once), bare),
        "ratio": round(bare / ours, 3) if ours else 0.0,
    }


def measure(folder: Path, state: Path) -> dict[str, float | int]:
    """Read every page in `folder` by both and return the line to print."""
    analyzer = default_analyzer(state)
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(CORES) as threads:
        images = Path(scratch) / "images"
        images.mkdir()
        reader = PageReader(Sandbox(Limits(), Path(scratch) / "children"), analyzer)
        return report(list(threads.map(lambda page: time_page(page, reader), list(pages(folder, images)))))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.ocr_speed", description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path, help="holds page images or PDFs")
    parser.add_argument("--state", type=Path, default=Path("state"), help="where the lexicon is, or is built")
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.directory, arguments.state)))


def _pages_a_minute(count: int, seconds: float) -> float:
    """With every core at work for `seconds` altogether."""
    return round(60 * CORES * count / seconds, 1) if seconds else 0.0


if __name__ == "__main__":
    main()
