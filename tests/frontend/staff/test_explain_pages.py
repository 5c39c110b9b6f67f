"""Staff see what makes the order of results."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analyzers.pipeline import Analyzer
from frontend.staff.explain_pages import ExplainPages
from tests.accounts.staffed import Office
from tests.frontend.reading import texts
from tests.frontend.staff.conftest import NADIA
from tests.frontend.staff.person import Person, application, desk_of
from tests.search_api.library import Library, Paper, opened

PAGE = "/staff/explain?lang=en"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def library(tmp_path: Path, analyzer: Analyzer) -> Iterator[Library]:
    with opened(tmp_path, analyzer) as library:
        library.put(Paper("مقرر حول الترامواي", ("صادق المجلس على مد خط الترامواي.",)))
        library.put(Paper("مقرر حول الماء", ("توزيع الماء، ولا ذكر إلا لخط الترامواي.",)))
        library.put(Paper("مسودة حول الترامواي", ("الترامواي",)), publish=False)
        yield library


@pytest.fixture
def nadia(office: Office, library: Library) -> Iterator[Person]:
    app = application(office)
    app.include_router(ExplainPages(desk_of(office), library.service).router())
    with Person(app) as person:
        assert person.sign_in(NADIA).status_code == 303
        yield person


def test_each_hit_says_which_word_was_found_where_and_what_it_counts(nadia: Person) -> None:
    page = nadia.page(f"{PAGE}&q=الترامواي")
    assert texts(page, "//li[@class='entry']//a/strong") == ["مقرر حول الترامواي", "مقرر حول الماء"]
    first, second = page.xpath("//li[@class='entry']")
    fields = [texts(one, ".//tbody/tr/td[2]") for one in (first, second)]
    assert "exact form, in the title" in fields[0]
    assert "exact form, in the title" not in fields[1]
    assert "exact form" in fields[1]


def test_the_parts_add_up_to_the_score_that_is_shown(nadia: Person) -> None:
    for entry in nadia.page(f"{PAGE}&q=الترامواي").xpath("//li[@class='entry']"):
        points = [float(text.replace(",", "")) for text in texts(entry, ".//tbody/tr/td[5]")]
        (said,) = texts(entry, ".//p[@class='entry-head']/span")
        assert sum(points) == pytest.approx(float(said.rpartition(" ")[2].replace(",", "")), abs=0.01)


def test_drafts_are_not_explained(nadia: Person) -> None:
    assert "مسودة" not in nadia.page(f"{PAGE}&q=الترامواي").text_content()


@pytest.mark.parametrize(("query", "said"), [("", 0), ("كلمةلاتوجدأبدا", 1)])
def test_nothing_is_said_of_no_query_and_of_a_query_without_hits_that_there_are_none(
    nadia: Person, query: str, said: int
) -> None:
    assert len(nadia.page(f"{PAGE}&q={query}").xpath("//p[@class='empty']")) == said


@pytest.mark.parametrize("query", [HOSTILE, '"', "-", "x" * 5_000, "النوع:مقرر OR"])
def test_whatever_is_typed_is_answered_and_shown_as_it_is(nadia: Person, query: str) -> None:
    response = nadia.get("/staff/explain", params={"lang": "en", "q": query})
    assert response.status_code == 200
    assert "<img src=x" not in response.text


def test_the_page_asks_for_an_account(office: Office, library: Library, somebody: Callable[[], Person]) -> None:
    assert somebody().get("/staff/explain?lang=en").status_code in {303, 404}
