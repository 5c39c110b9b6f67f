"""The page of a document: its record, its files, and its pages with the words that were searched for."""

from __future__ import annotations

import pytest

from frontend.viewer import View
from search_api.answers import PageReference
from tests.frontend.reading import one, texts, visit
from tests.visitor import Visitor

ROAD = "/documents/0tarik000001?lang=ar"
FOUND = f"{ROAD}&q=الطرق"


def view(number: int = 1, total: int = 1) -> View:
    return View((), "v1", number, total, (), "ar", "ocr", None, 0, (), None)


def test_the_record_is_told(client: Visitor) -> None:
    page = visit(client, ROAD)
    facts = dict(zip(texts(page, "//dl[@class='details']//dt"), texts(page, "//dl[@class='details']//dd"), strict=True))
    assert facts == {
        "النوع": "مقرر",
        "الرقم": "111-14",
        "التاريخ": "27 يوليوز 2022",
        "المجلس": "مجلس جهة الواحة",
        "اللغات": "العربية",
        "تاريخ النشر": "فاتح مارس 2024",
    }
    assert texts(page, "//p[@class='other-title']/bdi[@lang='fr']") == ["Délibération relative aux routes rurales"]


def test_an_unknown_day_is_not_invented(client: Visitor) -> None:
    page = visit(client, "/documents/0marche00002?lang=fr")
    assert texts(page, "//time")[0] == "janvier 2023"
    assert page.xpath("//time/@datetime")[0] == "2023-01"


def test_originals_are_downloaded_and_only_safe_ones_opened(client: Visitor) -> None:
    original = "/api/v1/documents/0tarik000001/files/f0tarik000001/original"
    links = visit(client, ROAD).xpath("//p[@class='file-links']/a")
    assert [link.get("href") for link in links[:2]] == [f"{original}?inline=true", original]
    assert links[1].get("download") is not None
    html_only = visit(client, "/documents/0marche00002").xpath("//p[@class='file-links']/a/@href")
    assert [address.endswith("/original") for address in html_only] == [True]


@pytest.mark.parametrize(
    ("language", "says"), [("ar", "تحميل نسخة PDF قابلة للبحث"), ("fr", "PDF avec texte, pour la recherche")]
)
def test_a_scan_is_offered_as_a_searchable_pdf_beside_its_original(client: Visitor, language: str, says: str) -> None:
    page = visit(client, f"/documents/0tarik000001?lang={language}")
    *_, link = page.xpath("//p[@class='file-links']/a")
    assert link.get("href") == f"/api/v1/documents/0tarik000001/files/f0tarik000001/searchable.pdf?lang={language}"
    assert (link.text_content().strip(), link.get("download")) == (says, "")
    assert "مقرر الطرق.pdf" in link.get("aria-label")


def test_a_file_that_gives_its_text_itself_is_not_offered_twice(client: Visitor) -> None:
    page = visit(client, "/documents/0marche00002?lang=fr")
    assert page.xpath("//a[contains(@href, 'searchable')]") == []
    assert page.xpath("//p[contains(@class, 'file-note')]") == []


def test_words_that_were_hard_to_read_are_underlined_and_explained(client: Visitor) -> None:
    page = visit(client, f"{FOUND}&page=1")
    unsure = page.xpath("//div[@class='page-text']//u[@class='unsure']")
    assert [word.text_content() for word in unsure] == ["القروية", "طبقا"]
    assert {word.get("title") for word in unsure} == {"كلمة لم تتأكد قراءتها"}
    assert "لم يتأكد الحاسوب من قراءتها" in texts(page, "//p[@id='unsure-legend']")[0]
    assert texts(page, "//div[@class='page-text']//mark") == ["الطرق"]


def test_a_word_may_be_found_and_hard_to_read_at_once(client: Visitor) -> None:
    page = visit(client, f"{ROAD}&q=القروية")
    assert texts(page, "//div[@class='page-text']//mark/u[@class='unsure']") == ["القروية"]


def test_where_every_word_is_sure_nothing_is_explained(client: Visitor) -> None:
    page = visit(client, "/documents/0marche00002?lang=fr")
    assert page.xpath("//u | //p[@id='unsure-legend']") == []


def test_how_a_text_came_about_is_told_with_both_scores_and_a_way_to_the_raw_text(client: Visitor) -> None:
    page = visit(client, ROAD)
    told = one(page, "//details[@class='origin']")
    assert told.get("open") is None
    assert texts(page, "//details[@class='origin']/p")[0] == "نص الملف غير مقروء، فتمت قراءة الصفحة ضوئيا."
    assert texts(page, "//details//h4") == ["نص الملف", "القراءة الضوئية للصورة النص المعتمد"]
    assert texts(page, "//details//dd") == ["4%", "pdfminer.six 20260107", "97%", "91%", "tesseract 5.3.0"]
    assert page.xpath("//details//a/@href") == ["/api/v1/documents/0tarik000001/pages/v0tarik000001/1/raw"]


def test_of_a_text_as_it_came_only_what_is_known_is_told(client: Visitor) -> None:
    page = visit(client, "/documents/0marche00002?lang=fr")
    assert texts(page, "//details[@class='origin']/p")[0] == "C’est le texte du fichier lui-même, inchangé."
    assert texts(page, "//details//h4") == ["Texte du fichier Texte retenu"]
    assert page.xpath("//details[@class='origin']//a") == []


def test_the_page_opens_where_the_words_stand(client: Visitor) -> None:
    page = visit(client, f"{ROAD}&q=convention")
    assert texts(page, "//nav[@class='pager']/span[@class='pager-place']") == ["الصفحة 2 من 3"]
    assert texts(page, "//div[@class='page-text']//mark") == ["convention"]


def test_words_are_marked_in_the_text_and_framed_on_the_image(client: Visitor) -> None:
    page = visit(client, FOUND)
    assert texts(page, "//div[@class='page-text']//mark") == ["الطرق"]
    box = one(page, "//figure//svg/rect")
    assert [box.get(name) for name in ("x", "y", "width", "height")] == ["50.00%", "10.00%", "11.23%", "3.00%"]
    assert "عليها موضع واحد" in one(page, "//figure//img").get("alt")


def test_one_image_is_loaded_in_a_size_that_fits(client: Visitor) -> None:
    image = one(visit(client, ROAD), "//figure//img")
    assert (image.get("loading"), image.get("width"), image.get("height")) == ("lazy", "595", "842")
    start = "/api/v1/documents/0tarik000001/pages/v0tarik000001/1/image?width="
    assert image.get("srcset") == ", ".join(f"{start}{width} {width}w" for width in (400, 800, 1200, 1600))


def test_each_paragraph_has_its_own_direction(client: Visitor) -> None:
    page = visit(client, ROAD)
    assert page.xpath("//div[@class='page-text']/p/@dir") == ["auto", "auto"]
    assert texts(page, "//div[@class='page-text']//bdi[@class='number']") == ["111-14"]


def test_how_the_text_was_obtained_is_said_in_plain_words(client: Visitor) -> None:
    assert "درجة الثقة: 91%" in texts(visit(client, ROAD), "//p[contains(@class, 'reading-note')]")[0]
    note = texts(visit(client, "/documents/0marche00002?lang=fr"), "//p[contains(@class, 'reading-note')]")
    assert note == ["Ce texte est celui du fichier, tel quel."]


def test_the_pages_that_answer_are_linked(client: Visitor) -> None:
    page = visit(client, FOUND)
    assert texts(page, "//nav[@class='hit-pages']/a[@class='page-link']") == ["1", "2"]
    (onward,) = page.xpath("//nav[@class='hit-pages']/a[@rel='next']/@href")
    assert "page=2" in onward
    assert page.xpath("//nav[@class='hit-pages']/a[@rel='prev']") == []
    assert page.xpath("//p[@class='jump']/a/@href") == ["#page"]


def test_a_search_that_is_not_on_the_page_says_so(client: Visitor) -> None:
    page = visit(client, f"{FOUND}&page=3")
    assert texts(page, "//div[@class='hit-bar']/p") == ["لا ترد كلمات البحث في هذه الصفحة"]
    assert page.xpath("//figure//svg") == []


def test_the_way_back_is_the_search(client: Visitor) -> None:
    assert visit(client, FOUND).xpath("//nav[@class='crumb']/a/@href") == [
        "/search?q=%D8%A7%D9%84%D8%B7%D8%B1%D9%82&lang=ar"
    ]
    assert visit(client, ROAD).xpath("//nav[@class='crumb']/a/@href") == ["/search?lang=ar"]


def test_a_format_without_page_images_shows_its_text(client: Visitor) -> None:
    page = visit(client, "/documents/0marche00002?lang=fr")
    assert page.xpath("//figure") == []
    assert "Travaux d’aménagement" in one(page, "//div[@class='page-text']").text_content()


def test_a_document_without_pages_still_has_its_record(client: Visitor) -> None:
    page = visit(client, "/documents/0sanspage004?lang=fr")
    assert texts(page, "//p[@class='empty']") != []
    assert page.xpath("//section[@class='viewer']") == []


@pytest.mark.parametrize("address", ["/documents/none", f"{ROAD}&page=4", f"{ROAD}&page=99999999"])
def test_what_is_not_there_is_not_found(client: Visitor, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e3"])
def test_a_page_that_cannot_be_meant_is_a_bad_request(client: Visitor, page: str) -> None:
    assert client.get(f"{ROAD}&page={page}").status_code == 400


def test_an_unknown_version_shows_the_current_one(client: Visitor) -> None:
    assert one(visit(client, f"{ROAD}&version=v0old"), "//section[@class='viewer']") is not None


@pytest.mark.parametrize(
    ("number", "total", "numbers"),
    [
        (1, 1, [1]),
        (5, 12, list(range(1, 13))),
        (1, 13, [1, 2, 3, None, 13]),
        (50, 100, [1, None, 48, 49, 50, 51, 52, None, 100]),
        (100, 100, [1, None, 98, 99, 100]),
    ],
)
def test_long_files_list_the_neighbouring_pages(number: int, total: int, numbers: list[int | None]) -> None:
    assert list(view(number, total).numbers) == numbers


def test_the_nearest_pages_that_answer_are_before_and_behind() -> None:
    references = [
        PageReference(version_id=version, number=number)
        for version, number in (("v1", 9), ("v1", 2), ("v1", 5), ("v1", 7), ("v2", 6))
    ]
    shown = view(5, 10).with_evidence(references)
    assert (shown.hit_pages, shown.hit_before, shown.hit_after) == ((2, 5, 7, 9), 2, 7)
    assert (view().hit_before, view().hit_after) == (None, None)
