"""Pages as trees."""

from __future__ import annotations

from lxml import html
from lxml.html import HtmlElement

from tests.visitor import Visitor


def visit(client: Visitor, address: str, **headers: str) -> HtmlElement:
    """The page at an address that answers."""
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return parse(response.text)


def parse(text: str) -> HtmlElement:
    """A whole page."""
    return html.document_fromstring(text)


def texts(page: HtmlElement, path: str) -> list[str]:
    """What the elements say, white space made one space."""
    return [" ".join(element.text_content().split()) for element in page.xpath(path)]


def one(page: HtmlElement, path: str) -> HtmlElement:
    """The only element there."""
    (found,) = page.xpath(path)
    return found
