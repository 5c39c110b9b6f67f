"""Signing in through an identity provider: OpenID Connect, authorization code with PKCE."""

from __future__ import annotations

import hmac
import logging
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast
from urllib.parse import parse_qsl

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization
from joserfc.jws import JWSRegistry

from accounts.clients import Client
from domain.accounts import AccountError, AccountFault, Identity

logger = logging.getLogger(__name__)

_SECONDS = 10.0
_MOST_FIELDS = 20
_LONGEST_NOTE = 100
_SCOPE = "openid email profile"
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
"""Signatures that are believed: never `none`, nor one made with a secret that both sides know."""


@dataclass(frozen=True, slots=True)
class Departure:
    """What is to be remembered while somebody is at the provider; only their own browser may know it."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> Departure:
        """Three values that nobody guesses."""
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came back. `email` only where the provider says that it has verified it."""

    identity: Identity
    email: str | None


class Provider:
    """One provider. Whatever is wrong with what it says raises AccountError; the log says what."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def departure(self, known: Departure, back: str) -> str:
        """The address to send somebody to, who comes back to the address `back`."""
        with self._session(back) as session:
            endpoint = self._endpoint("authorization_endpoint")
            url, _state = session.create_authorization_url(
                endpoint, state=known.state, code_verifier=known.verifier, nonce=known.nonce
            )
        return str(url)

    def arrival(self, known: Departure, back: str, answer: str) -> Arrival:
        """Who came back with the query string `answer`."""
        try:
            return self._arrive(known, back, answer)
        except (AuthlibBaseError, JoseError, requests.RequestException, ValueError, KeyError) as error:
            logger.warning("the identity provider's answer is not believed: %r", error)
            raise AccountError(AccountFault.PROVIDER) from error

    def _arrive(self, known: Departure, back: str, answer: str) -> Arrival:
        code = _code(known, answer)
        with self._session(back) as session:
            token: dict[str, Any] = session.fetch_token(
                self._endpoint("token_endpoint"),
                grant_type="authorization_code",
                code=code,
                code_verifier=known.verifier,
                timeout=_SECONDS,
            )
        claims = self._claims(token, known.nonce)
        verified = claims.get("email") if claims.get("email_verified") is True else None
        return Arrival(Identity(self._client.issuer, str(claims["sub"])), verified)

    def _claims(self, token: dict[str, Any], nonce: str) -> dict[str, Any]:
        """What the ID token says, its signature, issuer, audience, times and nonce checked."""
        keys = KeySet.import_key_set(cast(KeySetSerialization, self._get(self._endpoint("jwks_uri"))))
        registry = JWSRegistry(algorithms=_ALGORITHMS, strict_check_header=False)
        decoded = jwt.decode(token["id_token"], keys, registry=registry)
        wanted = {
            "iss": {"essential": True, "value": self._client.issuer},
            "aud": {"essential": True, "value": self._client.client_id},
        }
        known = {"nonce": nonce, "client_id": self._client.client_id, "access_token": token.get("access_token")}
        claims = CodeIDToken(decoded.claims, decoded.header, wanted, known)
        claims.validate(leeway=60)
        if not hmac.compare_digest(str(claims["nonce"]), nonce):
            raise ValueError("the ID token was made for another visit")
        return dict(claims)

    def _session(self, back: str) -> OAuth2Session:
        return OAuth2Session(
            self._client.client_id,
            self._client.client_secret,
            scope=_SCOPE,
            redirect_uri=back,
            code_challenge_method="S256",
        )

    def _endpoint(self, name: str) -> str:
        try:
            return str(self._metadata[name])
        except (requests.RequestException, ValueError, KeyError) as error:
            logger.warning("the identity provider does not say what it is: %r", error)
            raise AccountError(AccountFault.PROVIDER) from error

    @cached_property
    def _metadata(self) -> dict[str, Any]:
        found = self._get(f"{self._client.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found["issuer"] != self._client.issuer:
            raise ValueError(f"{found['issuer']!r} is not {self._client.issuer!r}")
        return found

    def _get(self, url: str) -> dict[str, Any]:
        response = requests.get(url, timeout=_SECONDS)
        response.raise_for_status()
        found: dict[str, Any] = response.json()
        return found


def _code(known: Departure, answer: str) -> str:
    """The code in the query string, which is believed only where it answers what this browser asked."""
    given = dict(parse_qsl(answer, max_num_fields=_MOST_FIELDS))
    if not known.state or not hmac.compare_digest(given.get("state", "").encode(), known.state.encode()):
        raise ValueError("the answer is to another visit")
    if not given.get("code"):
        raise ValueError(f"the provider says {given.get('error', 'nothing')[:_LONGEST_NOTE]!r}")
    return given["code"]
