"""How well documents are described: `python -m benchmarks.description DIR`.

DIR holds documents with their true values: `NAME.truth.json` beside each, whose `description` maps fields (see
`domain.description.Field`) to lists of values, as `python -m demo DIR --manner fourth` writes them; or `--truth FILE`, a
TOML file with such a table for each file's name. The files are taken in and read by a worker of their own, as any upload is;
`--kept FOLDER` keeps what was read for the next run. Fields that a truth does not name are not looked at.

Prints one line of JSON: for all documents, and apart for those whose first page was read by OCR (`scans`) and the
`others`, `documents` and for each field either `right` (the share of documents whose value is exactly the true one, none
where there is none) or, for fields of many values, `found` (the share of true values that are found, exactly) and `right`
(the share of found values that are true); `sure`: the share of single values that nobody is asked to review, and how many of
them are right; `wrong`: the documents and fields that are not right.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzers.lexicon import locate
from analyzers.mentions import law_key
from analyzers.pipeline import Analyzer, default_analyzer
from app.settings import Settings
from benchmarks.extraction import read
from demo.register import bodies, organizations
from domain.description import REVIEW_BELOW, DescribedValue, Field
from domain.documents import Page, TextSource
from ingest.description import Register, describe
from ingest.description.sources import page_text

MANY = frozenset({Field.AMOUNT, Field.VOTE, Field.LAW, Field.PLACE, Field.LANGUAGE})
"""Fields of which a document may have many values."""

Truth = Mapping[Field, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Described:
    """A document's true values and what was found; `scanned` when its first page was read by OCR."""

    name: str
    truth: Truth
    found: Sequence[DescribedValue]
    scanned: bool

    def values(self, field: Field) -> list[str]:
        """What was found of a field: of one with a single value no more than one."""
        found = [_comparable(field, one.value) for one in self.found if one.field is field and one.value]
        return found if field in MANY else found[:1]

    def wanted(self, field: Field) -> list[str]:
        """What is true."""
        return [_comparable(field, value) for value in self.truth[field]]


def truths(folder: Path, truth: Path | None = None) -> dict[Path, Truth]:
    """The files of the folder whose true values are known, with these."""
    if truth is not None:
        told = tomllib.loads(truth.read_text(encoding="utf-8"))
        return {folder / name: _fields(values) for name, values in told.items()}
    beside = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.truth.json"))]
    return {folder / one["file"]: _fields(one["description"]) for one in beside}


def describe_all(wanted: Mapping[Path, Truth], pages: Mapping[Path, Sequence[Page]], analyzer: Analyzer) -> list[Described]:
    """What is found in the pages that were read of each file, by the sample archive's councils."""
    register = Register(tuple(bodies()), tuple(organizations()))
    return [
        Described(
            path.name,
            truth,
            describe([page_text("v", page) for page in pages[path]], analyzer, register, path.name).values,
            any(page.source is TextSource.OCR for page in pages[path][:1]),
        )
        for path, truth in wanted.items()
    ]


def report(described: Sequence[Described]) -> dict[str, Any]:
    """The line to print."""
    return {
        **_figures(described),
        "scans": _figures([one for one in described if one.scanned]),
        "others": _figures([one for one in described if not one.scanned]),
        "wrong": list(_wrong(described)),
    }


def measure(folder: Path, settings: Settings, analyzer: Analyzer, truth: Path | None = None) -> dict[str, Any]:
    """Read and describe the files and return the line to print."""
    wanted = truths(folder, truth)
    return report(describe_all(wanted, read(list(wanted), settings).pages, analyzer))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.description", description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path, help="holds documents")
    parser.add_argument("--truth", type=Path, help="a TOML file with their true values; without it, they lie beside them")
    parser.add_argument("--state", type=Path, default=Path("state"), help="where the lexicon is, or is built")
    parser.add_argument("--kept", type=Path, help="keeps what was read for the next run")
    arguments = parser.parse_args()
    lexicon = locate(arguments.state, None)
    with _folder(arguments.kept) as state:
        settings = Settings(state=state, lexicon=lexicon)
        analyzer = default_analyzer(state, lexicon)
        print(json.dumps(measure(arguments.directory, settings, analyzer, arguments.truth), ensure_ascii=False))


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _fields(values: Mapping[str, Sequence[str]]) -> Truth:
    return {Field(name): told for name, told in values.items()}


def _comparable(field: Field, value: str) -> str:
    return law_key(value) if field is Field.LAW else value


def _figures(described: Sequence[Described]) -> dict[str, Any]:
    fields = [field for field in Field if any(field in one.truth for one in described)]
    return {
        "documents": len(described),
        **{str(field): _score(field, described) for field in fields},
        "sure": _sure(described),
    }


def _score(field: Field, described: Sequence[Described]) -> dict[str, float]:
    pairs = [(one.wanted(field), one.values(field)) for one in described if field in one.truth]
    if field not in MANY:
        return {"right": _share(sum(wanted == found for wanted, found in pairs), len(pairs))}
    hits = sum(_common(wanted, found) for wanted, found in pairs)
    return {
        "found": _share(hits, sum(len(wanted) for wanted, _ in pairs)),
        "right": _share(hits, sum(len(found) for _, found in pairs)),
    }


def _common(wanted: Sequence[str], found: Sequence[str]) -> int:
    """How many of the true values were found, each counted as often as it is true."""
    return sum(min(wanted.count(value), found.count(value)) for value in set(wanted))


def _sure(described: Sequence[Described]) -> dict[str, float]:
    """Of the single values that nobody is asked to look at: their share, and how many of them are right."""
    single = [
        (value.confidence, _comparable(value.field, value.value) in one.wanted(value.field))
        for one in described
        for value in one.found
        if value.field in one.truth and value.field not in MANY
    ]
    trusted = [right for confidence, right in single if confidence >= REVIEW_BELOW]
    return {"share": _share(len(trusted), len(single)), "right": _share(sum(trusted), len(trusted))}


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def _wrong(described: Sequence[Described]) -> Iterator[str]:
    for one in described:
        for field in one.truth:
            wanted, found = one.wanted(field), one.values(field)
            if (sorted(wanted) != sorted(found)) if field in MANY else wanted != found:
                yield f"{one.name} {field}: {'; '.join(wanted)} <> {'; '.join(found)}"


if __name__ == "__main__":
    main()
