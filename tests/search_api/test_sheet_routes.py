"""Sheets over the network: right rows are used, wrong ones told of in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from domain.batches import Batch
from tests.databases import Databases
from tests.ingest.office_samples import row, write_xlsx
from tests.search_api.test_batch_routes import bundle, send
from tests.search_api.upload_site import UploadSite, content, upload_site
from tests.visitor import Visitor

CSV = "الملف;الرقم;التاريخ\n12.txt;12/2004;12/05/2004\n13.txt;13/2004;jamais\n14.txt;14/2004;\n"


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UploadSite]:
    with databases.migrated() as url, upload_site(url, tmp_path_factory.mktemp("site")) as opened:
        yield opened


@pytest.fixture(scope="module")
def visitor(site: UploadSite) -> Iterator[Visitor]:
    with site.visitor() as asking:
        yield asking


@pytest.fixture(scope="module")
def editor(site: UploadSite) -> dict[str, str]:
    return site.token()


def put(
    visitor: Visitor, batch: Batch, editor: dict[str, str], data: bytes, name: str, language: str = "ar"
) -> httpx.Response:
    headers = {**editor, "content-type": "application/octet-stream", "accept-language": language}
    address = f"/api/v1/batches/{batch.id}/sheet"
    return visitor.request("PUT", address, headers=headers, content=data, params={"name": name})


@pytest.mark.parametrize(("language", "word"), [("ar", "تاريخ"), ("fr", "date"), ("en", "date")])
def test_wrong_cells_are_told_of_in_the_readers_language_and_right_rows_describe_files(
    site: UploadSite, visitor: Visitor, editor: dict[str, str], language: str, word: str
) -> None:
    batch = site.batch()
    said = put(visitor, batch, editor, CSV.encode(), "أوصاف.csv", language).json()
    assert (said["rows"], said["waiting"]) == (2, 2)
    (fault,) = said["faults"]
    assert (fault["row"], fault["column"], fault["text"]) == (3, "التاريخ", "jamais")
    assert word in fault["reason"]
    data = content(80, seed=hash(language) % 10**6)
    send(visitor, batch, editor, bundle(("registre/12.txt", data)))
    (document_id,) = site.archive.document_ids_of_batch(batch.id)
    document = site.archive.document(document_id)
    assert document is not None
    assert document.number == "12/2004"
    standing = visitor.get(f"/api/v1/batches/{batch.id}/sheet", headers=editor).json()
    assert (standing["waiting"], standing["waiting_rows"]) == (1, [{"row": 4, "file": "14.txt"}])


def test_a_workbook_is_a_sheet(site: UploadSite, visitor: Visitor, editor: dict[str, str], tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "s.xlsx", {"Feuil1": row(1, "Fichier", "Numéro") + row(2, "a.txt", "5")})
    said = put(visitor, site.batch(), editor, path.read_bytes(), "s.xlsx").json()
    assert (said["rows"], said["faults"]) == (1, [])


@pytest.mark.parametrize(
    ("name", "data"), [("s.pdf", b"%PDF-1.4\n"), ("s.xlsx", b"PK\3\4x"), ("s.bin", b"\0\1\2"), ("s.xlsx", b"")]
)
def test_what_is_no_sheet_is_refused_with_its_reason(
    site: UploadSite, visitor: Visitor, editor: dict[str, str], name: str, data: bytes
) -> None:
    answer = put(visitor, site.batch(), editor, data, name, "fr")
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_a_closed_batch_is_described_no_more(site: UploadSite, visitor: Visitor, editor: dict[str, str]) -> None:
    batch = site.batch()
    site.archive.batches.close(batch.id, "a-clerk")
    assert put(visitor, batch, editor, CSV.encode(), "s.csv").status_code == 409
