"""The benchmark of description: values are compared exactly, scans apart."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from benchmarks import described as hand_written
from benchmarks.description import Described, main, report, truths
from domain.description import NOT_FOUND, DescribedValue, Field


def found(**values: list[tuple[str, float]]) -> list[DescribedValue]:
    return [DescribedValue(Field(field), value, sure) for field, told in values.items() for value, sure in told]


EXACT = Described(
    "exact.pdf",
    {Field.TYPE: ["decision"], Field.DATE: [], Field.AMOUNT: ["100", "200"], Field.LAW: ["113-14"]},
    found(type=[("decision", 0.9)], amount=[("200", 0.9), ("100", 0.9)], law=[("14.113", 0.9)], date=[(NOT_FOUND, 0.0)]),
    scanned=False,
)
WRONG = Described(
    "wrong.pdf",
    {Field.TYPE: ["tender"], Field.DATE: ["2021-05-03"], Field.AMOUNT: ["100", "200"], Field.LAW: []},
    found(type=[("decision", 0.9)], date=[("2021", 0.3)], amount=[("100", 0.9), ("999", 0.9)], law=[("1-20", 0.9)]),
    scanned=True,
)


def test_values_are_right_when_they_are_exactly_the_true_ones() -> None:
    told = report([EXACT, WRONG])
    assert told["documents"] == 2
    assert (told["type"], told["date"]) == ({"right": 0.5}, {"right": 0.5})
    assert told["amount"] == {"found": 0.75, "right": 0.75}
    assert told["law"] == {"found": 1.0, "right": 0.5}


def test_scans_are_reported_apart() -> None:
    told = report([EXACT, WRONG])
    assert (told["scans"]["documents"], told["others"]["documents"]) == (1, 1)
    assert (told["scans"]["type"]["right"], told["others"]["type"]["right"]) == (0.0, 1.0)


def test_what_nobody_is_asked_about_is_told_apart() -> None:
    assert report([EXACT, WRONG])["sure"] == {"share": 0.5, "right": 0.5}


def test_what_is_wrong_is_named() -> None:
    assert report([EXACT, WRONG])["wrong"] == [
        "wrong.pdf type: tender <> decision",
        "wrong.pdf date: 2021-05-03 <> 2021",
        "wrong.pdf amount: 100; 200 <> 100; 999",
        "wrong.pdf law:  <> @law:1-20",
    ]


@pytest.mark.parametrize("name", ["maghreb", "french_council"])
def test_hand_written_truths_name_fields_and_values(name: str) -> None:
    path = Path(hand_written.__file__).with_name(f"{name}.toml")
    for file, values in tomllib.loads(path.read_text(encoding="utf-8")).items():
        assert file.endswith(".pdf")
        assert {Field(field) for field in values} >= {Field.TYPE, Field.NUMBER, Field.DATE, Field.SESSION, Field.AMOUNT}
        assert all(isinstance(value, str) for told in values.values() for value in told)


def test_truths_lie_beside_documents_or_in_a_file(tmp_path: Path) -> None:
    beside = {"file": "a.pdf", "description": {"type": ["decision"]}}
    (tmp_path / "a.truth.json").write_text(json.dumps(beside), encoding="utf-8")
    (tmp_path / "truth.toml").write_text('["b.pdf"]\ndate = ["2021"]\n', encoding="utf-8")
    assert truths(tmp_path) == {tmp_path / "a.pdf": {Field.TYPE: ["decision"]}}
    assert truths(tmp_path, tmp_path / "truth.toml") == {tmp_path / "b.pdf": {Field.DATE: ["2021"]}}


def test_it_prints_one_line_of_json(
    tmp_path: Path, test_state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text("مقرر رقم 12/2021\nالمنعقدة يوم 5 ماي 2021 بمبلغ 1.250.000,00 درهم", encoding="utf-8")
    told = {"type": ["decision"], "number": ["12/2021"], "date": ["2021-05-05"], "amount": ["1250000"]}
    (folder / "a.truth.json").write_text(json.dumps({"file": "a.txt", "description": told}), encoding="utf-8")
    kept = tmp_path / "kept"
    monkeypatch.setattr("sys.argv", ["description", str(folder), "--state", str(test_state), "--kept", str(kept)])
    main()
    (line,) = capsys.readouterr().out.splitlines()
    printed = json.loads(line)
    assert [printed[field]["right"] for field in told] == [1.0] * 4
    assert (printed["documents"], printed["scans"]["documents"], printed["wrong"]) == (1, 0, [])
    assert kept.is_dir()
