"""Signing in through an identity provider that really runs: what it says is believed only where it can be checked."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from joserfc.jwk import OctKey, RSAKey

from accounts.clients import Client
from accounts.oidc import Arrival, Departure, Provider
from domain.accounts import AccountError, AccountFault, Identity
from tests.accounts import identity_provider
from tests.accounts.identity_provider import CLIENT, SECRET, Forgery, Person

BACK = "https://archive.example.ma/sign-in/provider/back"


@pytest.fixture(scope="module")
def started() -> Iterator[identity_provider.Provider]:
    with identity_provider.running() as provider:
        yield provider


@pytest.fixture
def remote(started: identity_provider.Provider) -> identity_provider.Provider:
    """The provider, honest, with Nadia signed in."""
    started.person, started.forgery = Person(), Forgery()
    return started


@pytest.fixture
def ours(remote: identity_provider.Provider) -> Provider:
    return Provider(remote.client)


def visit(ours: Provider, known: Departure) -> str:
    """Go to the provider and come back; the query string one comes back with."""
    answer = requests.get(ours.departure(known, BACK), allow_redirects=False, timeout=10)
    location = urlsplit(answer.headers["location"])
    assert location.geturl().startswith(BACK)
    return location.query


def refused(ours: Provider, known: Departure, answer: str) -> None:
    with pytest.raises(AccountError) as caught:
        ours.arrival(known, BACK, answer)
    assert caught.value.fault == AccountFault.PROVIDER


def test_who_is_signed_in_there_arrives(remote: identity_provider.Provider, ours: Provider) -> None:
    known = Departure.new()
    arrival = ours.arrival(known, BACK, visit(ours, known))
    assert arrival == Arrival(Identity(remote.issuer, "subject-1"), "nadia@example.ma")


def test_what_is_asked_of_the_provider_can_not_be_used_by_whoever_listens(ours: Provider) -> None:
    known = Departure.new()
    asked = parse_qs(urlsplit(ours.departure(known, BACK)).query)
    assert (asked["code_challenge_method"], asked["response_type"], asked["scope"]) == (
        ["S256"],
        ["code"],
        ["openid email profile"],
    )
    assert (asked["state"], asked["nonce"], asked["redirect_uri"]) == ([known.state], [known.nonce], [BACK])
    assert known.verifier not in str(asked)
    assert SECRET not in str(asked)


def test_an_address_that_the_provider_has_not_verified_is_nobodys(
    remote: identity_provider.Provider, ours: Provider
) -> None:
    remote.person, known = Person(email_verified=False), Departure.new()
    assert ours.arrival(known, BACK, visit(ours, known)).email is None


FORGERIES = {
    "another issuer": (Forgery({"iss": "https://evil.example"}), "'iss'"),
    "for somebody else": (Forgery({"aud": ["other"]}), "'aud'"),
    "too old": (Forgery({"exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200}), "expired"),
    "of another visit": (Forgery({"nonce": "other"}), "'nonce'"),
    "of no visit": (Forgery({"nonce": ""}), "'nonce'"),
    "another key": (Forgery(key=RSAKey.generate_key(2048, {"kid": "k1"})), "bad_signature"),
    "signed with what both know": (
        Forgery(key=OctKey.import_key(SECRET.encode()), algorithm="HS256"),
        "'HS256' is not allowed",
    ),
    "not signed": (Forgery(algorithm="none"), "'none' is not allowed"),
}


@pytest.mark.parametrize(("forgery", "reason"), FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_token_is_not_believed(
    remote: identity_provider.Provider,
    ours: Provider,
    caplog: pytest.LogCaptureFixture,
    forgery: Forgery,
    reason: str,
) -> None:
    remote.forgery, known = forgery, Departure.new()
    refused(ours, known, visit(ours, known))
    assert reason in caplog.text


def test_an_answer_to_another_visit_is_not_believed(ours: Provider) -> None:
    mine, theirs = Departure.new(), Departure.new()
    answer = visit(ours, theirs)
    refused(ours, mine, answer)
    refused(ours, Departure("", "", ""), answer)
    refused(ours, Departure("", theirs.nonce, theirs.verifier), urlencode({"code": parse_qs(answer)["code"][0]}))
    refused(ours, Departure(theirs.state, mine.nonce, theirs.verifier), answer)


def test_a_code_is_good_with_its_verifier_only_and_once(ours: Provider) -> None:
    known = Departure.new()
    answer = visit(ours, known)
    refused(ours, Departure(known.state, known.nonce, Departure.new().verifier), answer)
    known = Departure.new()
    answer = visit(ours, known)
    ours.arrival(known, BACK, answer)
    refused(ours, known, answer)


def test_who_says_no_at_the_provider_is_not_signed_in(remote: identity_provider.Provider, ours: Provider) -> None:
    remote.person, known = None, Departure.new()
    answer = visit(ours, known)
    assert "error=access_denied" in answer
    refused(ours, known, answer)


@pytest.mark.parametrize("answer", ["", "state=x", "code=", "&&&", "%00=%FF", "a=1&" * 100])
def test_whatever_comes_back_is_no_error(ours: Provider, answer: str) -> None:
    refused(ours, Departure.new(), answer)


def test_a_secret_that_the_provider_does_not_know_opens_nothing(remote: identity_provider.Provider) -> None:
    wrong, known = Provider(Client(remote.issuer, CLIENT, "wrong")), Departure.new()
    refused(wrong, known, visit(wrong, known))


def test_a_provider_that_is_away_or_is_not_what_it_says_is_told(remote: identity_provider.Provider) -> None:
    away, other = (
        Client("http://127.0.0.1:9", CLIENT, SECRET),
        Client(remote.issuer.replace("127.0.0.1", "localhost"), CLIENT, SECRET),
    )
    for client in (away, other):
        with pytest.raises(AccountError) as caught:
            Provider(client).departure(Departure.new(), BACK)
        assert caught.value.fault == AccountFault.PROVIDER


@pytest.mark.parametrize("issuer", ["http://id.example.ma", "ftp://id.example.ma", "id.example.ma", ""])
def test_a_provider_is_only_asked_over_a_closed_line(issuer: str) -> None:
    with pytest.raises(ValueError, match="https"):
        Client(issuer, CLIENT, SECRET)


def test_no_secret_is_shown_where_settings_are(remote: identity_provider.Provider) -> None:
    assert SECRET not in repr(remote.client)
