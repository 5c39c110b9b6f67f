"""An OpenID Connect provider on loopback: Authlib's authorization server behind Flask. It knows one client, and signs in
whoever it is told to.
"""

from __future__ import annotations

import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, request
from joserfc.jwk import OctKey, RSAKey
from werkzeug.serving import make_server

from accounts.clients import Client

CLIENT, SECRET = "shaffaf", "a secret that both know"


@dataclass
class Person:
    """Who is at the provider, and what it says of them."""

    sub: str = "subject-1"
    email: str = "nadia@example.ma"
    email_verified: bool = True


@dataclass
class Forgery:
    """How an ID token is made other than it should be: claims in place of the right ones, another key or algorithm."""

    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey | OctKey | None = None
    algorithm: str = "RS256"


@dataclass
class _Client(ClientMixin):
    id: str
    secret: str

    def get_client_id(self) -> str:
        return self.id

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.endswith("/sign-in/provider/back")

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == self.secret

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class _Code(AuthorizationCodeMixin):
    code: str
    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None
    person: Person

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int | None:
        return None

    def get_acr(self) -> str | None:
        return None

    def get_amr(self) -> list[str] | None:
        return None


class Provider:
    """The provider. `person` is who is signed in there; `forgery` is how it lies."""

    def __init__(self) -> None:
        self.person: Person | None = Person()
        self.forgery = Forgery()
        self.issuer = ""
        self.codes: dict[str, _Code] = {}
        self.key = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"})
        self.app = Flask(__name__)
        self._add_routes()

    @property
    def client(self) -> Client:
        """What the provider knows the site by."""
        return Client(self.issuer, CLIENT, SECRET)

    def _add_routes(self) -> None:
        server = AuthorizationServer(self.app, lambda wanted: _Client(CLIENT, SECRET) if wanted == CLIENT else None, _forget)
        server.register_grant(_grant(self), [_id_tokens(self), CodeChallenge(required=True)])
        self.app.add_url_rule("/.well-known/openid-configuration", "about", self._about)
        self.app.add_url_rule("/keys", "keys", lambda: {"keys": [self.key.as_dict(private=False)]})
        self.app.add_url_rule("/token", "token", server.create_token_response, methods=["POST"])

        @self.app.get("/authorize")
        def authorize() -> Any:
            assert request.args["code_challenge_method"] == "S256"
            grant = server.get_consent_grant(end_user=self.person)
            return server.create_authorization_response(grant=grant, grant_user=self.person)

    def _about(self) -> dict[str, str]:
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": self.issuer, **{name: f"{self.issuer}/{path}" for name, path in ends.items()}}


def _forget(_token: object, _request: object) -> None:
    """Access tokens are good for nothing here."""


def _part(said: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def _grant(provider: Provider) -> type[AuthorizationCodeGrant]:
    class Grant(AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def save_authorization_code(self, code: str, request: Any) -> None:
            asked, person = request.payload, provider.person
            assert person is not None
            provider.codes[code] = _Code(
                code,
                asked.redirect_uri,
                asked.scope,
                asked.data.get("nonce"),
                asked.data.get("code_challenge"),
                asked.data.get("code_challenge_method"),
                person,
            )

        def query_authorization_code(self, code: str, client: object) -> _Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: _Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: _Code) -> Person:
            return authorization_code.person

    return Grant


def _id_tokens(provider: Provider) -> OpenIDCode:
    class IdTokens(OpenIDCode):  # type: ignore[misc]
        def exists_nonce(self, nonce: str, request: object) -> bool:
            return any(code.nonce == nonce for code in provider.codes.values())

        def get_client_claims(self, client: _Client) -> dict[str, Any]:
            return {"iss": provider.issuer, "aud": [client.id]}

        def get_client_algorithm(self, client: _Client) -> str:
            return provider.forgery.algorithm

        def get_encode_header(self, client: _Client) -> dict[str, str]:
            return {"alg": provider.forgery.algorithm, "kid": "k1"}

        def resolve_client_private_key(self, client: _Client) -> Any:
            return provider.forgery.key or provider.key

        def generate_user_info(self, user: Person, scope: str) -> dict[str, Any]:
            said = {"sub": user.sub, "email": user.email, "email_verified": user.email_verified}
            return said | provider.forgery.claims

        def encode_id_token(self, token: Any, request: Any) -> Any:
            if provider.forgery.algorithm != "none":
                return super().encode_id_token(token, request)
            claims = {"iss": provider.issuer, "aud": CLIENT, "sub": "subject-1", "nonce": request.authorization_code.nonce}
            return ".".join(_part(part) for part in ({"alg": "none", "kid": "k1"}, claims)) + "."

    return IdTokens()


@contextmanager
def running() -> Iterator[Provider]:
    """A provider on a free port."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, provider.app, threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
