"""The benchmark of relations asks about public documents of a real archive, spread over all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzers.pipeline import Analyzer
from benchmarks import related
from tests.search_api.library import Paper, opened

BRIDGE = "القنطرة على الوادي طبقا للقانون رقم 113.14"


def test_only_public_documents_are_asked_about_and_from_the_whole_archive(tmp_path: Path, analyzer: Analyzer) -> None:
    with opened(tmp_path, analyzer) as library:
        put = [library.put(Paper(f"مقرر {number}", (f"{BRIDGE} {number}",))).document for number in range(6)]
        library.put(Paper("مسودة", ("سر",)), publish=False)
        library.withdraw(library.put(Paper("قديم", ("قديم",))))
        assert related.chosen(library.archive, 100) == put
        assert related.chosen(library.archive, 2)[0] == put[0]
        assert len(related.chosen(library.archive, 2)) == 2


def test_what_is_printed_holds_times_and_shares(tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path, analyzer) as library:
        library.put(Paper("مقرر القنطرة", (BRIDGE,)))
        library.put(Paper("اتفاقية القنطرة", (f"{BRIDGE} أيضا",)))
        library.put(Paper("محضر", ("اجتماع.",)))
        monkeypatch.setattr(related, "open_archive", lambda settings: library.archive)
        monkeypatch.setattr(related, "open_service", lambda settings, archive: library.service)
        line = related.measure(tmp_path, 10)
    assert line["published"] == 3
    for name in ("citations", "similar"):
        figures = line[name]
        assert isinstance(figures, dict)
        assert figures["found"] == pytest.approx(2 / 3, abs=0.001)
        assert 0 <= figures["p50"] <= figures["p95"] <= figures["slowest"]


def test_the_help_says_what_is_measured(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["benchmarks.related", "--help"])
    with pytest.raises(SystemExit):
        related.main()
    assert "relations" in capsys.readouterr().out
