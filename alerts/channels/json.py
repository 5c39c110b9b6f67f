"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json

from alerts.feed import Feed, FeedEntry, written_time

_VERSION = "https://jsonfeed.org/version/1.1"


class JsonFeedChannel:
    """Writes JSON Feed."""

    media_type = "application/feed+json"

    def render(self, feed: Feed) -> bytes:
        """The feed as UTF-8 JSON."""
        written = {
            "version": _VERSION,
            "title": feed.title,
            "description": feed.subtitle,
            "home_page_url": feed.page_url,
            "feed_url": feed.url,
            "language": feed.language,
            "items": [_item(entry) for entry in feed.entries],
        }
        return json.dumps(written, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _item(entry: FeedEntry) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.summary or entry.title,
        "date_published": written_time(entry.published),
        "language": entry.language,
    }
    if entry.author:
        item["authors"] = [{"name": entry.author}]
    if entry.category:
        item["tags"] = [entry.category_label or entry.category]
    return item


PLUGIN = JsonFeedChannel()
"""`/feeds/search.json`."""
