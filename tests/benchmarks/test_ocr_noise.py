"""Noise that is like a scanner's, and the same in every run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.ocr_noise import add_noise
from benchmarks.retrieval import main

TEXT = "صادق المجلس الجماعي بالإجماع على مشروع ميزانية السنة المقبلة " * 100


def test_about_the_share_of_the_letters_is_confused() -> None:
    noisy = add_noise(TEXT, 0.05, "d1")
    words = list(zip(TEXT.split(), noisy.split(), strict=False))
    assert 0.15 < sum(one != other for one, other in words[:200]) / 200 < 0.45
    assert abs(len(noisy) - len(TEXT)) < 0.02 * len(TEXT)


def test_the_same_document_gets_the_same_noise_and_another_one_other() -> None:
    assert add_noise(TEXT, 0.05, "d1") == add_noise(TEXT, 0.05, "d1")
    assert add_noise(TEXT, 0.05, "d1") != add_noise(TEXT, 0.05, "d2")


@given(st.text())
def test_no_noise_changes_nothing(text: str) -> None:
    assert add_noise(text, 0.0, "d1") == text


@given(st.text(alphabet="،؛؟()\n\t «»"), st.floats(0, 1))
def test_what_no_scan_confuses_stays(text: str, share: float) -> None:
    assert add_noise(text, share, "d1") == text


def test_the_benchmark_prints_what_noise_costs_beside_a_plain_light_stem(
    test_set: Path, test_state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["retrieval", str(test_set), "--state", str(test_state), "--ocr-noise", "0.05"])
    main()
    printed = json.loads(capsys.readouterr().out)
    assert printed["ocr-noise"] == 0.05
    assert printed["shipped mrr@10"] == printed["light stem mrr@10"] == 1.0
    assert 0 <= printed["shipped loses"] <= 1
    assert {"shipped mrr@10 with noise", "light stem mrr@10 with noise", "light stem loses"} <= set(printed)
