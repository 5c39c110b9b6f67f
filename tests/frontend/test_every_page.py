"""What every page keeps to: its language, no foreign or inline code, everything from documents isolated, labels."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml.html import HtmlElement

from domain.translation import LANGUAGES
from tests.frontend.reading import one, parse, texts, visit
from tests.frontend.sample_archive import HOSTILE
from tests.visitor import Visitor

ADDRESSES = (
    "/",
    "/help",
    "/search",
    "/search?q=الطرق",
    "/search?q=الطرق&type=decision&language=ar&offset=10",
    "/search?q=nothing+at+all",
    '/search?q="الطرق&sort=newest',
    "/documents/0tarik000001?q=الطرق",
    "/documents/0marche00002",
    "/documents/0hostile0003?q=الطرق",
    "/documents/0sanspage004",
)
SITE = re.compile(r"^(/|#)")


@pytest.fixture(params=ADDRESSES)
def address(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(client: Visitor, address: str) -> HtmlElement:
    return visit(client, address)


def with_language(address: str, language: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}lang={language}"


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_a_page_says_its_language_and_direction(client: Visitor, address: str, language: str, direction: str) -> None:
    response = client.get(with_language(address, language))
    root = parse(response.text)
    assert (root.get("lang"), root.get("dir")) == (language, direction)
    assert response.headers["content-language"] == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_and_form_keeps_the_language(client: Visitor, address: str, language: str) -> None:
    page = visit(client, with_language(address, language))
    for link in page.xpath("//a[not(@hreflang)][not(starts-with(@href, '#'))]"):
        path = urlsplit(link.get("href"))
        if not path.path.startswith("/api/"):
            assert parse_qs(path.query)["lang"] == [language], link.get("href")
    for form in page.xpath("//form"):
        assert form.xpath(".//input[@name='lang']/@value") == [language]


def test_every_page_is_offered_in_every_language(page: HtmlElement) -> None:
    switches = page.xpath("//nav//a[@hreflang]")
    assert [switch.get("lang") for switch in switches] == list(LANGUAGES)
    assert [switch.get("hreflang") for switch in switches if switch.get("aria-current")] == ["ar"]


def test_nothing_is_inline_and_nothing_is_foreign(page: HtmlElement) -> None:
    assert page.xpath("//style | //@style | //*[@*[starts-with(name(), 'on')]] | //iframe | //base") == []
    assert [script.text for script in page.xpath("//script")] == [None]
    for address in page.xpath("//@src | //@href | //@action"):
        assert SITE.match(address), address
        assert not address.startswith("//"), address


def test_the_headers_allow_nothing_else(client: Visitor, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_no_letter_of_a_document_becomes_markup(page: HtmlElement) -> None:
    assert page.xpath("//img[@src='x'] | //*[@onerror]") == []
    assert all("alert" not in (script.text or "") for script in page.xpath("//script"))


def test_whatever_comes_from_a_document_is_isolated(page: HtmlElement) -> None:
    for text in page.xpath("//body//text()[contains(., 'alert(1)') or contains(., 'الواحة')]"):
        assert text.getparent().xpath("ancestor-or-self::*[self::bdi or @dir][not(self::html)]"), text


def test_every_field_has_a_label(page: HtmlElement) -> None:
    for field in page.xpath("//input[not(@type='hidden')]"):
        labels = page.xpath(f"//label[@for='{field.get('id')}']") + field.xpath("ancestor::label")
        assert labels, field.get("name")


def test_ids_are_unique_and_what_is_named_exists(page: HtmlElement) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for names in page.xpath("//@aria-labelledby"):
        assert set(names.split()) <= set(ids)


def test_a_page_has_its_landmarks_and_one_heading(page: HtmlElement) -> None:
    assert one(page, "//main").get("id") == "content"
    assert page.xpath("//body/*[1]/@href") == ["#content"]
    assert len(page.xpath("//header[@class='top'] | //footer")) == 2
    assert len(page.xpath("//h1")) == 1
    assert one(page, "//title").text.strip()


def test_every_drawing_is_hidden_from_readers_aloud_or_named(page: HtmlElement) -> None:
    assert page.xpath("//svg[not(@aria-hidden='true')] | //img[not(@alt)]") == []
    for control in page.xpath("//a | //button"):
        assert control.text_content().strip() or control.get("aria-label"), control.attrib


def test_an_unnamed_language_is_the_browsers_then_the_default(client: Visitor) -> None:
    for accepted, language in (("fr-MA, en;q=0.5", "fr"), ("de, en;q=0.3", "en"), ("zgh", "ar"), ("", "ar")):
        assert visit(client, "/", **{"accept-language": accepted}).get("lang") == language


def test_samples_are_called_samples(page: HtmlElement) -> None:
    assert "نموذجية" in texts(page, "//aside[@class='notice']")[0]


def test_a_page_is_packed_for_whoever_can_unpack_it(client: Visitor) -> None:
    packed = client.get("/", headers={"accept-encoding": "gzip"})
    plain = client.get("/", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text


def test_a_page_answers_head(client: Visitor, address: str) -> None:
    assert client.head(address).status_code == 200


def test_the_hostile_title_is_shown_as_it_is_written(client: Visitor) -> None:
    page = visit(client, "/documents/0hostile0003")
    assert texts(page, "//h1") == [HOSTILE]
