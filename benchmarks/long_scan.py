"""Whether memory stays flat however long a scan is: `python -m benchmarks.long_scan FILE --pages 600`.

Makes scans of a tenth of `--pages` and of all of them out of the first page of FILE (a PDF), each page with its number drawn
on it, and reads them as a worker does, each in a process of its own. Prints one line of JSON: for the `short` and the `long`
scan `pages`, `file_mb`, `worker_mb` and `child_mb` (the most main memory that the worker and any of its children held),
`pages_per_minute`; and `growth`, what the long scan's `worker_mb` is of the short one's.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from PIL import Image, ImageDraw

from app import wiring
from app.settings import Settings
from demo.image_pdf import ImagePage, write
from demo.scanning import DPI, JPEG_QUALITY, render
from ingest.intake import Sender

_MEBIBYTE = 1024**2
_SHORT = 10
_NUMBER_AT = (20, 20)


def scan(page: Image.Image, count: int) -> bytes:
    """A PDF of so many scanned pages that look like `page`, numbered."""
    width, height = page.size
    return write(
        [ImagePage(_numbered(page, n), page.size, (width * 72 / DPI, height * 72 / DPI)) for n in range(1, count + 1)]
    )


def read(file: Path, lexicon: Path | None) -> dict[str, float | int]:
    """Read the scan into an archive of its own; what this process and its children took."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as state:
        settings = Settings(state=Path(state), lexicon=lexicon)
        archive = wiring.open_archive(settings)
        steps = wiring.open_steps(settings, archive, wiring.open_analyzer(settings))
        started = time.monotonic()
        wiring.open_front_door(settings, archive).take(file, file.name, Sender("system:benchmark", "long"))
        (task,) = archive.waiting_tasks()
        archive.mark_enqueued([task.id])
        numbers = steps.extract(task.id)
        with ThreadPoolExecutor(settings.workers) as threads:
            for _ in threads.map(lambda number: steps.read_page(task.id, number), numbers):
                pass
        steps.finish(task.id)
        minutes = (time.monotonic() - started) / 60
        archive.close()
    return {
        "pages": len(numbers),
        "file_mb": file.stat().st_size // _MEBIBYTE,
        "worker_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // _MEBIBYTE,
        "child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 // _MEBIBYTE,
        "pages_per_minute": round(len(numbers) / minutes, 1),
    }


def measure(source: Path, pages: int, lexicon: Path | None) -> dict[str, object]:
    """The line to print."""
    page = next(render(source.read_bytes()))
    found = {name: _apart(page, count, lexicon) for name, count in (("short", pages // _SHORT), ("long", pages))}
    return {**found, "growth": round(found["long"]["worker_mb"] / found["short"]["worker_mb"], 3)}


def _apart(page: Image.Image, count: int, lexicon: Path | None) -> dict[str, float | int]:
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        file = Path(folder, f"{count} pages.pdf")
        file.write_bytes(scan(page, count))
        return process.submit(read, file, lexicon).result()


def _numbered(page: Image.Image, number: int) -> bytes:
    copy = page.copy()
    ImageDraw.Draw(copy).text(_NUMBER_AT, str(number), fill=0)
    jpeg = io.BytesIO()
    copy.save(jpeg, "JPEG", quality=JPEG_QUALITY)
    return jpeg.getvalue()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.long_scan", description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="a PDF; its first page is scanned")
    parser.add_argument("--pages", type=int, default=600, help="of the long scan (default: %(default)s)")
    parser.add_argument("--lexicon", type=Path, help="the lexicon's file, so that none has to be built")
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.file, arguments.pages, arguments.lexicon)))


if __name__ == "__main__":
    main()
