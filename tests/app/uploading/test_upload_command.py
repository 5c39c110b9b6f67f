"""`shaffaf upload` as a clerk types it, against a real server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.search_api.upload_site import Server, UploadSite, content, sha256, upload_site

SHEET = "Fichier;Numéro;Date\n12.txt;12/2004;12/05/2004\n13.txt;13/2004;jamais\n99.txt;1;\n"


@pytest.fixture
def site(databases: Databases, tmp_path: Path) -> Iterator[UploadSite]:
    with databases.migrated() as url, upload_site(url, tmp_path / "site") as opened:
        yield opened


def shaffaf(server: Server, *arguments: str, language: str = "fr", **variables: str) -> subprocess.CompletedProcess[str]:
    """What the command prints and how it ends."""
    token = server.token["authorization"].partition(" ")[2]
    environment = {**os.environ, "SHAFFAF_LANGUAGE": language, "SHAFFAF_TOKEN": token, **variables}
    line = [sys.executable, "-m", "app.command_line", "upload", *arguments]
    return subprocess.run(line, env=environment, capture_output=True, text=True, check=False, timeout=300)


def test_a_folder_and_its_sheet_are_sent_with_an_honest_summary_and_a_second_run_sends_nothing(
    site: UploadSite, tmp_path: Path
) -> None:
    folder, sheet = tmp_path / "registre", tmp_path / "feuille.csv"
    folder.mkdir()
    for number in (12, 13):
        (folder / f"{number}.txt").write_bytes(content(500, seed=number))
    (folder / "plan.xyz").write_bytes(b"\0\1\2")
    sheet.write_text(SHEET, encoding="utf-8")
    with site.served() as server:
        said = ["--body", "souss", "--server", server.address, "--metadata", str(sheet), str(folder)]
        first, again = shaffaf(server, *said), shaffaf(server, *said)
    assert (first.returncode, again.returncode) == (1, 1)
    assert "Ligne 3, colonne Date" in first.stdout
    assert "99.txt" in first.stdout
    assert "Envoyés : 2. Déjà présents : 0. En échec : 1." in first.stdout
    assert "plan.xyz" in first.stdout
    assert "Envoyés : 0. Déjà présents : 2. En échec : 1." in again.stdout
    (batch, *_) = reversed(site.archive.batches.newest(None))
    assert (batch.name, batch.body_id, batch.publish, batch.closed_at is None) == ("registre", "souss", False, False)
    assert site.documents(batch) == {f"{number}.txt": sha256(content(500, seed=number)) for number in (12, 13)}
    documents = site.archive.documents(site.archive.document_ids_of_batch(batch.id)).values()
    assert {one.files[0].name: one.number for one in documents} == {"12.txt": "12/2004", "13.txt": None}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_keeps_all_from_being_sent_is_said_in_one_line(site: UploadSite, tmp_path: Path, language: str) -> None:
    with site.served() as server:
        said = ["--server", server.address, str(tmp_path)]
        foreign = shaffaf(server, "--body", "tafilalt", *said, language=language)
        unknown = shaffaf(server, "--body", "souss", *said, language=language, SHAFFAF_TOKEN="nobody")
    away = shaffaf(server, "--body", "souss", "--patience", "0", *said, language=language)
    for one in (foreign, unknown, away):
        assert one.returncode == 2
        assert len(one.stderr.strip().splitlines()) == 1
        assert "Traceback" not in one.stderr
