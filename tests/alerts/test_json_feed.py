"""JSON feeds say what Atom feeds say, whatever documents are called."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from alerts.channels.json import PLUGIN
from alerts.feed import Feed, FeedChannel
from tests.alerts.test_atom import entry, feed
from tests.search_api.library import Library, Paper


def rendered(of: Feed) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(PLUGIN.render(of))
    return found


def test_it_fits_its_port() -> None:
    assert isinstance(PLUGIN, FeedChannel)
    assert PLUGIN.media_type == "application/feed+json"


def test_a_feed_holds_what_version_1_1_requires() -> None:
    made = rendered(feed(entry(author="مجلس", category="decision", category_label="مقرر", summary="نص")))
    assert made["version"] == "https://jsonfeed.org/version/1.1"
    assert made["title"] == "Shaffaf"
    (item,) = made["items"]
    assert item["id"]
    assert item["content_text"] == "نص"
    assert (item["authors"], item["tags"]) == ([{"name": "مجلس"}], ["مقرر"])
    assert item["date_published"] == "2022-07-27T09:30:00Z"


def test_an_item_without_a_text_has_its_title() -> None:
    (item,) = rendered(feed(entry("مقرر")))["items"]
    assert item["content_text"] == "مقرر"
    assert "authors" not in item


@given(title=st.text(), summary=st.text(), author=st.text())
def test_any_text_makes_a_feed_that_parses(title: str, summary: str, author: str) -> None:
    (item,) = rendered(feed(entry(title, summary=summary, author=author)))["items"]
    assert item["title"] == title.encode("utf-8", "replace").decode()


def test_the_same_feed_is_the_same_bytes() -> None:
    assert PLUGIN.render(feed(entry())) == PLUGIN.render(feed(entry()))


def test_any_search_has_one_and_it_is_not_sent_twice(library: Library) -> None:
    put = library.put(Paper("ميزانية"))
    library.put(Paper("شيء"))
    response = library.client.get("/feeds/search.json?q=ميزانية&lang=fr")
    assert response.headers["content-type"] == "application/feed+json"
    made = response.json()
    assert [item["url"] for item in made["items"]] == [f"http://testserver/documents/{put.document}?lang=fr"]
    assert made["feed_url"].startswith("http://testserver/feeds/search.json?q=")
    again = library.client.get("/feeds/search.json?q=ميزانية&lang=fr", headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
