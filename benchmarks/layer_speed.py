"""How fast text layers are read, beside `pdf2txt.py`: `python -m benchmarks.layer_speed DIR`.

Reads every PDF of DIR whose pages all have a text layer, one process at a time: once as ingest does (a child process a
file, order and words found, then repaired and judged), once with pdfminer.six's own command. Both include the start of a
process a file. Prints one line of JSON: `files`, `pages`, `pages_per_second`, `pdf2txt_pages_per_second`, `ratio`, and
`words_per_second` at which words that were seen before are judged.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from analyzers.pipeline import Analyzer, default_analyzer
from domain.documents import Page, TextSource
from domain.failures import RefusedFileError
from ingest.limits import Limits
from ingest.repair.page_repair import repair
from ingest.sandbox import Sandbox

_PDF = "application/pdf"
_ROUNDS = 5


def layered(folder: Path, sandbox: Sandbox) -> dict[Path, list[Page]]:
    """The PDFs of a folder whose pages all have a text layer, with their pages."""
    found = {}
    for path in sorted(folder.glob("*.pdf")):
        try:
            pages = sandbox.extract(path, _PDF)
        except RefusedFileError:
            continue
        if all(page.source is not TextSource.EMPTY for page in pages):
            found[path] = pages
    return found


def measure(folder: Path, state: Path) -> dict[str, float | int]:
    """Read the folder's PDFs both ways and return the line to print. Raises ValueError when there are none."""
    analyzer = default_analyzer(state)
    analyzer.legibility.score("dictionaries are loaded with the first words")
    with tempfile.TemporaryDirectory() as scratch:
        sandbox = Sandbox(Limits(), Path(scratch))
        files = layered(folder, sandbox)
        if not files:
            raise ValueError(f"no PDF with a text layer in {folder}")
        own = sum(_seconds(lambda path=path: _read(path, sandbox, analyzer)) for path in files)  # type: ignore[misc]
    other = sum(_seconds(lambda path=path: _pdf2txt(path)) for path in files)  # type: ignore[misc]
    pages = sum(map(len, files.values()))
    return {
        "files": len(files),
        "pages": pages,
        "pages_per_second": round(pages / own, 2),
        "pdf2txt_pages_per_second": round(pages / other, 2),
        "ratio": round(other / own, 3),
        "words_per_second": round(_judged_per_second([page.text for read in files.values() for page in read], analyzer)),
    }


def _read(path: Path, sandbox: Sandbox, analyzer: Analyzer) -> None:
    for page in repair(sandbox.extract(path, _PDF), analyzer):
        analyzer.legibility.score(page.text)


def _pdf2txt(path: Path) -> None:
    command = [sys.executable, str(Path(sys.executable).with_name("pdf2txt.py")), "-o", os.devnull, str(path)]
    subprocess.run(command, check=False, stderr=subprocess.DEVNULL)


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _judged_per_second(texts: list[str], analyzer: Analyzer) -> float:
    words = sum(len(text.split()) for text in texts)
    started = time.perf_counter()
    for text in texts * _ROUNDS:
        analyzer.legibility.score(text)
    return _ROUNDS * words / (time.perf_counter() - started)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.layer_speed", description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path, help="holds PDFs")
    parser.add_argument("--state", type=Path, default=Path("state"), help="where the lexicon is, or is built")
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.directory, arguments.state)))


if __name__ == "__main__":
    main()
