"""The pages as they are handed to the child: a file of one JSON object a line, read as often as needed, never held whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from domain.documents import Page
from ingest.frames import message_page, page_message


def write_pages(path: Path, pages: Iterable[Page]) -> None:
    """Write the pages with their words. Of a raw text only whether there is one is kept."""
    with path.open("w", encoding="utf-8") as file:
        for page in pages:
            message = page_message(page) | {"has_raw_text": page.raw_text is not None}
            file.write(json.dumps(message, ensure_ascii=False) + "\n")


def read_pages(path: Path) -> Iterator[Page]:
    """The pages that `write_pages` wrote, in their order."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            message = json.loads(line)
            yield replace(message_page(message), raw_text="" if message["has_raw_text"] else None)
