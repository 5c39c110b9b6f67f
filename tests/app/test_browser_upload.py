"""A clerk hands a folder in with a browser: the line is cut, the browser closed, some files are no good; nothing is lost."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.settings import Settings
from archive.store import Archive
from domain.batch_files import BatchFile, FileFilter, FileState
from domain.documents import Body
from domain.translation import messages
from tests.app.clerks_folder import LARGEST, READ_FIRST, REFUSED, contents, mend, write_folder
from tests.app.cut_line import CutLine, cut_line
from tests.app.served import Served, serving
from tests.chromium import chromium

EMAIL, PASSWORD = "karim@example.ma", "seven tired storks over Ifrane"
PATIENCE = 300_000
"""Milliseconds: the machine may have other things to do."""


SHEET = """Fichier;Titre;Date
قرار 0.txt;Décision sur les eaux;2004-03-12
قرار 1.txt;Décision sur les routes;le 45 mars
قرار 2.txt;Décision sur les marchés;2006-03-12
"""
"""What describes three of the files; one row has a day that does not exist."""


@dataclass
class Site:
    """A site as it is served, its archive, and the line by which it is reached."""

    served: Served
    archive: Archive
    line: CutLine
    browser: Browser

    @contextmanager
    def signed_in(self) -> Iterator[Page]:
        """A browser that knows nothing yet, in which the clerk signs in."""
        with self.browser.new_context(base_url=self.line.address) as context:
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            self.line.wait_until_back()
            page.goto("/sign-in?lang=fr&next=/staff/upload%3Flang%3Dfr")
            page.locator("#email").fill(EMAIL)
            page.locator("#password").fill(PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(f"{self.line.address}/staff/upload*")
            yield page

    def files(self, batch_id: str, state: FileState | None = None) -> list[BatchFile]:
        return list(self.archive.batch_files.walk(batch_id, FileFilter(state)))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@contextmanager
def site(tmp_path: Path, lexicon: Path, browser: Browser, cuts: list[int]) -> Iterator[Site]:
    """A new site with a council and a clerk, whose line is cut when so many bytes have gone there."""
    with serving(tmp_path, lexicon, {"SHAFFAF_UPLOAD_BYTES": str(LARGEST)}) as served:
        archive = Archive(Settings(state=tmp_path / "state", _env_file=None).archive_url)
        archive.put_body(Body("souss", {"ar": "مجلس جهة سوس", "fr": "Conseil du Souss"}))
        secret = tmp_path / "password"
        secret.write_text(PASSWORD)
        made = served.command("admin", "create", EMAIL, "--name", "Karim", "--password-file", str(secret))
        assert made.returncode == 0, made.stderr
        with cut_line(int(served.environment["SHAFFAF_PORT"]), cuts) as line:
            yield Site(served, archive, line, browser)
        archive.close()


def choose(page: Page, folder: Path) -> None:
    page.locator("#folder").set_input_files(folder)


def count(page: Page, state: str) -> int:
    """How many files the page says are in a state."""
    found = page.locator(f"#sending [data-count={state}] .count")
    return int(found.inner_text()) if found.count() else 0


def wait_until_all_is_through(page: Page) -> None:
    expect(page.locator("#sending [data-role=said]")).to_contain_text("terminé", timeout=PATIENCE)


def wait_for(page: Page, condition: Callable[[], bool]) -> None:
    """Let the page work until the condition holds."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not condition():
        assert time.monotonic() < deadline, page.locator("main").inner_text()
        page.wait_for_timeout(20)


def hashes(folder: Path) -> Counter[str]:
    """What is to get into the archive, by its hashes."""
    return Counter(hashlib.sha256(content).hexdigest() for content in contents(folder))


def archived(archive: Archive) -> Counter[str]:
    """The versions of the archive by their hashes."""
    documents = archive.documents(list(archive.all_document_ids()))
    versions = [version for one in documents.values() for file in one.files for version in file.versions]
    return Counter(version.sha256 for version in versions)


def titles(archive: Archive) -> set[str]:
    """The titles of all documents."""
    documents = archive.documents(list(archive.all_document_ids()))
    return {title for one in documents.values() for title in one.titles.values()}


def tasks_of(archive: Archive, batch_id: str) -> Counter[str]:
    """How many times each file of a batch was to be read."""
    entries = archive.audit(limit=100_000)
    return Counter(entry.detail["version"] for entry in entries if entry.action in ("read", "refuse"))


def hand_in(site: Site, folder: Path, total: int) -> str:
    """The folder is chosen, the browser closed half-way and the folder chosen again; returns the batch's id."""
    with site.signed_in() as page:
        page.locator("#sheet").set_input_files({"name": "tableau.csv", "mimeType": "text/csv", "buffer": SHEET.encode()})
        choose(page, folder)
        expect(page.locator("[data-role=sheet]")).to_have_text(
            "2 lignes du tableau sont utilisées ; 2 attendent leur fichier."
        )
        expect(page.locator("[data-role=sheet-faults] li")).to_contain_text("Ligne 3, Date")
        page.get_by_role("button", name="Pause").click()
        page.get_by_role("button", name="Continuer", exact=True).click()
        wait_for(page, lambda: count(page, "sent") >= total // 3)
        assert "terminé" not in page.locator("#sending [data-role=said]").inner_text()
    with site.signed_in() as page:
        (batch,) = site.archive.batches.newest(None)
        expect(page.locator("#unfinished + p + ul .row")).to_have_count(1)
        page.get_by_role("link", name="Continuer le dépôt").click()
        choose(page, folder)
        wait_until_all_is_through(page)
        assert Axe().run(page).violations_count == 0
        assert count(page, "known") >= total // 3
        assert count(page, "known") + count(page, "sent") + count(page, "refused") == total
        return batch.id


def check_reasons(page: Page, batch_id: str) -> None:
    """Every planted file tells on the batch's page why it is refused, and nothing else is refused."""
    page.goto(f"/staff/batches/{batch_id}?lang=fr")
    expect(page.locator("[data-state=done]")).not_to_have_text("0", timeout=PATIENCE)
    expect(page.locator("[data-state=waiting]")).to_have_text("0", timeout=PATIENCE)
    expect(page.locator("[data-state=reading]")).to_have_text("0", timeout=PATIENCE)
    expect(page.locator("[data-state=refused]")).to_have_text(str(len(REFUSED)), timeout=PATIENCE)
    page.goto(f"/staff/batches/{batch_id}?lang=fr&state=refused")
    shown = page.locator("[data-part=files] li.row")
    expect(shown).to_have_count(len(REFUSED))
    words = messages("fr")
    for name, failure in REFUSED.items():
        row = shown.filter(has_text=name.removeprefix("2003/"))
        assert words[f"failure.{failure}.reason"] in row.inner_text().replace("\u202f", " "), name


def retry_all(site: Site, page: Page, batch_id: str) -> None:
    """All that failed is read again, and nothing else."""
    before = tasks_of(site.archive, batch_id)
    page.get_by_role("button", name="Réessayer tous les échecs").click()
    page.wait_for_url("**done=retried*")
    expect(page.locator("[data-state=refused]")).to_have_text(str(len(REFUSED)), timeout=PATIENCE)
    again = {file.version_id for file in site.files(batch_id) if file.name.partition("/")[2] and _name(file) in READ_FIRST}
    site.served.wait_for(lambda: sum((tasks_of(site.archive, batch_id) - before).values()) == len(READ_FIRST))
    assert set(tasks_of(site.archive, batch_id) - before) == again


def _name(file: BatchFile) -> str:
    """The name of a file below the folder that was chosen."""
    return file.name.partition("/")[2]


def send_mended(site: Site, folder: Path, batch_id: str, total: int) -> None:
    """The clerk has put good files in place of the bad ones and chooses the folder once more: these alone are sent."""
    mend(folder)
    with site.signed_in() as page:
        page.goto(f"/staff/upload?batch={batch_id}&lang=fr")
        choose(page, folder)
        wait_until_all_is_through(page)
        assert (count(page, "sent"), count(page, "known")) == (len(REFUSED), total - len(REFUSED))


@pytest.mark.browser
@pytest.mark.parametrize("total", [30, pytest.param(200, marks=pytest.mark.full)])
def test_a_folder_arrives_whole_and_once_though_the_line_is_cut_twice_and_the_browser_closed(
    tmp_path: Path, lexicon_path: Path, browser: Browser, total: int
) -> None:
    folder = tmp_path / "registre"
    write_folder(folder, total)
    with site(tmp_path, lexicon_path, browser, cuts=[700_000, 3_000_000]) as opened:
        batch_id = hand_in(opened, folder, total)
        assert opened.line.made == 2
        assert archived(opened.archive) == hashes(folder)
        assert {"Décision sur les eaux", "Décision sur les marchés"} <= titles(opened.archive)
        with opened.signed_in() as page:
            check_reasons(page, batch_id)
            retry_all(opened, page, batch_id)
        found = {_name(file): file.failure for file in opened.files(batch_id, FileState.REFUSED)}
        assert found == REFUSED
        assert len(opened.files(batch_id, FileState.DONE)) == total - len(REFUSED)
        send_mended(opened, folder, batch_id, total)
        assert set(archived(opened.archive).values()) == {1}
