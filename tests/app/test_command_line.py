"""The command `shaffaf` as somebody at a terminal meets it: real processes on a state folder of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.app.refused_files import write_refused_files

ARABIC = "مقرر رقم 12/2021\nيتعلق بتأهيل المكتبات العمومية بالجهة\nيوم الاثنين 20 شتنبر 2021 صادق المجلس على المشروع."
FRENCH = "Décision n° 7/2020\nrelative à l'éclairage public\nLe conseil a décidé d'éclairer les ruelles."


class Terminal:
    """Runs `shaffaf` with one state folder."""

    def __init__(self, state: Path, lexicon: Path) -> None:
        self.state = state
        self._environment = os.environ | {
            "SHAFFAF_STATE": str(state),
            "SHAFFAF_LEXICON": str(lexicon),
            "SHAFFAF_LANGUAGE": "en",
            "NO_COLOR": "1",
        }

    def run(self, *arguments: str | Path, language: str = "en") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "app.command_line", *map(str, arguments)],
            env=self._environment | {"SHAFFAF_LANGUAGE": language},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def titles(self, query: str) -> list[str]:
        answer = json.loads(self.run("search", "--json", query).stdout)
        return [hit["title"]["text"] for hit in answer["hits"] if hit["full"]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handed_in")
    (folder / "arabic.txt").write_text(ARABIC, encoding="utf-8")
    (folder / "again.txt").write_text(ARABIC, encoding="utf-8")
    (folder / ".DS_Store").write_bytes(b"\0\1")
    (folder / "topics.json").write_text("{}")
    with zipfile.ZipFile(folder / "more.zip", "w") as package:
        package.writestr("inside/french.txt", FRENCH)
    return folder


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory, lexicon_path: Path, folder: Path) -> Terminal:
    """A terminal after one ingest of the folder."""
    terminal = Terminal(tmp_path_factory.mktemp("state"), lexicon_path)
    result = terminal.run("ingest", folder)
    assert result.returncode == 0, result.stderr
    assert "Read and kept: 2. Failed: 0." in result.stdout
    assert "There already, not taken again: 1" in result.stdout
    assert ".DS_Store" in result.stdout
    assert "topics.json" in result.stdout
    return terminal


def test_what_was_taken_in_is_found_in_any_form(terminal: Terminal) -> None:
    assert len(terminal.titles("المكتبة")) == 1
    assert len(terminal.titles("éclairages ruelle")) == 1
    assert terminal.titles("مستشفى") == []


def test_a_score_is_explained_only_to_who_asks(terminal: Terminal) -> None:
    assert "title_lemma" not in terminal.run("search", "المكتبة").stdout
    explained = terminal.run("search", "--explain", "المكتبة").stdout
    assert "lemma" in explained
    assert "gram" in explained


def test_refused_files_have_reasons_and_the_batch_goes_on(lexicon_path: Path, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "state", lexicon_path)
    folder = tmp_path / "files"
    expected = write_refused_files(folder)
    (folder / "sound.txt").write_text(ARABIC, encoding="utf-8")
    result = terminal.run("ingest", folder)
    assert result.returncode == 1
    assert f"Read and kept: 1. Failed: {len(expected)}." in result.stdout
    for name, reason in expected.items():
        assert name in result.stdout
        assert reason in result.stdout
    assert len(terminal.titles("المكتبة")) == 1
    assert "Traceback" not in result.stdout + result.stderr


def test_drafts_are_read_but_not_found(lexicon_path: Path, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "state", lexicon_path)
    paper = tmp_path / "draft.txt"
    paper.write_text(ARABIC, encoding="utf-8")
    assert terminal.run("ingest", "--draft", paper).returncode == 0
    assert terminal.titles("المكتبة") == []


def test_a_rebuilt_index_answers_the_same(terminal: Terminal) -> None:
    before = terminal.titles("المجلس")
    result = terminal.run("reindex")
    assert result.returncode == 0, result.stderr
    assert terminal.titles("المجلس") == before != []


def test_an_unknown_council_is_refused_with_those_there_are(terminal: Terminal, folder: Path) -> None:
    result = terminal.run("ingest", "--body", "nowhere", folder, language="fr")
    assert result.returncode == 2
    assert "Aucun conseil ne porte l’identifiant nowhere" in result.stderr


def test_the_doctor_finds_nothing_to_mend(terminal: Terminal) -> None:
    result = terminal.run("doctor", "--json")
    assert result.returncode == 0, result.stdout
    assert {finding["key"] for finding in json.loads(result.stdout)} == {
        "tesseract",
        "libreoffice",
        "lexicon",
        "disk",
        "versions",
        "mail_unset",
        "dkim_none",
        "archive",
        "queue",
        "engine",
        "index",
        "worker",
        "public_url_none",
        "proxies",
        "figures",
    }


def test_the_doctor_says_what_to_type_where_tesseract_is_missing(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(terminal._environment, "PATH", "/nonexistent")
    result = terminal.run("doctor")
    assert result.returncode == 1
    assert "apt-get install -y tesseract-ocr" in result.stdout


def test_a_failure_nobody_foresaw_shows_no_traceback(lexicon_path: Path, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "state", lexicon_path)
    terminal.state.mkdir()
    (terminal.state / "archive.sqlite").write_bytes(b"this is no database" * 100)
    result = terminal.run("search", "ماء")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "command.log" in result.stderr


def test_files_are_read_again_and_stay_findable(terminal: Terminal) -> None:
    before = terminal.titles("المكتبة")
    listed = terminal.run("reprocess")
    assert listed.returncode == 2
    assert "2   1.00  text" in listed.stdout
    again = terminal.run("reprocess", "--all")
    assert (again.returncode, "Files read again: 2. Failed and left as they were: 0." in again.stdout) == (0, True)
    assert terminal.titles("المكتبة") == before != []
