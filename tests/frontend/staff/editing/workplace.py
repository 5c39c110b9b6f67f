"""A library with editors: its documents, its index and the pages on which they are corrected, all real."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from fastapi import FastAPI
from PIL import Image, ImageDraw, ImageFont

from accounts.passwords import Passwords
from accounts.services import services
from app.wiring import body_of
from domain.description import NOT_FOUND, DescribedValue, Evidence, Field
from domain.documents import Page, PageKey, TextSource, WordBox
from domain.records import Description
from frontend.routes import install, pages
from frontend.site import Site
from frontend.staff import editing_pages, routes
from frontend.staff.desk import Desk
from search_api.boundary import Boundary
from search_api.cookies import Cookies
from search_api.guard import Guard
from search_api.problems import ProblemWriter
from search_api.review_routes import ReviewRoutes
from search_api.rights import require_declared
from search_api.workbench import Workbench
from tests.accounts.staffed import Office, quick
from tests.frontend.staff.person import HOST
from tests.search_api.library import WAHA, Library, Paper, Put, pdf

NUMBERS = count(1)
LINES = (
    "Conseil de la région Al Waha",
    "Décision n° 12/2022 du 5 octobre 2022",
    "Session ordinaire d'octobre 2022",
    "Montant 1.250.000,00 DH",
)
SIZE = (595, 842)


@dataclass(frozen=True)
class Workplace:
    """The parts of it."""

    library: Library
    office: Office
    app: FastAPI


def workplace(library: Library) -> Workplace:
    """Who has an account with `Office.member` signs in there."""
    office = Office(library.archive)
    assert office.admin
    return Workplace(library, office, application(library, office))


def application(library: Library, office: Office, site: str = HOST) -> FastAPI:
    """The library's pages, those of editors and those of the office."""
    settings = Site(staff=True)
    drawn = pages(settings)
    offered = services(office.staff, site, passwords=Passwords(quick()), clock=office.clock)
    cookies = Cookies(secure=False)
    app = FastAPI(openapi_url=None)
    install(app, library.service, drawn)

    Guard(offered.callers, cookies, site, body_of(library.archive)).install(app)
    desk = Desk(offered, cookies, drawn, library.archive.bodies, site)
    routes.install(app, desk, settings.zone)
    app.include_router(ReviewRoutes(library.archive).router())
    editing_pages.install(app, desk, Workbench(library.archive, library.images), library.analyzer)
    require_declared(app)
    problems = ProblemWriter(drawn.problem)
    problems.install(app)
    app.add_middleware(Boundary, problems=problems)
    return app


def drawn_page(lines: Sequence[str]) -> tuple[bytes, tuple[WordBox, ...]]:
    """A scan with these lines, PNG, and where its words stand: as OCR would find them."""
    image = Image.new("L", SIZE, 255)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(20)
    words, at = [], 0
    for row, line in enumerate(lines):
        top = 60 + 40 * row
        pen.text((60, top), line, 0, font)
        for word in re.finditer(r"\S+", line):
            left = 60 + pen.textlength(line[: word.start()], font)
            right = 60 + pen.textlength(line[: word.end()], font)
            sides = (left / SIZE[0], top / SIZE[1], right / SIZE[0], (top + 26) / SIZE[1])
            words.append(WordBox(at + word.start(), at + word.end(), *(round(side, 4) for side in sides), 0.9))
        at += len(line) + 1
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue(), tuple(words)


def scan(library: Library, *lines: str, publish: bool = False, body: str = WAHA.id, index: bool = False) -> Put:
    """A scan of one page with these lines; no two are the same bytes."""
    shown = (*(lines or LINES), f"Feuille {next(NUMBERS)}")
    content, words = drawn_page(shown)
    page = Page(1, "\n".join(shown), TextSource.OCR, "tesseract 5.3.0 fra", 0.9, *map(float, SIZE), words, 0.95)
    title = f"Décision {next(NUMBERS)}"
    paper = Paper(title, language="fr", name="scan.png", media_type="image/png", content=content, pages=[page])
    return library.put(paper, publish=publish, body=body, index=index)


def register(library: Library, *texts: str, publish: bool = False, body: str = WAHA.id) -> Put:
    """A PDF of scanned pages with these texts."""
    shown = [f"{text}\nRegistre {next(NUMBERS)}" for text in texts]
    colours = [f"#{next(NUMBERS) % 0xFFFFFF:06x}" for _ in texts]
    pages = [
        Page(number, text, TextSource.OCR, "tesseract 5.3.0 fra", 0.9, 300.0, 400.0) for number, text in enumerate(shown, 1)
    ]
    paper = Paper(
        "Registre", language="fr", name="registre.pdf", media_type="application/pdf", content=pdf(*colours), pages=pages
    )
    return library.put(paper, publish=publish, body=body, index=False)


def described(library: Library, **put: bool | str) -> Put:
    """A scan with a sure number, an unsure session and amount, and an organ that was not found."""
    made = scan(library, **put)  # type: ignore[arg-type]
    describe(library, made)
    return made


def describe(library: Library, put: Put, number: str = "12/2022") -> None:
    """Have programs find something of a scan of LINES."""
    text = "\n".join(LINES)

    def at(words: str) -> Evidence:
        start = text.index(words)
        return Evidence(PageKey(put.version, 1), start, start + len(words))

    values = (
        DescribedValue(Field.TYPE, "decision", 0.95),
        DescribedValue(Field.NUMBER, number, 0.95, at("12/2022")),
        DescribedValue(Field.ORGANIZATION, NOT_FOUND, 0.0),
        DescribedValue(Field.SESSION, "ordinary/2022-10", 0.5, at("Session ordinaire d'octobre 2022")),
        DescribedValue(Field.AMOUNT, "1250000", 0.6, at("1.250.000,00 DH")),
    )
    library.archive.describe(put.document, Description("decision", {"fr": "Décision"}, number, values=values))
