"""The text a browser would show of HTML, without running anything. Runs only inside a child of `ingest.sandbox`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, cast

from domain.failures import Failure, RefusedFileError
from ingest.markup_text import MarkupText
from ingest.text_decoding import decode

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]+encoding=["']([\w.:-]+)""", re.I)
_CHARSET_REACH = 4096
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_WHITE = re.compile(r"\s+")

_ELEMENTS: dict[str, frozenset[str]] = {
    kind: frozenset(names)
    for kind, names in tomllib.loads((Path(__file__).parent / "html_elements.toml").read_text("utf-8")).items()
}
_UNSEEN, _VOID, _BLOCKS = _ELEMENTS["unseen"], _ELEMENTS["void"], _ELEMENTS["block"]


def html_text(data: bytes, declared: str | None = None) -> str:
    """The text of an HTML file's bytes, its title first unless the body says it too. `declared` is the encoding that
    whoever sent it named; else the file's own word counts. Raises RefusedFileError(BROKEN).
    """
    from lxml.etree import HTMLParser, LxmlError

    target = _Target()
    parser = HTMLParser(target=cast(Any, target), encoding="utf-8")  # lxml passes str; its stubs say bytes too
    try:
        parser.feed(decode(data, declared or _declared(data)).encode("utf-8", "replace"))
        parser.close()
    except (LxmlError, AssertionError) as error:
        raise RefusedFileError(Failure.BROKEN, repr(error)) from error
    return target.text()


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:_CHARSET_REACH])
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


class _Target:
    """Follows elements as the parser meets them."""

    def __init__(self) -> None:
        self._body = MarkupText()
        self._title = ""
        self._hidden: list[bool] = []
        self._in_title = self._verbatim = 0

    def text(self) -> str:
        body, title = self._body.text(), _WHITE.sub(" ", self._title).strip()
        return body if title in _WHITE.sub(" ", body) else f"{title}\n\n{body}"

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag not in _VOID:
            self._hidden.append(_is_hidden(tag, attributes))
            if self._hidden[-1]:
                self._body.hide()
        self._in_title += tag == "title"
        self._verbatim += tag == "pre"
        if tag in _BLOCKS:
            self._body.end_paragraph()
        if tag == "tr":
            self._body.start_row()

    def end(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._body.end_cell()
        if tag == "tr":
            self._body.end_row()
        if tag in _BLOCKS:
            self._body.end_paragraph()
        self._in_title -= tag == "title"
        self._verbatim -= tag == "pre"
        if tag not in _VOID and self._hidden and self._hidden.pop():
            self._body.show()

    def data(self, text: str) -> None:
        if self._in_title:
            self._title += text
        self._body.add(text if self._verbatim else _WHITE.sub(" ", text))

    def comment(self, text: str) -> None:
        """Comments are not shown."""

    def close(self) -> None:
        """Nothing is left to do."""


def _is_hidden(tag: str, attributes: dict[str, str]) -> bool:
    return tag in _UNSEEN or "hidden" in attributes or bool(_HIDDEN_STYLE.search(attributes.get("style", "")))
