"""The pages about alerts over a real archive, and the letters that come of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from lxml.html import HtmlElement

from accounts.callers import Callers
from alerts.letter import Letter
from alerts.letters import LetterWriter
from alerts.links import Links
from alerts.matching import AlertMatcher
from analyzers.pipeline import Analyzer
from domain.alerts import DeliveryKind
from frontend.alerts import routes as alert_pages
from frontend.alerts.drawing import AlertPages
from frontend.routes import install, pages
from frontend.site import Site
from search_api.alert_desk import AlertDesk, AskingRules
from search_api.alert_news import SearchNews
from search_api.alert_pace import EvenPace, VisitLimit
from search_api.application import create_application
from search_api.cookies import Cookies, form_key
from search_api.guard import Guard
from tests.archive.alerts.people import ADDRESS, waiting
from tests.frontend.reading import parse
from tests.search_api.library import Library, Paper, opened
from tests.visitor import Visitor

SITE = "http://testserver"


class AlertSite:
    """A site with alerts, a visitor, and a letter box."""

    def __init__(self, library: Library, analyzer: Analyzer) -> None:
        self.library = library
        self.slept: list[float] = []
        rules = AskingRules(pace=EvenPace(0.5, lambda: 0.0, self.slept.append), limit=VisitLimit(most=15))
        self.desk = AlertDesk(library.archive, library.service, rules)
        self.visitor = Visitor(application(library, self.desk))
        links = Links(SITE)
        self.letters = LetterWriter(library.archive, SearchNews(lambda: library.service, links), links)
        self.matcher = AlertMatcher(library.archive, analyzer)

    def page(self, address: str, status: int = 200) -> HtmlElement:
        """A page that is there."""
        response = self.visitor.get(address)
        assert response.status_code == status, response.text
        return parse(response.text)

    def send(self, address: str, status: int = 200, **fields: str) -> HtmlElement:
        """The page that a form of ours is answered with."""
        data = {"form_key": self.form_key(), **fields}
        response = self.visitor.request("POST", address, data=data, follow_redirects=True)
        assert response.status_code == status, response.text
        return parse(response.text)

    def form_key(self) -> str:
        """The key that our pages put into their forms for this visitor."""
        if "shaffaf-visit" not in self.visitor.cookies:
            self.page("/alerts/link")
        return form_key(self.visitor.cookies["shaffaf-visit"])

    def letter(self, kind: DeliveryKind) -> Letter:
        """The newest letter of a kind that waits."""
        letter = self.letters.write(waiting(self.library.archive, kind)[-1])
        assert letter is not None
        return letter

    def subscribed(self, **fields: str) -> Letter:
        """Ask for an alert of everything and confirm it; the letter with which it was confirmed."""
        self.send("/alerts/new", email=ADDRESS, frequency="at_once", **fields)
        letter = self.letter(DeliveryKind.CONFIRMATION)
        self.send(path(letter.confirm_url))
        self.library.archive.alerts.outbox.sent(letter.id)
        return letter

    def publish(self, title: str) -> str:
        """Publish a document and match it; its id."""
        document = self.library.put(Paper(title)).document
        while self.matcher.step():
            pass
        return document


def application(library: Library, desk: AlertDesk) -> FastAPI:
    """API, pages and the pages about alerts."""
    drawn = pages(Site(feeds=True, alerts=True))
    made = create_application(library.service, drawn.problem, SITE)
    install(made, library.service, drawn)
    cookies = Cookies(secure=False)
    alert_pages.install(made, desk, library.service, AlertPages(drawn, cookies))
    Guard(Callers(library.archive.staff), cookies, SITE, lambda _: None).install(made)
    return made


def path(url: str) -> str:
    """A link of a letter as it is asked for."""
    parts = urlsplit(url)
    assert f"{parts.scheme}://{parts.netloc}" == SITE
    return f"{parts.path}?{parts.query}"


@pytest.fixture
def site(tmp_path: Path, analyzer: Analyzer) -> Iterator[AlertSite]:
    with opened(tmp_path, analyzer) as library:
        made = AlertSite(library, analyzer)
        yield made
        made.visitor.close()
