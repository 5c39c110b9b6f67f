"""The application as it is served, over an archive in which some things are secret: no public route tells any of them.

The routes are those of the application's own table, so a new one is asked too. What is secret is marked by invented words,
names and numbers that stand nowhere else: in a draft, in one that is to be published tomorrow, in what was withdrawn, in
pages split off and not published, and in what was redacted. An answer may repeat what was asked, and nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.links import Links
from alerts.matching import AlertMatcher
from analyzers.pipeline import Analyzer
from app.settings import Settings
from app.web import application
from domain.documents import Document, Page, TextSource
from domain.publication import Schedule
from domain.redaction import Passage
from search_api.alert_news import SearchNews
from search_api.rights import guarded_routes
from tests.archive.alerts.people import confirmed
from tests.archive.samples import split
from tests.databases import url_in
from tests.search_api.library import Library, Paper, Put, opened, png
from tests.visitor import Visitor

WORDS = ("Zvartnikel", "زغرطوشة", "Qombrilax", "طنبوشلي", "Fjordimax", "Wexhulom", "ضجنيفة", "Yttrobane")
NUMBERS = ("QX918273", "0655918273", "7391/1887", "778912")
SECRETS = (*WORDS, *NUMBERS)
"""The words, names and numbers that nobody may be told."""

HARMLESS = ("الطرق", "conseil", "convention", "المجلس", "eau", "2022", "12/2022", "")
UNKNOWN = "0000000000zz"
OPEN = (
    Paper("مقرر حول الطرق", ("صادق المجلس على الطرق القروية والماء.",), number="12/2022", day=date(2022, 7, 27)),
    Paper("Convention eau potable", ("Le conseil approuve la convention eau potable.",), "fr", name="eau.txt"),
    Paper("Plan des routes", ("Plan des routes",), "fr", name="plan.png", media_type="image/png", content=png("orange")),
)
"""What everybody may read."""


@dataclass(frozen=True)
class World:
    """The application with its visitor, what is secret by kind, and what is public."""

    app: FastAPI
    visitor: Visitor
    library: Library
    hidden: Mapping[str, Put]
    public: Sequence[Put]
    redacted: Put
    former: str

    def routes(self) -> list[str]:
        """The paths of all public routes that are read."""
        found = guarded_routes(self.app)
        return [one.path for one in found if one.method == "GET" and one.requirements[0].public]

    def get(self, address: str, **parameters: str) -> httpx.Response:
        self.visitor.cookies.clear()
        return self.visitor.get(address, params=parameters, headers={"accept-encoding": "identity"})


def secret(word: str, number: str, name: str) -> Paper:
    """A paper that is full of a secret, in every place where words can stand."""
    return Paper(
        title=f"مقرر {word} حول الطرق",
        texts=(f"صادق المجلس على الطرق {word} CIN {number}. Le conseil approuve {word} convention.", f"الصفحة {word}"),
        number=number if "/" in number else f"{number}/1",
        day=date(1887, 3, 4),
        name=name,
        titles={"fr": f"Délibération {word}"},
        type=f"type{number[:4].lower()}",
        media_type="application/pdf",
        content=word.encode() + number.encode(),
    )


def fill(library: Library) -> tuple[dict[str, Put], list[Put], Put, str]:
    """What is secret, what is public, what is redacted, and the version that it was."""
    public = [library.put(paper) for paper in OPEN]
    hidden = {
        "draft": library.put(secret(WORDS[0], NUMBERS[0], f"{WORDS[0]}.pdf"), publish=False),
        "scheduled": library.put(secret(WORDS[1], NUMBERS[2], f"{WORDS[1]}.pdf"), publish=False),
        "withdrawn": library.put(secret(WORDS[2], NUMBERS[3], f"{WORDS[2]}.pdf")),
    }
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    library.archive.publishing.schedule(Schedule(hidden["scheduled"].document, tomorrow, "system:test"))
    library.archive.withdraw(hidden["withdrawn"].document, "system:test", "mentionne une personne privée")
    pages = f"مقرر {WORDS[3]} حول الطرق", "مقرر حول الماء في المجلس"
    register = library.put(Paper("سجل المقررات", pages, media_type="application/pdf", name="reg.pdf"))
    secret_part, open_part = split(library.archive, register.document, [1], [2])
    library.archive.publish(open_part, "system:test")
    hidden["part"] = Put(secret_part, register.version, register.file)
    public.append(Put(open_part, register.version, register.file))
    redacted, former = redact(library)
    library.indexer.catch_up()
    return hidden, [*public, redacted], redacted, former


def redact(library: Library) -> tuple[Put, str]:
    """A public document out of which words were taken."""
    name, card = WORDS[4], NUMBERS[1]
    text = f"Demande de {name} {WORDS[5]}, GSM {card}, relative à la convention eau du conseil {WORDS[6]} {WORDS[7]}"
    page = Page(1, text, TextSource.MARKUP, "html")
    paper = Paper(
        f"Demande {name} {card}", (), "fr", name=f"{name}.html", media_type="text/html", content=text.encode(), pages=[page]
    )
    put = library.put(paper)
    library.redact(put, passages=[Passage(1, one) for one in (name, WORDS[5], card, WORDS[6], WORDS[7])])
    document = stored(library, put.document)
    return Put(put.document, document.files[0].current.id, put.file), put.version


def stored(library: Library, document_id: str) -> Document:
    document = library.archive.document(document_id)
    assert document
    return document


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer, lexicon_path: Path) -> Iterator[World]:
    state = tmp_path_factory.mktemp("leaks")
    with opened(state, analyzer) as library:
        alerts = [confirmed(library.archive, f"p{at}@example.org", text=word) for at, word in enumerate([*WORDS, "الطرق"])]
        assert len(alerts) == len(WORDS) + 1
        hidden, public, redacted, former = fill(library)
        app = application(Settings(state=state, lexicon=lexicon_path, database_url=url_in(state), _env_file=None))
        with Visitor(app, "http://127.0.0.1:8000") as visitor:
            yield World(app, visitor, library, hidden, public, redacted, former)


def said(response: httpx.Response) -> str:
    """All that an answer says: headers and body."""
    headers = " ".join(f"{name}: {unquote(value)}" for name, value in response.headers.items())
    return f"{headers}\n{response.content.decode('utf-8', 'replace')}"


def leaks(response: httpx.Response, asked: str) -> list[str]:
    """The secrets that an answer tells though they were not asked for."""
    told = said(response).lower()
    return [one for one in SECRETS if one.lower() in told and one.lower() not in unquote(asked).lower()]


def filled(path: str, put: Put, number: str = "1") -> str:
    """A route's address with the parts of a document; whatever else is in it is unknown."""
    parts = {
        "document_id": put.document,
        "version_id": put.version,
        "file_id": put.file,
        "number": number,
        "channel": "atom",
    }
    return re.sub(r"\{(\w+)\}", lambda match: parts.get(match[1], UNKNOWN), path)


def same(response: httpx.Response, put: Put) -> tuple[int, str]:
    """An answer without what names the request or repeats its address."""
    body = response.text
    for one in (put.document, put.version, put.file):
        body = body.replace(one, "ID")
    return response.status_code, re.sub(r"urn:shaffaf:request:\S+?\"|name=\"form_key\" value=\"[^\"]*\"", "", body)


def test_the_world_is_what_it_should_be(world: World) -> None:
    routes = world.routes()
    assert len(routes) > 30
    assert {"/documents/{document_id}", "/api/v1/search", "/feeds/search.{channel}", "/metrics"} <= set(routes)
    found = world.get("/api/v1/search", q="الطرق").json()
    assert world.public[0].document in [hit["id"] for hit in found["hits"]]
    assert world.get("/api/v1/search", q="convention eau").json()["total"] == 2
    assert stored(world.library, world.redacted.document).files[0].is_redacted


def test_no_route_tells_a_secret_of_what_is_hidden_or_redacted(world: World) -> None:
    puts = [*world.hidden.values(), *world.public, Put(world.redacted.document, world.former, world.redacted.file)]
    for path, put, parameters in product(world.routes(), puts, ({}, {"q": "الطرق conseil", "lang": "fr"})):
        if not parameters or "{document_id}" in path or put is puts[0]:
            address = filled(path, put)
            response = world.get(address, **parameters)
            assert leaks(response, f"{address} {parameters}") == [], (address, parameters)
            assert response.status_code < 500, address


def test_what_is_hidden_answers_as_what_never_was(world: World) -> None:
    never = Put(UNKNOWN, f"v{UNKNOWN}", f"f{UNKNOWN}")
    routes = [path for path in world.routes() if "{document_id}" in path]
    for (kind, put), path, query in product(world.hidden.items(), routes, ({}, {"q": "conseil"})):
        if kind == "withdrawn" and path.endswith("/{document_id}"):
            continue  # its tombstone
        answers = [same(world.get(filled(path, one), **query), one) for one in (put, never)]
        assert answers[0] == answers[1], (kind, path)


def test_parts_of_what_is_hidden_are_not_reached_through_what_is_public(world: World) -> None:
    others = [*world.hidden.values(), Put(world.redacted.document, world.former, world.redacted.file)]
    for put, public in product(others, world.public):
        for path in world.routes():
            if "{version_id}" in path or "{file_id}" in path:
                mixed = Put(public.document, put.version, put.file if put.document != public.document else UNKNOWN)
                response = world.get(filled(path, mixed))
                known = (public.version == put.version and "{file_id}" not in path) or public.file == mixed.file
                assert response.status_code == 404 or known, (path, response.status_code)
                assert leaks(response, "") == []


@pytest.mark.parametrize("name", ["draft", "scheduled", "withdrawn", "part"])
def test_a_tombstone_is_only_for_what_was_public(world: World, name: str) -> None:
    for path in ("/documents/{document_id}", "/api/v1/documents/{document_id}"):
        response = world.get(filled(path, world.hidden[name]), lang="fr")
        assert response.status_code == (410 if name == "withdrawn" else 404)
        assert ("personne privée" in response.text) == (name == "withdrawn")


def test_counts_and_facets_are_those_of_what_is_public(world: World) -> None:
    answer = world.get("/api/v1/search").json()
    assert answer["total"] == len(world.public)
    assert sum(value["count"] for value in answer["facets"]["type"]) == len(world.public)
    assert "1887" not in {value["value"] for value in answer["facets"]["year"]}
    assert world.get("/api/v1/health").json()["published"] == len(world.public)


WORD = st.sampled_from(
    [*SECRETS, *(one[:4] for one in SECRETS), *(one[1:] for one in WORDS), *HARMLESS, "OR", "-", '"', "*"]
)
FILTERS = st.dictionaries(
    st.sampled_from(["type", "year", "body", "language", "sort", "size", "precision", "translate", "after", "offset"]),
    st.sampled_from(["typeqx91", "1887", "2022", "waha", "fr", "newest", "1", "50", "exact", "true", *NUMBERS]),
    max_size=3,
)


@settings(max_examples=50, deadline=None)
@given(
    path=st.sampled_from(
        ["/api/v1/search", "/api/v1/suggest", "/feeds/search.atom", "/feeds/search.json", "/search", "/alerts/new", "/"]
    ),
    words=st.lists(WORD, max_size=4),
    filters=FILTERS,
)
def test_whatever_is_asked_nothing_secret_is_found(
    world: World, path: str, words: list[str], filters: dict[str, str]
) -> None:
    parameters = {"q": " ".join(words)} | filters
    response = world.get(path, **parameters)
    ids = [one.document for one in world.hidden.values()]
    assert response.status_code < 500
    assert leaks(response, str(parameters)) == []
    assert not any(one in response.text for one in (*ids, world.former))


@settings(max_examples=15, deadline=None)
@given(prefix=st.sampled_from(SECRETS).flatmap(lambda one: st.integers(2, len(one)).map(lambda end: one[:end])))
def test_no_suggestion_completes_a_secret(world: World, prefix: str) -> None:
    for asked in (prefix, f"مقرر {prefix}", f"Demande de {prefix}"):
        told = world.get("/api/v1/suggest", q=asked).json()["suggestions"]
        assert not [one for one in told if any(secret.lower() in one.lower() for secret in SECRETS)]
        assert leaks(world.get("/api/v1/search", q=asked), asked) == []


@pytest.mark.parametrize("secret_word", SECRETS)
def test_a_search_for_a_secret_finds_nothing_and_guesses_nothing(world: World, secret_word: str) -> None:
    for asked in (secret_word, f'"{secret_word}"', secret_word[:-1] + "x", f"title:{secret_word}", f"number:{secret_word}"):
        answer = world.get("/api/v1/search", q=asked).json()
        assert answer["total"] == 0 or asked == f"number:{secret_word}", asked
        assert answer["did_you_mean"] == [] or not any(word in str(answer["did_you_mean"]) for word in SECRETS), asked


def test_alerts_tell_nothing_secret(world: World, analyzer: Analyzer) -> None:
    archive = world.library.archive
    matcher = AlertMatcher(archive, analyzer)
    while matcher.step():
        pass
    news = SearchNews(lambda: world.library.service, Links("http://127.0.0.1"))
    ids = [put.document for put in (*world.hidden.values(), *world.public)]
    alerts = archive.alerts.saved.told()
    assert len(list(alerts)) == len(WORDS) + 1
    for alert in archive.alerts.saved.told():
        items = news.items(alert, ids)
        assert set(items) == {put.document for put in world.public}
        assert not [one for one in SECRETS if one.lower() in str(items).lower() and one != alert.text]
