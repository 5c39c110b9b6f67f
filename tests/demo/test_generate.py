from __future__ import annotations

import json
from pathlib import Path

import pytest

from demo import typesetting
from demo.__main__ import main
from demo.drafting import Draft
from demo.generate import FontMissingError, SampleDocument, generate
from tests.demo.conftest import COUNT
from tests.demo.reading import page_count

KINDS = {
    "decision",
    "session_minutes",
    "committee_minutes",
    "tender",
    "opinion",
    "petition",
    "forecast_programme",
    "agreement",
}
FORMS = {
    "layer",
    "visual",
    "mojibake",
    "scan_pdf",
    "scan_tiff",
    "scan_png",
    "scan_jpeg",
    "docx",
    "odt",
    "html",
    "txt",
    "md",
}


@pytest.mark.parametrize("count", [0, 1, 3])
def test_as_many_documents_as_asked_for(tmp_path: Path, count: int) -> None:
    assert len(generate(tmp_path / "new" / "folder", count)) == count
    assert len(list(tmp_path.rglob("*.truth.json"))) == count
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2 * count


def test_a_negative_count_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="-1"):
        generate(tmp_path, -1)


def test_more_documents_than_the_plan_lists_have_names_of_their_own(drafts: list[Draft]) -> None:
    from demo.drafting import draft
    from demo.slots import slots

    longer = [draft(slot, 1) for slot in slots(130)]
    assert len({item.name for item in longer}) == 130
    assert [item.name for item in longer[:60]] == [item.name for item in drafts]
    assert longer[60].text != longer[0].text


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    generate(tmp_path, COUNT)
    names = sorted(path.name for path in folder.iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert [name for name in names if (folder / name).read_bytes() != (tmp_path / name).read_bytes()] == []


def test_a_longer_archive_begins_with_the_files_of_a_shorter_one(folder: Path, tmp_path: Path) -> None:
    for sample in generate(tmp_path, 3):
        assert sample.path.read_bytes() == (folder / sample.path.name).read_bytes()


def test_another_seed_gives_other_documents(samples: list[SampleDocument], tmp_path: Path) -> None:
    others = generate(tmp_path, 2, seed=2)
    assert [other.truth["pages"] for other in others] != [sample.truth["pages"] for sample in samples[:2]]


def test_progress_tells_of_every_document(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    generate(tmp_path, 2, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_the_first_documents_hold_every_kind_form_and_language(samples: list[SampleDocument]) -> None:
    assert {sample.truth["type"] for sample in samples} == KINDS
    assert {sample.truth["made"] for sample in samples} == FORMS
    assert {tuple(sorted(sample.truth["languages"])) for sample in samples} == {("ar",), ("fr",), ("ar", "fr")}
    assert {sample.truth["body"] for sample in samples} == {"timzran-azlou", "sidi-bouzlaf"}


def test_the_truth_stands_beside_each_document(samples: list[SampleDocument]) -> None:
    for sample in samples:
        assert json.loads(sample.truth_path.read_text(encoding="utf-8")) == sample.truth
        assert sample.truth["file"] == sample.path.name


def test_the_truth_has_the_text_of_every_page(samples: list[SampleDocument]) -> None:
    for sample in samples:
        assert len(sample.truth["pages"]) == page_count(sample.path), sample.path.name
        assert all(len(text) > 100 for text in sample.truth["pages"])


def test_every_page_says_that_it_is_a_sample(samples: list[SampleDocument]) -> None:
    notice = "وثيقة نموذجية / document d'exemple — لا قيمة قانونية لها"
    for sample in samples:
        assert all(text.startswith(notice) for text in sample.truth["pages"])


def test_the_command_writes_the_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--count", "2", "--seed", "7"]) == 0
    assert len(list(tmp_path.glob("*.truth.json"))) == 2
    assert "2/2" in capsys.readouterr().err


def test_a_missing_font_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(typesetting, "_SHARED", (tmp_path / "fonts",))
    with pytest.raises(FontMissingError, match="Amiri"):
        generate(tmp_path, 1)
    assert main([str(tmp_path)]) == 1
    assert "Amiri" in capsys.readouterr().err
