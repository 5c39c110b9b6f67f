"""Whether a document is found by its own title: `python -m benchmarks.known_item DIR`.

DIR holds PDFs and `topics.tsv`, whose first two columns are a file's name and its title. The files go through
`shaffaf ingest` into an archive of their own, all steps as always; then each title is searched as somebody would type it.
Prints one line of JSON: `success@1` and `success@5` (share of the titles whose document comes first, or among the first
five), `mrr`, the same for each kind of text layer under `layers` (the part of the file's name before `_`), `topics`,
`pages`, `ocr_pages` (pages whose text OCR read), `tried_by_ocr` (pages that OCR was asked for), `failed` (files that were
refused) and `seconds` of ingest.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analyzers.lexicon import locate
from app import wiring
from app.settings import Settings
from archive.store import Archive
from benchmarks.retrieval import find
from domain.documents import Page, TextSource
from domain.searching import Space


@dataclass(frozen=True, slots=True)
class Topic:
    """A title that somebody looks for, and the name of the file that has it."""

    file: str
    title: str

    @property
    def layer(self) -> str:
        """The kind of text layer, which files of a test set are named after."""
        return self.file.split("_")[0]


def topics(folder: Path) -> list[Topic]:
    """The topics of a test set, in the order of its table; lines for files that are not there are left out."""
    with (folder / "topics.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [Topic(row[0], row[1]) for row in rows if len(row) > 1 and (folder / row[0]).is_file()]


def success(ranks: Sequence[int | None]) -> dict[str, float]:
    """The scores of titles by the rank (from 1) at which each one's document was found; None where it was not."""
    found = [rank for rank in ranks if rank is not None]
    total = max(1, len(ranks))
    return {
        "success@1": round(sum(rank == 1 for rank in found) / total, 4),
        "success@5": round(sum(rank <= 5 for rank in found) / total, 4),
        "mrr": round(sum(1 / rank for rank in found) / total, 4),
    }


def measure(folder: Path, state: Path) -> dict[str, object]:
    """Ingest the PDFs of `folder`, search the titles and return the line to print. `state` keeps the lexicon."""
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(state=Path(scratch), lexicon=locate(state, None))
        started = time.perf_counter()
        failed = ingest(sorted(folder.glob("*.pdf")), settings)
        seconds = time.perf_counter() - started
        archive = wiring.open_archive(settings)
        ranks = search(topics(folder), settings, archive)
        pages = list(_pages(archive))
        archive.close()
    by_layer: dict[str, list[int | None]] = defaultdict(list)
    for topic, rank in ranks.items():
        by_layer[topic.layer].append(rank)
    return {
        **success(list(ranks.values())),
        "layers": {layer: {**success(found), "topics": len(found)} for layer, found in sorted(by_layer.items())},
        "topics": len(ranks),
        "pages": len(pages),
        "ocr_pages": sum(page.source is TextSource.OCR for page in pages),
        "tried_by_ocr": sum(any(reading.source is TextSource.OCR for reading in page.readings) for page in pages),
        "failed": failed,
        "seconds": round(seconds, 1),
    }


def ingest(files: Sequence[Path], settings: Settings) -> int:
    """Take the files in as an operator would; returns how many were refused."""
    variables = os.environ | {"SHAFFAF_STATE": str(settings.state), "SHAFFAF_LEXICON": str(settings.lexicon)}
    command = [sys.executable, "-m", "app.command_line", "ingest", *map(str, files)]
    ended = subprocess.run(command, env=variables, stdout=sys.stderr, check=False)
    if ended.returncode not in (0, 1):
        raise RuntimeError(f"shaffaf ingest ended with {ended.returncode}")
    archive = wiring.open_archive(settings)
    taken = len(list(archive.all_document_ids()))
    archive.close()
    return len(files) - taken if ended.returncode else 0


def search(wanted: Sequence[Topic], settings: Settings, archive: Archive) -> Mapping[Topic, int | None]:
    """The rank of each topic's document."""
    analyzer = wiring.open_analyzer(settings)
    reader = wiring.open_engine(settings).reader(Space.PUBLIC)
    ranks = {topic: _rank(topic.file, _names(archive, find(reader, topic.title, analyzer))) for topic in wanted}
    reader.close()
    return ranks


def _names(archive: Archive, ids: Sequence[str]) -> list[str]:
    documents = archive.documents(ids)
    return [documents[id_].files[0].name for id_ in ids]


def _rank(name: str, names: Sequence[str]) -> int | None:
    return names.index(name) + 1 if name in names else None


def _pages(archive: Archive) -> Iterator[Page]:
    for document in archive.documents(list(archive.all_document_ids())).values():
        yield from archive.pages(document.files[0].current.id)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.known_item", description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path, help="holds PDFs and topics.tsv")
    parser.add_argument("--state", type=Path, default=Path("state"), help="where the lexicon is, or is built")
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.directory, arguments.state)))


if __name__ == "__main__":
    main()
