"""Atom feeds are valid whatever documents are called."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.channels.atom import PLUGIN
from alerts.feed import NEVER, Feed, FeedChannel, FeedEntry, stable_id

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = datetime(2022, 7, 27, 9, 30, 0, 123, tzinfo=UTC)


def entry(title: str = "مقرر", **said: str) -> FeedEntry:
    return FeedEntry(stable_id("document", title), title, "ar", "https://x.example/documents/1", MOMENT, **said)


def feed(*entries: FeedEntry, title: str = "Shaffaf") -> Feed:
    return Feed("urn:x", title, "…", "ar", "https://x.example/feeds/a?q=a&b=c", "https://x.example/", entries)


def rendered(of: Feed) -> ET.Element:
    return ET.fromstring(PLUGIN.render(of))


def test_it_fits_its_port() -> None:
    assert isinstance(PLUGIN, FeedChannel)
    assert PLUGIN.media_type == "application/atom+xml"


@given(title=st.text(), summary=st.text(), author=st.text(), category=st.text())
def test_any_text_makes_a_feed_that_parses_to_the_same_text(title: str, summary: str, author: str, category: str) -> None:
    made = rendered(feed(entry(title, summary=summary, author=author, category_label=category, category="x")))
    found = made.find(f"{ATOM}entry")
    assert found is not None
    written = found.findtext(f"{ATOM}title") or ""
    assert len(written) == len(title) or "\r" in title
    assert all(a == b or a in "\ufffd\n" for a, b in zip(written, title, strict=False) if "\r" not in title)


@pytest.mark.parametrize("element", ["id", "title", "updated", "author", "link"])
def test_a_feed_and_its_entries_hold_what_rfc_4287_requires(element: str) -> None:
    made = rendered(feed(entry(author="مجلس")))
    found = made.find(f"{ATOM}entry")
    assert made.find(ATOM + element) is not None
    assert found is not None
    assert found.find(ATOM + element) is not None


@pytest.mark.parametrize("title", ["<b>x</b>", "a & b", "]]>", "\x00\x0b\ufffe", "\ud800"])
def test_titles_are_text_and_never_markup(title: str) -> None:
    found = rendered(feed(entry(title))).findtext(f"{ATOM}entry/{ATOM}title")
    assert found == "".join(letter if letter.isprintable() else "\ufffd" for letter in title)


def test_times_are_utc_to_the_second() -> None:
    assert rendered(feed(entry())).findtext(f"{ATOM}updated") == "2022-07-27T09:30:00Z"


def test_a_feed_without_entries_was_never_updated() -> None:
    assert feed().updated == NEVER
    assert rendered(feed()).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_the_same_feed_is_the_same_bytes() -> None:
    assert PLUGIN.render(feed(entry(), entry("b"))) == PLUGIN.render(feed(entry(), entry("b")))


def test_an_id_names_one_thing_for_ever() -> None:
    assert stable_id("document", "0example0001") == "urn:uuid:ac399f3f-3663-5647-9ec3-4a788c36d930"
    assert stable_id("document", "a") != stable_id("search", "a")
