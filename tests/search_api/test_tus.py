"""The tus protocol 1.0.0, status by status, as tus.io describes it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.accounts import Right, Role
from domain.batches import Batch, UploadState
from domain.failures import Failure
from ingest.receiving import Allowance
from search_api.tus.routes import WHOLE_BYTES
from tests.databases import Databases
from tests.search_api.upload_site import (
    LARGEST,
    Server,
    UploadSite,
    content,
    metadata,
    sha256,
    upload_site,
    uploads,
)

LARGE = content(WHOLE_BYTES + 70_000)
SIZES = (1, 5_000, WHOLE_BYTES, len(LARGE))


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UploadSite]:
    with databases.migrated() as url, upload_site(url, tmp_path_factory.mktemp("site")) as opened:
        yield opened


@pytest.fixture(scope="module")
def server(site: UploadSite) -> Iterator[Server]:
    with site.served() as running:
        yield running


@pytest.fixture
def batch(site: UploadSite) -> Batch:
    return site.batch()


def begun(server: Server, batch: Batch, size: int, **more: str) -> str:
    """The address of a file that was begun."""
    answer = server.create(batch, size, **more)
    assert answer.status_code == 201
    return str(answer.headers["location"])


def test_a_client_learns_what_the_server_can_do(server: Server, batch: Batch) -> None:
    answer = server.ask("OPTIONS", uploads(batch))
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-max-size"] == str(LARGEST)
    assert set(answer.headers["tus-extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "checksum",
        "termination",
        "expiration",
    }
    assert "sha1" in answer.headers["tus-checksum-algorithm"].split(",")


@pytest.mark.parametrize("size", SIZES)
def test_a_file_sent_in_one_request_is_in_the_archive(server: Server, site: UploadSite, batch: Batch, size: int) -> None:
    data = content(size, seed=size) if size > 20 else str(size).encode()
    answer = server.create(batch, size, data=data, upload_metadata=metadata("سجل/12.txt", data))
    assert answer.status_code == 201
    assert (answer.headers["upload-offset"], answer.headers["upload-state"]) == (str(size), "taken")
    assert answer.headers["tus-resumable"] == "1.0.0"
    assert "upload-expires" not in answer.headers
    assert site.documents(batch) == {"سجل/12.txt": sha256(data)}
    assert site.left_over() == set()


def test_a_file_sent_piece_by_piece_is_in_the_archive_after_the_last(server: Server, site: UploadSite, batch: Batch) -> None:
    data = content(len(LARGE), seed=77)
    where = begun(server, batch, len(data), upload_metadata=metadata("a.txt", data))
    for first in range(0, len(data), 400_000):
        assert site.documents(batch) == {}
        answer = server.send(where, first, data[first : first + 400_000])
        assert answer.status_code == 204
        assert answer.headers["upload-offset"] == str(min(len(data), first + 400_000))
        assert ("upload-expires" in answer.headers) == (first + 400_000 < len(data))
    assert site.documents(batch) == {"a.txt": sha256(data)}
    assert site.left_over() == set()


def test_the_server_tells_how_far_a_file_is_and_what_it_is(server: Server, batch: Batch) -> None:
    where = begun(server, batch, 1_000, upload_metadata=metadata("2004/مقرر.pdf"))
    server.send(where, 0, content(300))
    answer = server.ask("HEAD", where)
    assert answer.status_code == 200
    assert (answer.headers["upload-offset"], answer.headers["upload-length"]) == ("300", "1000")
    assert answer.headers["upload-metadata"] == metadata("2004/مقرر.pdf")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["upload-expires"].endswith("GMT")


@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE"])
@pytest.mark.parametrize("version", ["", "0.2.2", "2.0.0"])
def test_another_version_of_the_protocol_is_not_spoken(server: Server, batch: Batch, method: str, version: str) -> None:
    path = uploads(batch) if method == "POST" else begun(server, batch, 10)
    answer = server.ask(method, path, tus_resumable=version, upload_length="10", upload_metadata=metadata())
    assert answer.status_code == 412
    assert answer.headers["tus-version"] == "1.0.0"


@pytest.mark.parametrize(
    "wrong",
    [
        {"upload_length": ""},
        {"upload_length": "-1"},
        {"upload_length": "ten"},
        {"upload_length": "1" * 30},
        {"upload_metadata": "filename ###"},
        {"upload_metadata": "filename YQ==,filename YQ=="},
        {"upload_metadata": "a\tb YQ=="},
        {"upload_metadata": "x " + "A" * 20_000},
        {"upload_metadata": f"sha256 {base64.b64encode(b'no hash').decode()}"},
        {"upload_checksum": "crc32 YQ=="},
        {"upload_checksum": "sha1 ###"},
    ],
)
def test_what_is_told_wrongly_begins_nothing(server: Server, site: UploadSite, batch: Batch, wrong: dict[str, str]) -> None:
    told = {"upload_length": "10", "upload_metadata": metadata(), **wrong}
    answer = server.ask("POST", uploads(batch), **told)
    assert answer.status_code == 400
    assert answer.headers["tus-resumable"] == "1.0.0"
    assert site.archive.batches.uploads.of_batch(batch.id) == []


@pytest.mark.parametrize("name", ["relativePath", "filename", "name"])
def test_clients_tell_a_files_name_in_their_ways(server: Server, site: UploadSite, batch: Batch, name: str) -> None:
    begun(server, batch, 10, upload_metadata=metadata("a/../../b\\c.pdf", name=name))
    (upload,) = site.archive.batches.uploads.of_batch(batch.id)
    assert upload.file.path == "a/b/c.pdf"


def test_a_file_without_a_name_is_called_so(server: Server, site: UploadSite, batch: Batch) -> None:
    begun(server, batch, 10, upload_metadata="")
    (upload,) = site.archive.batches.uploads.of_batch(batch.id)
    assert upload.file.path == "unnamed"


def test_a_piece_that_begins_elsewhere_is_not_taken(server: Server, batch: Batch) -> None:
    where = begun(server, batch, 1_000)
    for offset in (1, 999, 5_000):
        assert server.send(where, offset, content(100)).status_code == 409
    assert server.offset(where) == 0


@pytest.mark.parametrize("told", ["", "x", "-1"])
def test_a_piece_that_does_not_say_where_it_begins_is_not_taken(server: Server, batch: Batch, told: str) -> None:
    where = begun(server, batch, 1_000)
    assert server.ask("PATCH", where, data=content(100), upload_offset=told).status_code == 400
    assert server.offset(where) == 0


def test_what_is_not_sent_as_a_piece_is_not_taken(server: Server, batch: Batch) -> None:
    where = begun(server, batch, 1_000)
    assert server.send(where, 0, content(100), content_type="text/plain").status_code == 415
    assert server.create(batch, 100, data=content(100), content_type="text/plain").status_code == 415


@pytest.mark.parametrize("size", [100, len(LARGE)])
def test_more_bytes_than_were_announced_are_not_taken(server: Server, site: UploadSite, batch: Batch, size: int) -> None:
    where = begun(server, batch, size)
    assert server.send(where, 0, content(size + 1)).status_code == 413
    assert server.create(batch, size, data=content(size + 1)).status_code == 413
    assert site.documents(batch) == {}


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(server: Server, batch: Batch) -> None:
    answer = server.create(batch, LARGEST + 1, accept_language="fr")
    assert answer.status_code == 413
    assert answer.headers["upload-failure"] == Failure.TOO_LARGE
    assert "8 Mio" in answer.json()["detail"]


@pytest.mark.parametrize(("name", "data", "failure"), [("a.exe", b"MZ\0\1", "unsupported"), ("a.pdf", b"x", "broken")])
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_file_that_nobody_can_read_is_refused_with_its_reason(
    server: Server, site: UploadSite, batch: Batch, name: str, data: bytes, failure: str, language: str
) -> None:
    answer = server.create(batch, len(data), data=data, upload_metadata=metadata(name), accept_language=language)
    assert answer.status_code == 422
    assert answer.headers["upload-failure"] == failure
    assert answer.headers["content-language"] == language
    (upload,) = site.archive.batches.uploads.of_batch(batch.id)
    assert (upload.state, upload.failure) == (UploadState.REFUSED, failure)
    assert site.documents(batch) == {}
    assert server.ask("HEAD", f"{uploads(batch)}/{upload.id}").status_code == 410


def test_an_empty_file_is_refused_with_its_reason(server: Server, batch: Batch) -> None:
    answer = server.create(batch, 0)
    assert (answer.status_code, answer.headers["upload-failure"]) == (422, "empty")


def test_bytes_that_are_not_those_announced_are_forgotten(server: Server, site: UploadSite, batch: Batch) -> None:
    answer = server.create(batch, 100, data=content(100), upload_metadata=metadata("a.txt", content(100, seed=1)))
    assert answer.status_code == 460
    where = begun(server, batch, len(LARGE), upload_metadata=metadata("b.txt", content(9)))
    assert server.send(where, 0, LARGE).status_code == 460
    assert server.ask("HEAD", where).status_code == 404
    assert site.documents(batch) == {}
    assert site.archive.batches.uploads.of_batch(batch.id) == []
    assert site.left_over() == set()


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_a_piece_with_its_checksum_is_taken_and_one_with_another_is_not(
    server: Server, batch: Batch, algorithm: str
) -> None:
    where, piece = begun(server, batch, 2_000_000), content(900_000)
    right = base64.b64encode(hashlib.new(algorithm, piece).digest()).decode()
    wrong = base64.b64encode(hashlib.new(algorithm, piece + b"x").digest()).decode()
    assert server.send(where, 0, piece, upload_checksum=f"{algorithm} {wrong}").status_code == 460
    assert server.offset(where) == 0
    assert server.send(where, 0, piece, upload_checksum=f"{algorithm} {right}").status_code == 204
    assert server.offset(where) == len(piece)


def test_a_small_file_with_another_checksum_is_not_taken(server: Server, site: UploadSite, batch: Batch) -> None:
    wrong = base64.b64encode(hashlib.new("sha1", b"x", usedforsecurity=False).digest()).decode()
    assert server.create(batch, 100, data=content(100), upload_checksum=f"sha1 {wrong}").status_code == 460
    assert site.documents(batch) == {}


def test_a_client_ends_what_it_will_not_finish(server: Server, site: UploadSite, batch: Batch) -> None:
    where = begun(server, batch, 1_000)
    assert server.ask("DELETE", where).status_code == 204
    for method in ("HEAD", "DELETE"):
        assert server.ask(method, where).status_code in (404, 410)
    assert server.send(where, 0, b"x").status_code == 404
    assert site.left_over() == set()


def test_what_is_in_the_archive_is_not_ended(server: Server, site: UploadSite, batch: Batch) -> None:
    data = content(200, seed=9)
    where = server.create(batch, 200, data=data).headers["location"]
    assert server.ask("DELETE", where).status_code == 410
    assert list(site.documents(batch).values()) == [sha256(data)]
    assert server.offset(where) == 200


def test_who_can_send_post_only_says_what_is_meant(server: Server, batch: Batch) -> None:
    where = begun(server, batch, 1_000)
    override = {"x_http_method_override": "PATCH", "upload_offset": "0"}
    assert server.ask("POST", where, data=content(100), **override).status_code == 204
    assert server.offset(where) == 100
    assert server.ask("POST", where).status_code == 405
    assert server.ask("POST", where, x_http_method_override="DELETE").status_code == 204
    assert server.ask("HEAD", where).status_code == 404


def test_nothing_comes_into_a_closed_batch(server: Server, site: UploadSite, batch: Batch) -> None:
    where = begun(server, batch, 1_000)
    site.archive.batches.close(batch.id, "a-clerk")
    assert server.create(batch, 10).status_code == 409
    assert server.send(where, 0, b"x").status_code == 409


def test_a_file_is_known_in_its_own_batch_only(server: Server, site: UploadSite, batch: Batch) -> None:
    where = begun(server, batch, 1_000)
    elsewhere = where.replace(batch.id, site.batch().id)
    assert server.ask("HEAD", elsewhere).status_code == 404
    assert server.ask("HEAD", f"{uploads(batch)}/..%2fx").status_code == 404


def test_whoever_may_not_upload_learns_nothing(server: Server, site: UploadSite, batch: Batch) -> None:
    where = begun(server, batch, 1_000)
    others = [site.token(role=Role.VIEWER), site.token(Right.READ_DRAFTS), {"authorization": "Bearer x"}]
    for token in others:
        for method, path in (("POST", uploads(batch)), ("HEAD", where), ("PATCH", where), ("DELETE", where)):
            stranger = Server(server.port, token)
            assert stranger.ask(method, path, upload_length="1", upload_offset="0").status_code in (401, 403)
    assert Server(server.port, site.token(Right.UPLOAD)).offset(where) == 0


def test_nobody_begins_more_than_they_may_leave_unfinished(databases: Databases, tmp_path: Path) -> None:
    allowance = Allowance(LARGEST, unfinished_files=3, unfinished_bytes=5_000)
    with databases.migrated() as url, upload_site(url, tmp_path, allowance=allowance) as small, small.served() as server:
        batch = small.batch()
        assert server.create(batch, 5_001).status_code == 429
        first = begun(server, batch, 4_000)
        answer = server.create(batch, 2_000)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "600")
        assert server.ask("DELETE", first).status_code == 204
        for _ in range(3):
            begun(server, batch, 10)
        assert server.create(batch, 10).status_code == 429
        assert server.create(batch, 50, data=content(50)).status_code == 201


def test_without_room_nothing_is_begun_and_it_may_be_tried_again(databases: Databases, tmp_path: Path) -> None:
    with databases.migrated() as url, upload_site(url, tmp_path, reserve=1 << 60) as full, full.served() as server:
        batch = full.batch()
        for answer in (server.create(batch, 10), server.create(batch, 50, data=content(50))):
            assert answer.status_code == 507
            assert int(answer.headers["retry-after"]) > 0
        assert full.archive.batches.uploads.of_batch(batch.id) == []
        assert full.left_over() == set()
