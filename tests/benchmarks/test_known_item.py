"""The known-item benchmark, on files of the tests' own that go through the real steps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.known_item import Topic, main, success, topics
from tests.ingest.conftest import typeset

PAGE = '#set text(lang: "ar", dir: rtl)\n'
FILES = {
    "sound_01.pdf": "مقرر رقم 12 بشأن تدبير النفايات المنزلية\n\nاجتمع المجلس الجماعي بمقر الجماعة",
    "sound_02.pdf": "محضر الدورة العادية لشهر أكتوبر\n\nصادق المجلس على ميزانية التجهيز",
    "other_01.pdf": "قرار تنظيم السير والجولان\n\nيمنع وقوف السيارات بشارع الحسن الثاني",
}


@pytest.fixture
def test_set(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_bytes(typeset(PAGE + text, "pdf", "Amiri"))
    lines = ["file\ttitle_query\tyear", *(f"{name}\t{text.splitlines()[0]}\t2023" for name, text in FILES.items())]
    (tmp_path / "topics.tsv").write_text("\n".join([*lines, "gone_01.pdf\tعنوان\t2023"]), encoding="utf-8")
    return tmp_path


def test_it_ingests_searches_and_prints_one_line_of_json(
    test_set: Path, test_state: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["known_item", str(test_set), "--state", str(test_state)])
    main()
    printed = json.loads(capfd.readouterr().out)
    assert (printed["success@1"], printed["success@5"], printed["mrr"]) == (1.0, 1.0, 1.0)
    assert {layer: scores["topics"] for layer, scores in printed["layers"].items()} == {"sound": 2, "other": 1}
    assert (printed["topics"], printed["pages"], printed["ocr_pages"], printed["failed"]) == (3, 3, 0, 0)


def test_titles_of_files_that_are_not_there_are_left_out(test_set: Path) -> None:
    assert topics(test_set)[0] == Topic("sound_01.pdf", "مقرر رقم 12 بشأن تدبير النفايات المنزلية")
    assert [topic.layer for topic in topics(test_set)] == ["sound", "sound", "other"]


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [
        ([1, 1], (1.0, 1.0, 1.0)),
        ([1, 2, 6, None], (0.25, 0.5, 0.4167)),
        ([None], (0.0, 0.0, 0.0)),
        ([], (0.0, 0.0, 0.0)),
    ],
)
def test_scores_are_shares_of_all_titles(ranks: Sequence[int | None], expected: tuple[float, ...]) -> None:
    assert tuple(success(ranks).values()) == expected
