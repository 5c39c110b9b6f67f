"""Whatever cuts a line, what came before counts, and any server goes on with it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tusclient.client import TusClient
from tusclient.exceptions import TusUploadFailed

from domain.batches import Batch, UploadState
from search_api.tus.protocol import PIECES
from search_api.tus.routes import WHOLE_BYTES
from tests.databases import Databases
from tests.search_api.upload_site import Server, UploadSite, content, metadata, sha256, upload_site, uploads

SIZE = 3_000_000
PATIENCE = 60.0


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UploadSite]:
    with databases.migrated() as url, upload_site(url, tmp_path_factory.mktemp("site")) as opened:
        yield opened


@pytest.fixture(scope="module")
def servers(site: UploadSite) -> Iterator[list[Server]]:
    """Two servers that share database and folder, as behind a proxy."""
    with site.served() as one, site.served() as other:
        yield [one, other]


@pytest.fixture
def batch(site: UploadSite) -> Batch:
    return site.batch()


def send_and_cut(server: Server, method: str, path: str, body: bytes, announced: int, **headers: str) -> None:
    """Send a request whose body breaks off after `body`."""
    said = {"tus-resumable": "1.0.0", "content-type": PIECES, "content-length": str(announced), "host": "x", **server.token}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items()), "", ""]
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall("\r\n".join(lines).encode() + body)


def settled(server: Server, where: str, expected: int) -> int:
    """How much the server has once it has noticed the cut."""
    deadline = time.monotonic() + PATIENCE
    while (offset := server.offset(where)) < expected and time.monotonic() < deadline:
        time.sleep(0.01)
    return offset


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(0, SIZE - 1), max_size=3), seed=st.integers(0, 10**8))
def test_what_came_before_a_cut_at_any_byte_is_kept_and_any_server_goes_on(
    servers: list[Server], site: UploadSite, cuts: list[int], seed: int
) -> None:
    batch, data = site.batch(), content(SIZE, seed)
    where = servers[0].create(batch, SIZE, upload_metadata=metadata("a.txt", data)).headers["location"]
    offset = 0
    for number, cut in enumerate(sorted(cuts)):
        server = servers[number % 2]
        send_and_cut(server, "PATCH", where, data[offset:cut], SIZE - offset, upload_offset=str(offset))
        offset = settled(servers[(number + 1) % 2], where, cut)
        assert offset == cut
    answer = servers[len(cuts) % 2].send(where, offset, data[offset:])
    assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(SIZE))
    assert sha256(data) in site.documents(batch).values() or answer.headers["upload-state"] == "known"
    assert site.left_over() == set()


@pytest.mark.parametrize("size", [30_000, WHOLE_BYTES + 30_000])
def test_a_file_cut_in_the_request_that_makes_it_is_gone_on_with_where_it_was_cut(
    servers: list[Server], site: UploadSite, batch: Batch, size: int
) -> None:
    data, file = content(size, seed=size), {"path": "a.txt", "size": size}
    told = {"upload_length": str(size), "upload_metadata": metadata("a.txt", data)}
    send_and_cut(servers[0], "POST", uploads(batch), data[:20_000], size, **told)
    question = {"files": [{**file, "sha256": sha256(data)}]}
    deadline, begun = time.monotonic() + PATIENCE, None
    while begun is None and time.monotonic() < deadline:
        address = f"{servers[1].address}/api/v1/batches/{batch.id}/known"
        (standing,) = httpx.post(address, json=question, headers=servers[1].token).json()["files"]
        begun = standing["upload"]
    assert standing["standing"] == "begun"
    assert settled(servers[1], str(begun), 20_000) == 20_000
    assert servers[1].send(str(begun), 20_000, data[20_000:]).status_code == 204
    assert site.documents(batch) == {"a.txt": sha256(data)}


def test_of_a_piece_with_a_checksum_that_was_cut_nothing_is_believed(servers: list[Server], batch: Batch) -> None:
    where = servers[0].create(batch, SIZE).headers["location"]
    checksum = {"upload_checksum": "sha1 YWJj"}
    send_and_cut(servers[0], "PATCH", where, content(900_000), SIZE, upload_offset="0", **checksum)
    deadline = time.monotonic() + PATIENCE
    while servers[1].offset(where) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert servers[1].offset(where) == 0


def test_two_who_send_the_same_piece_at_once_write_it_once(servers: list[Server], site: UploadSite, batch: Batch) -> None:
    data = content(SIZE, seed=5)
    where = servers[0].create(batch, SIZE, upload_metadata=metadata("a.txt", data)).headers["location"]
    statuses: list[int] = []
    both = [
        threading.Thread(target=lambda one=server: statuses.append(one.send(where, 0, data).status_code))  # type: ignore[misc]
        for server in servers
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert set(statuses) <= {204, 409, 410}
    offset = servers[0].offset(where)
    if offset < SIZE:
        servers[0].send(where, offset, data[offset:])
    assert site.documents(batch) == {"a.txt": sha256(data)}


def test_a_line_that_hangs_keeps_nobody_from_going_on(servers: list[Server], site: UploadSite, batch: Batch) -> None:
    data = content(SIZE, seed=6)
    where = servers[0].create(batch, SIZE, upload_metadata=metadata("a.txt", data)).headers["location"]
    said = {"tus-resumable": "1.0.0", "content-type": PIECES, "content-length": str(SIZE), "host": "x", "upload-offset": "0"}
    lines = [f"PATCH {where} HTTP/1.1", *(f"{name}: {value}" for name, value in {**said, **servers[0].token}.items())]
    with socket.create_connection(("127.0.0.1", servers[0].port)) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode() + data[:1_000_000])
        offset = 0
        while not offset:
            offset = servers[1].offset(where)
        answer = servers[1].send(where, offset, data[offset:])
        while answer.status_code == 409:
            offset = servers[1].offset(where)
            answer = servers[1].send(where, offset, data[offset:])
        assert answer.status_code == 204
    assert site.documents(batch) == {"a.txt": sha256(data)}


def test_a_whole_file_that_a_kill_kept_from_the_archive_is_taken_in_when_it_is_asked_for(
    servers: list[Server], site: UploadSite, batch: Batch
) -> None:
    data = content(SIZE, seed=7)
    where = servers[0].create(batch, SIZE, upload_metadata=metadata("a.txt", data)).headers["location"]
    upload_id = where.rpartition("/")[2]
    (site.folder / "uploads" / f"{upload_id}.part").write_bytes(data)
    answer = servers[1].ask("HEAD", where)
    assert (answer.headers["upload-offset"], answer.headers["upload-state"]) == (str(SIZE), "taken")
    assert site.documents(batch) == {"a.txt": sha256(data)}


def test_the_servers_of_a_site_that_share_no_folder_say_that_the_file_is_gone(
    servers: list[Server], site: UploadSite, batch: Batch
) -> None:
    where = servers[0].create(batch, SIZE).headers["location"]
    (site.folder / "uploads" / f"{where.rpartition('/')[2]}.part").unlink()
    assert servers[1].ask("HEAD", where).status_code == 410


@pytest.mark.parametrize("size", [12, 200_000, SIZE])
def test_the_tus_client_of_the_protocols_authors_sends_files(
    servers: list[Server], site: UploadSite, batch: Batch, size: int
) -> None:
    data = content(size, seed=size + 1)
    path = site.folder / "sent.txt"
    path.write_bytes(data)
    client = TusClient(servers[0].address + uploads(batch), headers=servers[0].token)
    told = {"filename": "سجل/12.txt", "sha256": sha256(data)}
    with path.open("rb") as stream:
        client.uploader(file_stream=stream, chunk_size=700_001, metadata=told, upload_checksum=True).upload()
    assert site.documents(batch) == {"سجل/12.txt": sha256(data)}


def test_the_tus_client_goes_on_with_what_was_sent(servers: list[Server], site: UploadSite, batch: Batch) -> None:
    data = content(SIZE, seed=8)
    path = site.folder / "sent.txt"
    path.write_bytes(data)
    client = TusClient(servers[0].address + uploads(batch), headers=servers[0].token)
    with path.open("rb") as stream:
        first = client.uploader(file_stream=stream, chunk_size=500_000, metadata={"filename": "a.txt"})
        first.upload(stop_at=1_000_000)
        assert site.documents(batch) == {}
        again = TusClient(servers[1].address + uploads(batch), headers=servers[1].token)
        address = str(first.url).replace(str(servers[0].port), str(servers[1].port))
        resumed = again.uploader(file_stream=stream, chunk_size=SIZE, url=address)
        assert resumed.offset == 1_000_000
        resumed.upload()
    assert site.documents(batch) == {"a.txt": sha256(data)}


def test_the_tus_client_is_told_of_a_file_that_is_refused(servers: list[Server], site: UploadSite, batch: Batch) -> None:
    path = site.folder / "setup.exe"
    path.write_bytes(b"MZ\0\1" * 100)
    client = TusClient(servers[0].address + uploads(batch), headers=servers[0].token)
    with path.open("rb") as stream, pytest.raises(TusUploadFailed) as failed:
        client.uploader(file_stream=stream, metadata={"filename": "setup.exe"}).upload()
    assert failed.value.status_code == 422
    (upload,) = site.archive.batches.uploads.of_batch(batch.id)
    assert upload.state is UploadState.REFUSED
