"""How much of documents' text is read right: `python -m benchmarks.extraction DIR`.

DIR holds transcripts `X.md` or `X.txt` beside `X.pdf` (see `benchmarks.word_scores` for how words are compared). The files
are taken in and read by a worker of their own, as any upload is; then the same files are given to `pdftotext` and, page
by page, to `tesseract`. Prints one line of JSON: `files`, `pages`, `ocr_pages` (whose text is OCR's), `recall` and
`precision` (means over files), `seconds`, `pdftotext` and `tesseract` with the same means, `worst` (the files read worst)
and `behind` (the files on which the better plain tool's recall is more than .03 above ours).
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzers.lexicon import locate
from app import wiring
from app.settings import Settings
from benchmarks import plain_tools
from benchmarks.word_scores import WordScores, mean, score
from domain.documents import Page, TextSource
from domain.failures import RefusedFileError
from ingest.intake import Sender
from ingest.worker_files import worker_lock

BEHIND = 0.03
"""Recall that ours may be below the better plain tool."""

WORST = 5

TRANSCRIPTS = (".txt", ".md")

PLAIN_TOOLS = (plain_tools.pdftotext, plain_tools.tesseract)

Scores = Mapping[Path, WordScores]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the product made of each file, "" and no pages for one it refused, and the seconds that took."""

    pages: Mapping[Path, Sequence[Page]]
    seconds: float

    def texts(self) -> dict[Path, str]:
        """Each file's text."""
        return {path: "\n".join(page.text for page in pages) for path, pages in self.pages.items()}


def transcripts(folder: Path) -> dict[Path, str]:
    """The PDFs of a folder that have a transcript beside them, and it."""
    found = {}
    for path in sorted(folder.glob("*.pdf")):
        beside = [path.with_suffix(suffix) for suffix in TRANSCRIPTS]
        if transcript := next((text for text in beside if text.exists()), None):
            found[path] = transcript.read_text(encoding="utf-8")
    return found


def read(paths: Sequence[Path], settings: Settings) -> Reading:
    """What an archive of its own, in the settings' empty state folder, holds of the files once its worker is idle."""
    archive = wiring.open_archive(settings)
    door = wiring.open_front_door(settings, archive)
    versions: dict[Path, str] = {}
    for path in paths:
        try:
            versions[path] = door.take(path, path.name, Sender("benchmark", "benchmark")).version_id
        except RefusedFileError:
            continue
    with worker_lock(settings.state):
        worker = wiring.open_worker(settings)
        started = time.perf_counter()
        worker.run(until_idle=True)
        seconds = time.perf_counter() - started
    pages = {path: list(archive.pages(versions[path])) if path in versions else [] for path in paths}
    archive.close()
    return Reading(pages, seconds)


def score_texts(wanted: Mapping[Path, str], texts: Mapping[Path, str]) -> dict[Path, WordScores]:
    """Each file's scores."""
    return {path: score(transcript, texts[path]) for path, transcript in wanted.items()}


def report(reading: Reading, ours: Scores, plain: Mapping[str, Scores]) -> dict[str, Any]:
    """The line to print."""
    pages = [page for pages in reading.pages.values() for page in pages]
    return {
        "files": len(ours),
        "pages": len(pages),
        "ocr_pages": sum(page.source is TextSource.OCR for page in pages),
        **_figures(mean(ours.values())),
        "seconds": round(reading.seconds, 1),
        **{tool: _figures(mean(scores.values())) for tool, scores in plain.items()},
        "worst": {path.name: _figures(ours[path]) for path in sorted(ours, key=lambda path: _f1(ours[path]))[:WORST]},
        "behind": _behind(ours, plain),
    }


def measure(folder: Path, settings: Settings, tools: Sequence[Callable[[Path], str]] = PLAIN_TOOLS) -> dict[str, Any]:
    """Read the files in `folder`, with plain tools too, and return the line to print."""
    wanted = transcripts(folder)
    paths = list(wanted)
    reading = read(paths, settings)
    plain = {tool.__name__: score_texts(wanted, plain_tools.on_every_core(tool, paths)) for tool in tools}
    return report(reading, score_texts(wanted, reading.texts()), plain)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.extraction", description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path, help="holds PDFs with their transcripts (.txt or .md) beside them")
    parser.add_argument("--state", type=Path, default=Path("state"), help="where the lexicon is, or is built")
    parser.add_argument("--without-plain", action="store_true", help="do not measure pdftotext and tesseract too")
    arguments = parser.parse_args()
    lexicon = locate(arguments.state, None)
    with tempfile.TemporaryDirectory() as state:
        settings = Settings(state=Path(state), lexicon=lexicon)
        tools = () if arguments.without_plain else PLAIN_TOOLS
        print(json.dumps(measure(arguments.directory, settings, tools)))


def _figures(scores: WordScores) -> dict[str, float]:
    return {"recall": round(scores.recall, 4), "precision": round(scores.precision, 4)}


def _f1(scores: WordScores) -> float:
    both = scores.recall + scores.precision
    return 2 * scores.recall * scores.precision / both if both else 0.0


def _behind(ours: Scores, plain: Mapping[str, Scores]) -> dict[str, dict[str, float]]:
    """The files on which a plain tool finds clearly more: our recall and the best plain one."""
    behind = {}
    for path, scores in ours.items():
        best = max((scores_of[path].recall for scores_of in plain.values()), default=0.0)
        if best - scores.recall > BEHIND:
            behind[path.name] = {"recall": round(scores.recall, 4), "plain": round(best, 4)}
    return behind


if __name__ == "__main__":
    main()
