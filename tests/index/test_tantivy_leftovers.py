"""A writer that was killed within a commit leaves files behind: the next one works all the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from domain.searching import Space
from index.engines.tantivy import TantivyEngine
from tests.index.archives import document


def put(folder: Path, *numbers: int, change: int) -> None:
    writer = TantivyEngine(folder).writer(Space.PUBLIC)
    writer.upsert(document(number, "", "abi") for number in numbers)
    writer.commit(change)
    writer.close()


def files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("index", ["documents", "pages"])
def test_files_that_a_killed_writer_left_are_cleared_away(tmp_path: Path, index: str) -> None:
    folder, killed = tmp_path / "index", tmp_path / "killed"
    put(folder, 1, 2, 3, change=1)
    shutil.copytree(folder, killed)
    put(killed, 2, change=2)
    left = [path for path in files(killed) - files(folder) if path.suffix == ".del" and index in path.parts]
    assert left
    for path in left:  # written and known to the index, but in no commit
        (folder / path).write_bytes(b"half a fi")
        known = (folder / path).with_name(".managed.json")
        known.write_text(json.dumps([*json.loads(known.read_text(encoding="utf-8")), path.name]), encoding="utf-8")
    put(folder, 2, change=2)
    reader = TantivyEngine(folder).reader(Space.PUBLIC)
    assert (reader.document_ids(), reader.committed_change()) == ({"d1", "d2", "d3"}, 2)
