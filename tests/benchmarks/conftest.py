"""A test set small enough to work out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

DOCUMENTS = [
    {"id": "d1", "title": "ميزانية الجماعة", "text": "صادق المجلس على الميزانية."},
    {"id": "d2", "title": "", "text": "Le conseil communal délibère sur l’eau potable."},
    {"id": "d3", "title": "Transport", "text": "النقل الحضري"},
]
QUERIES = [
    {"id": "q1", "text": "ما هي الميزانيات؟"},
    {"id": "q2", "text": "conseils communaux"},
    {"id": "q3", "text": "unjudged"},
]


@pytest.fixture
def test_set(tmp_path: Path) -> Path:
    write_lines(tmp_path / "docs.jsonl", map(json.dumps, DOCUMENTS))
    write_lines(tmp_path / "queries.jsonl", map(json.dumps, QUERIES))
    write_lines(tmp_path / "qrels.tsv", ["q1\td1\t1", "q1\td3\t0", "q2\td2\t2"])
    return tmp_path


def write_lines(path: Path, lines: object) -> None:
    assert hasattr(lines, "__iter__")
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
