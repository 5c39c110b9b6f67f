"""The main job, as a newcomer meets it: sample files in, OCR and all, then a search in a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from demo import generate
from demo.generate import SampleDocument
from tests.app.served import Served, serving
from tests.chromium import chromium

pytestmark = pytest.mark.browser

HOSTILE = (
    "<html><head><title>عريضة حول السوق</title></head><body><p>عريضة حول السوق الأسبوعي النموذجي</p>"
    "<script>document.title='ran'; document.body.innerHTML='ran'</script></body></html>"
)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[SampleDocument]:
    """The readable opinions and petitions of the sample archive and two of its scans."""
    made = generate.generate(tmp_path_factory.mktemp("samples"), 60, seed=1)
    scans = [one for one in made if one.truth["made"] == "scan_pdf" and one.truth["scan_only_words"]]
    few_forms = [one for one in made if one.truth["council_forms"] in (["المجالس"], ["بالمجلس"])]
    return [*few_forms, *(scan for scan in scans[:2] if scan not in few_forms)]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, lexicon_path: Path, samples: list[SampleDocument]) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    hostile = folder / "hostile.html"
    hostile.write_text(HOSTILE, encoding="utf-8")
    with serving(folder, lexicon_path) as served:
        result = served.ingest(hostile, *(sample.path for sample in samples))
        assert result.returncode == 0, result.stdout
        yield served


@pytest.fixture(scope="module")
def page(served: Served) -> Iterator[Page]:
    with chromium() as browser:
        yield browser.new_context(base_url=served.address).new_page()


def hits(served: Served, query: str) -> list[dict[str, Any]]:
    answer = json.loads(served.get(f"api/v1/search?size=50&q={quote(query)}"))
    return [hit for hit in answer["hits"] if hit["full"]]


def test_a_search_for_a_word_finds_documents_that_only_say_its_other_forms(
    served: Served, samples: list[SampleDocument]
) -> None:
    of_few_forms = [sample for sample in samples if sample.truth["council_forms"] in (["المجالس"], ["بالمجلس"])]
    assert {sample.truth["council_forms"][0] for sample in of_few_forms} == {"المجالس", "بالمجلس"}
    found = {hit["id"] for hit in hits(served, "مجلس")}
    for sample in of_few_forms:
        (own,) = (hit for hit in hits(served, f"number:{sample.truth['number']}") if hit["type"] == sample.truth["type"])
        assert own["id"] in found


def test_a_word_that_stands_only_in_a_scan_is_boxed_on_its_image(
    served: Served, samples: list[SampleDocument], page: Page
) -> None:
    words = [word for sample in samples for word in sample.truth["scan_only_words"]]
    word = next(word for word in words if hits(served, word))
    page.goto("/?lang=ar")
    page.get_by_role("combobox").or_(page.get_by_role("searchbox")).first.fill(word)
    page.keyboard.press("Enter")
    page.locator("main h2 a, main h3 a").first.click()
    expect(page.locator("svg rect").first).to_be_visible()
    image = page.locator("figure img, .page img").first
    expect(image).to_be_visible()
    image.scroll_into_view_if_needed()
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(page.locator("mark").first).to_be_visible()


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr")])
def test_the_interface_runs_in_its_own_direction(page: Page, language: str, direction: str) -> None:
    page.goto(f"/search?q={quote('مجلس')}&lang={language}")
    assert page.locator("html").get_attribute("dir") == direction
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator("main mark").first).to_be_visible()


def test_an_uploaded_page_with_a_script_runs_nothing(served: Served, page: Page) -> None:
    (hit,) = (hit for hit in hits(served, "النموذجي السوق") if "عريضة حول السوق" in json.dumps(hit, ensure_ascii=False))
    page.goto(f"/documents/{hit['id']}?lang=ar")
    link = page.locator("a[href*='/original']").first
    address = link.get_attribute("href") or ""
    headers = page.request.get(address).headers
    assert headers["content-disposition"].startswith("attachment")
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    with page.expect_download():
        link.click()
    assert page.title() != "ran"
    inline = page.request.get(address + ("&" if "?" in address else "?") + "inline=1").headers
    assert inline["content-disposition"].startswith("attachment")
