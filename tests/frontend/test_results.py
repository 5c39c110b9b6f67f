"""The page of results: hits, filters, order, the way on, and help when there is nothing."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from frontend.asking import Asked
from frontend.links import Links
from frontend.results import results
from search_api.search_answers import SearchResponse
from tests.frontend.reading import one, texts, visit
from tests.visitor import Visitor

ROADS = "/search?q=الطرق&lang=ar"


def parameters(address: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query)


def test_the_total_is_said_in_words(client: Visitor) -> None:
    assert texts(visit(client, ROADS), "//h1") == ["32 وثيقة تجيب عن الطرق"]
    assert texts(visit(client, "/search?q=Marché&lang=fr"), "//h1") == ["Un document pour Marché"]
    assert texts(visit(client, "/search?lang=en"), "//h1") == ["34 documents"]


def test_a_hit_shows_what_it_is_and_why(client: Visitor) -> None:
    hit = visit(client, ROADS).xpath("//li[@class='hit']")[0]
    assert texts(hit, ".//*[@class='hit-title']//mark") == ["الطرق"]
    assert texts(hit, ".//p[@class='snippet']//mark") == ["الطرق", "الطرق"]
    assert texts(hit, ".//p[@class='facts']/*") == ["مقرر", "رقم 111-14", "27 يوليوز 2022", "مجلس جهة الواحة"]
    assert hit.xpath(".//time/@datetime") == ["2022-07-27"]
    assert hit.xpath(".//*[@class='hit-title']/a/@href") == [
        "/documents/0tarik000001?q=%D8%A7%D9%84%D8%B7%D8%B1%D9%82&lang=ar",
    ]


def test_a_hit_leads_to_its_best_pages(client: Visitor) -> None:
    hit = visit(client, ROADS).xpath("//li[@class='hit']")[0]
    assert texts(hit, ".//a[@class='page-link']") == ["صفحة 1", "صفحة 2"]
    address = hit.xpath(".//a[@class='page-link']/@href")[1]
    assert ("page", "2") in parameters(address)
    assert address.endswith("#page")


def test_an_image_says_that_a_computer_read_it(client: Visitor) -> None:
    assert texts(visit(client, ROADS), "//span[@class='badge']") == ["مقروءة ضوئيا"]


def test_partial_matches_stand_apart(client: Visitor) -> None:
    page = visit(client, "/search?q=Marché+الطرق&lang=ar")
    assert len(page.xpath("//section[@class='partial']//li[@class='hit']")) == 10
    assert texts(page, "//section[@class='partial']/h2") == ["ينقصها بعض الكلمات"]
    assert "33 وثيقة" in texts(page, "//section[@class='partial']/p")[0]


def test_filters_are_boxes_of_a_form_that_sends_itself(client: Visitor) -> None:
    form = one(visit(client, ROADS + "&type=decision&sort=newest"), "//form[@class='facets']")
    assert form.xpath(".//input[@name='q']/@value") == ["الطرق"]
    assert form.xpath(".//input[@name='sort']/@value") == ["newest"]
    assert form.xpath(".//input[@name='type'][@checked]/@value") == ["decision"]
    assert form.xpath(".//button[@type='submit']")
    assert texts(form, ".//legend") == ["النوع", "المجلس", "السنة", "اللغة"]


def test_a_filter_that_is_set_can_be_taken_away(client: Visitor) -> None:
    page = visit(client, ROADS + "&type=decision&year=2022")
    chips = page.xpath("//ul[@class='chips']//a")
    assert [parameters(chip.get("href")) for chip in chips] == [
        [("q", "الطرق"), ("year", "2022"), ("lang", "ar")],
        [("q", "الطرق"), ("type", "decision"), ("lang", "ar")],
        [("q", "الطرق"), ("lang", "ar")],
    ]
    assert chips[0].get("aria-label") == "إزالة المرشح: النوع، decision"


def test_a_new_search_keeps_the_filters(client: Visitor) -> None:
    form = one(visit(client, ROADS + "&type=decision"), "//form[@role='search']")
    assert form.xpath(".//input[@name='type']/@value") == ["decision"]


def test_the_order_can_be_chosen(client: Visitor) -> None:
    sorts = visit(client, ROADS).xpath("//nav[@class='sorts']/a")
    assert [sort.get("aria-current") for sort in sorts] == ["true", None, None]
    assert parameters(sorts[1].get("href")) == [("q", "الطرق"), ("sort", "newest"), ("lang", "ar")]


def test_by_relevance_pages_go_by_offset(client: Visitor) -> None:
    page = visit(client, ROADS + "&offset=20")
    assert ("offset", "10") in parameters(page.xpath("//a[@rel='prev']/@href")[0])
    assert ("offset", "30") in parameters(page.xpath("//a[@rel='next']/@href")[0])
    assert one(page, "//ol[contains(@class, 'hits')]").get("start") == "21"
    assert "من 21 إلى 30" in texts(page, "//nav[@class='steps']")[0]


def test_the_second_page_leads_back_to_the_first(client: Visitor) -> None:
    previous = visit(client, ROADS + "&offset=10").xpath("//a[@rel='prev']/@href")[0]
    assert parameters(previous) == [("q", "الطرق"), ("lang", "ar")]


def test_by_date_pages_go_on_behind_the_last_hit(client: Visitor) -> None:
    first = visit(client, ROADS + "&sort=oldest")
    following = first.xpath("//a[@rel='next']/@href")[0]
    assert ("after", "10") in parameters(following)
    second = visit(client, following)
    assert texts(second, "//a[@rel='prev']") == ["من البداية"]


def test_what_was_not_understood_is_said(client: Visitor) -> None:
    assert texts(visit(client, '/search?q="الطرق&lang=fr'), "//div[@class='hints']//li") == [
        "Un guillemet n’est pas fermé : ses mots ont été cherchés un à un."
    ]


def test_nothing_found_is_answered_with_help(client: Visitor) -> None:
    page = visit(client, '/search?q="aucun+mot+semblable"&type=decision&lang=fr')
    assert texts(page, "//h1") == ['Aucun document ne répond à "aucun mot semblable"']
    links = page.xpath("//div[@class='nothing']//a/@href")
    assert [dict(parameters(link)).get("q") for link in links] == [
        '"aucun mot semblable"',
        "aucun mot semblable",
        "aucun semblable",
        None,
    ]
    assert dict(parameters(links[0])).get("type") is None


def test_the_feed_asks_for_the_same(client: Visitor) -> None:
    page = visit(client, ROADS + "&type=decision")
    (feed,) = page.xpath("//link[@type='application/atom+xml']/@href")
    assert feed.startswith("/feeds/search.atom?q=")
    assert ("type", "decision") in parameters(feed)


def test_the_end_of_what_relevance_shows_is_explained() -> None:
    asked = Asked("a", offset=1000)
    hit = {"id": "0a", "type": "law", "type_label": "", "url": "", "title": {"text": "a", "language": "fr"}}
    answer = {"query": "a", "total": 5000, "offset": 1000, "hits": [hit] * 10}
    context = results(asked, SearchResponse.model_validate(answer), Links("fr"))
    assert context["limited"]
    assert context["limit"] == 1010
    assert not results(Asked("a"), SearchResponse(query="a", total=0), Links("fr"))["limited"]


def test_the_forms_of_words_are_chosen_without_scripts(client: Visitor) -> None:
    page = visit(client, ROADS + "&type=decision")
    links = page.xpath("//nav[contains(@class, 'precisions')]//a")
    assert [link.text for link in links] == ["كما كتبت", "كل الصيغ", "الجذر نفسه"]
    assert [link.get("aria-current") for link in links] == [None, "true", None]
    chosen = visit(client, links[0].get("href"))
    assert ("precision", "exact") in parameters(links[0].get("href"))
    assert ("type", "decision") in parameters(links[0].get("href"))
    assert chosen.xpath("//form[@class='facets']//input[@name='precision']/@value") == ["exact"]
    assert chosen.xpath("//form[@role='search']//input[@name='precision']/@value") == ["exact"]


def test_a_precision_that_there_is_not_is_refused(client: Visitor) -> None:
    assert client.get("/search?q=x&precision=fuzzy").status_code == 400
