from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from domain.failures import Failure, RefusedFileError
from ingest import libreoffice
from ingest.extractors.office97 import PLUGIN
from ingest.identify import identify
from ingest.limits import Limits
from ingest.sandbox import Sandbox
from tests.ingest.office_samples import by_libreoffice, flat_odf, slide_body, text_body

LINES = ("قرر المجلس الجماعي الموافقة على الاتفاقية", "Le conseil communal approuve la convention")
DOC, PPT, ODP = "application/msword", "application/vnd.ms-powerpoint", "application/vnd.oasis.opendocument.presentation"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A DOC, a PPT and an ODP of the same two lines, by media type."""
    folder = tmp_path_factory.mktemp("office")
    slides = flat_odf("presentation", slide_body(LINES))
    return {
        DOC: by_libreoffice(folder, flat_odf("text", text_body(LINES)), ".fodt", "doc"),
        PPT: by_libreoffice(folder, slides, ".fodp", "ppt"),
        ODP: by_libreoffice(folder, slides, ".fodp", "odp"),
    }


@pytest.mark.parametrize("media_type", [DOC, PPT, ODP])
def test_old_office_files_become_pages_with_their_words_in_order(
    samples: dict[str, Path], tmp_path: Path, media_type: str
) -> None:
    path = samples[media_type]
    assert identify(path, path.name) == media_type
    sandbox = Sandbox(Limits(), tmp_path / "scratch")
    with sandbox.convert(path, media_type) as made:
        assert identify(made.path, made.name) == "application/pdf"
        (page,) = sandbox.extract(made.path, "application/pdf")
    assert page.text.split("\n") == list(LINES)
    assert len(page.words) == 12
    assert list((tmp_path / "scratch").iterdir()) == []


def test_where_libreoffice_is_missing_the_reason_says_so(
    samples: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(RefusedFileError) as refusal:
        PLUGIN.convert(samples[DOC], tmp_path, Limits())
    assert refusal.value.failure is Failure.NEEDS_LIBREOFFICE
    assert libreoffice.PACKAGES in refusal.value.detail


def test_a_compound_file_that_is_no_document_is_broken(samples: dict[str, Path], tmp_path: Path) -> None:
    whole = samples[DOC].read_bytes()
    path = tmp_path / "cut.doc"
    path.write_bytes(whole[: len(whole) // 3])
    sandbox = Sandbox(Limits(seconds=30), tmp_path / "scratch")
    with pytest.raises(RefusedFileError) as refusal, sandbox.convert(path, DOC):
        pass
    assert refusal.value.failure in (Failure.BROKEN, Failure.CRASHED)


def test_a_conversion_that_takes_too_long_is_ended_with_all_its_processes(
    samples: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nsleep 300 & echo $! > {tmp_path}/pid; wait\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    sandbox = Sandbox(Limits(seconds=2), tmp_path / "scratch")
    with pytest.raises(RefusedFileError) as refusal, sandbox.convert(samples[DOC], DOC):
        pass
    assert refusal.value.failure is Failure.TIMED_OUT
    sleeper = int((tmp_path / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        for _ in range(200):
            os.kill(sleeper, 0)
            threading.Event().wait(0.05)


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A web server of this machine: its address, and what it was asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            paths.append(self.rfile.readline().decode("latin-1"))
            self.close_connection = True

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()
        thread.join()


def linked(address: str) -> str:
    image = f'<draw:image xlink:href="{address}" xlink:type="simple"/>'
    return f'<text:p>x<draw:frame svg:width="2cm" svg:height="2cm">{image}</draw:frame></text:p>'


def converted(path: Path, tmp_path: Path, keep: Callable[[Path], object]) -> None:
    sandbox = Sandbox(Limits(), tmp_path / "scratch")
    with sandbox.convert(path, DOC) as made:
        keep(made.path)


def test_a_document_fetches_nothing_it_links_to(tmp_path: Path, asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    path = by_libreoffice(tmp_path, flat_odf("text", linked(f"{address}/spy.png")), ".fodt", "doc")
    assert address.encode("utf-16-le") in path.read_bytes() or address.encode() in path.read_bytes()
    paths.clear()
    converted(path, tmp_path, lambda made: None)
    assert paths == []


def test_a_document_shows_no_other_file_of_the_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (50, 50), "red").save(secret)
    path = by_libreoffice(tmp_path, flat_odf("text", linked(secret.as_uri())), ".fodt", "doc")
    images: list[str] = []

    def look(made: Path) -> None:
        with pikepdf.open(made) as pdf:
            images.extend(name for page in pdf.pages for name in page.get_images())

    converted(path, tmp_path, look)
    assert images == []
