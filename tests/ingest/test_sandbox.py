from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import psutil
import pytest
from PIL import Image

from demo.image_pdf import ImagePage
from demo.image_pdf import write as write_pdf
from domain.documents import TextSource
from domain.failures import Failure, RefusedFileError
from ingest.limits import Limits
from ingest.ocr import MissingModelError
from ingest.recipe import Recipe
from ingest.sandbox import Sandbox
from tests.ingest import scanned
from tests.ingest.conftest import ARABIC_LINES, FRENCH_LINE
from tests.ingest.drawn_pdf import DrawnPdf

Write = Callable[[str, bytes], Path]

PDF, PNG, TEXT = "application/pdf", "image/png", "text/plain"
PATIENCE = 60.0
"""Seconds after which something that should have happened never will."""


def refusal_of(call: Callable[[], object]) -> RefusedFileError:
    with pytest.raises(RefusedFileError) as refusal:
        call()
    return refusal.value


def until(condition: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < give_up, "it never happened"
        time.sleep(0.02)


def children(before: Collection[psutil.Process] = ()) -> list[psutil.Process]:
    """This process's children, without those that were there before: servers that the tests share."""
    return [child for child in psutil.Process().children(recursive=True) if child not in before]


@pytest.fixture
def endless(write: Write) -> Path:
    """A PDF that keeps pdfminer busy until its page's time is up."""
    pdf = DrawnPdf()
    pdf.pages[-1].append("q Q " * 3_000_000)
    return write("endless.pdf", pdf.to_bytes())


@pytest.fixture(autouse=True)
def nothing_is_left_behind(tmp_path: Path) -> Iterator[None]:
    """Whatever a call ends with, its processes and its scratch folder are gone."""
    before = children()
    yield
    until(lambda: not children(before))
    assert not list((tmp_path / "scratch").glob("*"))


def test_pages_come_back_with_their_words(sandbox: Sandbox, typeset_pdf: Path) -> None:
    (page,) = sandbox.extract(typeset_pdf, PDF)
    assert page.text.split("\n") == [*ARABIC_LINES, FRENCH_LINE]
    assert page.source is TextSource.REPAIRED
    assert page.text[page.words[0].start : page.words[0].end] == "قرر"


def test_it_works_from_any_folder(sandbox: Sandbox, typeset_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    assert len(sandbox.extract(typeset_pdf, PDF)) == 1


def test_a_relative_path_is_this_processes_own(sandbox: Sandbox, typeset_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(typeset_pdf.parent)
    assert len(sandbox.extract(Path(typeset_pdf.name), PDF)) == 1


def test_a_page_is_read_by_ocr(sandbox: Sandbox, typeset_png: Path) -> None:
    page = sandbox.read_page(typeset_png, PNG, 1)
    assert page.source is TextSource.OCR
    assert "المجلس" in page.text
    assert "conseil" in page.text


def test_a_page_is_drawn_as_a_jpeg(sandbox: Sandbox, typeset_pdf: Path) -> None:
    image = Image.open(BytesIO(sandbox.render_page(typeset_pdf, PDF, 1, 320)))
    assert (image.format, image.width) == ("JPEG", 320)


def test_no_browser_is_sent_more_than_2000_pixels(sandbox: Sandbox, typeset_pdf: Path) -> None:
    assert Image.open(BytesIO(sandbox.render_page(typeset_pdf, PDF, 1, 90_000))).width == 2_000


def test_several_threads_may_read_at_once(sandbox: Sandbox, write: Write) -> None:
    files = [write(f"{number}.txt", f"texte {number}".encode()) for number in range(6)]
    with ThreadPoolExecutor(3) as threads:
        pages = list(threads.map(lambda path: sandbox.extract(path, TEXT), files))
    assert [page.text for (page,) in pages] == [f"texte {number}" for number in range(6)]


def test_a_parsers_own_refusal_arrives(sandbox: Sandbox, write: Write) -> None:
    assert refusal_of(lambda: sandbox.extract(write("a.pdf", b"%PDF-"), PDF)).failure is Failure.BROKEN


@pytest.mark.parametrize("media_type", ["application/zip", "", "../../etc"])
def test_a_type_nobody_takes_is_unsupported(sandbox: Sandbox, write: Write, media_type: str) -> None:
    assert refusal_of(lambda: sandbox.extract(write("a", b"x"), media_type)).failure is Failure.UNSUPPORTED


def test_a_format_without_pages_has_no_page_images(sandbox: Sandbox, write: Write) -> None:
    assert refusal_of(lambda: sandbox.render_page(write("a.txt", b"x"), TEXT, 1, 100)).failure is Failure.UNSUPPORTED


def test_a_file_that_takes_too_long_is_refused_as_such(tmp_path: Path, endless: Path) -> None:
    sandbox = Sandbox(Limits(seconds=1.5), tmp_path / "scratch")
    assert refusal_of(lambda: sandbox.extract(endless, PDF)).failure is Failure.TIMED_OUT


def test_a_file_that_takes_too_much_memory_is_refused_as_such(tmp_path: Path, write: Write) -> None:
    path = write("large.txt", b"")
    os.truncate(path, 400 * 1024**2)
    sandbox = Sandbox(Limits(memory_bytes=300 * 1024**2), tmp_path / "scratch")
    assert refusal_of(lambda: sandbox.extract(path, TEXT)).failure is Failure.OUT_OF_MEMORY


def test_more_text_than_is_allowed_is_refused(tmp_path: Path, write: Write) -> None:
    sandbox = Sandbox(Limits(text_bytes=10_000), tmp_path / "scratch")
    assert refusal_of(lambda: sandbox.extract(write("a.txt", b"mot " * 9_000), TEXT)).failure is Failure.TOO_LARGE


def test_more_pages_than_are_allowed_are_refused(tmp_path: Path, write: Write) -> None:
    sandbox = Sandbox(Limits(pages=2), tmp_path / "scratch")
    assert refusal_of(lambda: sandbox.extract(write("a.txt", b"a\fb\fc"), TEXT)).failure is Failure.TOO_MANY_PAGES


@pytest.mark.parametrize(
    ("killed_by", "failure"),
    [(signal.SIGSEGV, Failure.CRASHED), (signal.SIGABRT, Failure.CRASHED), (signal.SIGKILL, Failure.OUT_OF_MEMORY)],
)
def test_a_child_that_dies_refuses_its_file_only(
    sandbox: Sandbox, endless: Path, typeset_pdf: Path, killed_by: signal.Signals, failure: Failure
) -> None:
    before = children()

    def kill() -> None:
        until(lambda: bool(children(before)))
        os.kill(children(before)[0].pid, killed_by)

    thread = threading.Thread(target=kill)
    thread.start()
    assert refusal_of(lambda: sandbox.extract(endless, PDF)).failure is failure
    thread.join()
    assert len(sandbox.extract(typeset_pdf, PDF)) == 1


def test_a_missing_model_is_no_fault_of_the_file(tmp_path: Path, typeset_png: Path) -> None:
    sandbox = Sandbox(Limits(), tmp_path / "scratch")
    with pytest.raises(MissingModelError, match="tesseract-ocr-xyz"):
        sandbox.read_page(typeset_png, PNG, 1, Recipe(models="ara+xyz"))


def test_the_last_page_of_a_long_scan_needs_no_more_memory_than_its_only_one(tmp_path: Path, write: Write) -> None:
    image = Image.new("L", (2480, 3508), 255)
    image.paste(scanned.page().crop((0, 100, 2244, 300)), (100, 200))
    sheet = BytesIO()
    image.save(sheet, "JPEG")
    scan = ImagePage(sheet.getvalue(), image.size, (595, 842))
    sandbox = Sandbox(Limits(memory_bytes=450 * 1024**2), tmp_path / "scratch")  # 60 such pages drawn are 1.5 GB
    texts = [sandbox.read_page(write(f"{count}.pdf", write_pdf([scan] * count)), PDF, count).text for count in (1, 60)]
    assert "المجلس" in texts[0]
    assert texts[0] == texts[1]


def test_pages_can_be_taken_one_by_one_and_left(sandbox: Sandbox, write: Write) -> None:
    pages = sandbox.pages(write("a.txt", b"a\fb\fc"), TEXT)
    assert next(pages).text == "a"
    pages.close()  # type: ignore[attr-defined]


PARENT = """
import sys
from pathlib import Path
from ingest.limits import Limits
from ingest.sandbox import Sandbox
sandbox = Sandbox(Limits(), Path(sys.argv[2]))
sandbox.read_page(Path(sys.argv[1]), "image/png", 1) if sys.argv[3] == "read" else sandbox.extract(
    Path(sys.argv[1]), "application/pdf")
"""


@pytest.mark.parametrize("task", ["read", "extract"])
def test_children_die_with_their_parent(tmp_path: Path, typeset_png: Path, endless: Path, task: str) -> None:
    path = typeset_png if task == "read" else endless
    arguments = [sys.executable, "-c", PARENT, str(path), str(tmp_path / "dead"), task]
    parent = subprocess.Popen(arguments, cwd=Path(__file__).parents[2])
    family: list[psutil.Process] = []

    def busy() -> bool:
        family[:] = psutil.Process(parent.pid).children(recursive=True)
        return any("tesseract" in process.name() for process in family) if task == "read" else bool(family)

    until(busy)
    parent.kill()
    parent.wait()
    until(lambda: not any(process.is_running() and process.status() != "zombie" for process in family))
