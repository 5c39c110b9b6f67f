"""Text of our searchable PDFs, selected and copied in Chromium's own PDF viewer, which runs without a screen too."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, sync_playwright

from ingest.sandbox import Sandbox
from tests.ingest.laid_out import laid_out, make
from tests.ingest.test_searchable import ARABIC, FRENCH, blank_pdf, jpeg

pytestmark = pytest.mark.browser

ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
MARKS = dict.fromkeys(code for code in range(0x3000) if unicodedata.category(chr(code)) == "Cf")
_TRIES = 40


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass

    def log_error(self, *said: object) -> None:
        pass


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("selecting")


@pytest.fixture(scope="module")
def address(shelf: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(shelf))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"),
            executable_path="/usr/bin/chromium",
            headless=False,  # the viewer is part of the whole browser, which `--headless=new` runs without a screen
            args=ARGUMENTS,
            permissions=["clipboard-read", "clipboard-write"],
        )
        yield context
        context.close()


def copied(browser: BrowserContext, address: str, name: str) -> list[str]:
    """The lines that lie on the clipboard after everything in a PDF was selected and copied."""
    reader = browser.new_page()
    reader.goto(f"{address}/")
    reader.evaluate("navigator.clipboard.writeText('')")
    viewer = browser.new_page()
    viewer.goto(f"{address}/{name}")
    text = ""
    for _ in range(_TRIES):
        viewer.bring_to_front()
        viewer.mouse.click(400, 300)
        viewer.keyboard.press("Control+a")
        viewer.keyboard.press("Control+c")
        viewer.wait_for_timeout(250)
        reader.bring_to_front()
        text = str(reader.evaluate("navigator.clipboard.readText()"))
        if text:
            break
    viewer.close()
    reader.close()
    return [" ".join(line.translate(MARKS).split()) for line in text.splitlines()]


@pytest.mark.parametrize("lines", [ARABIC, FRENCH, (*ARABIC, *FRENCH)], ids=["arabic", "french", "both"])
def test_a_reader_selects_the_words_of_a_scan_in_their_order(
    browser: BrowserContext,
    address: str,
    shelf: Path,
    sandbox: Sandbox,
    write: Callable[[str, bytes], Path],
    lines: Sequence[str],
) -> None:
    made = make(sandbox, write("scan.jpg", jpeg()), [laid_out(lines)], "image/jpeg")
    (shelf / "scan.pdf").write_bytes(made.read_bytes())
    assert copied(browser, address, "scan.pdf") == list(lines)


def test_a_page_that_lies_sideways_in_its_file_is_selected_as_it_is_read(
    browser: BrowserContext, address: str, shelf: Path, sandbox: Sandbox, write: Callable[[str, bytes], Path]
) -> None:
    made = make(sandbox, write("turned.pdf", blank_pdf(rotate=90)), [laid_out(ARABIC)])
    (shelf / "turned.pdf").write_bytes(made.read_bytes())
    assert copied(browser, address, "turned.pdf") == list(ARABIC)
