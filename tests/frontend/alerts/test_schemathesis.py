"""Schemathesis asks every route of alerts and feeds for whatever it can think of: they always answer."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.alerts import Alert, DeliveryState
from tests.archive.alerts.people import all_alerts, confirmed
from tests.frontend.alerts.conftest import AlertSite

TOLD = tomllib.loads(Path(__file__).with_name("alert_routes.toml").read_text(encoding="utf-8"))
ROUTES = [(route["path"], method) for route in TOLD["route"] for method in route["methods"]]
FORM = "application/x-www-form-urlencoded"
EXAMPLES = 12
"""Requests a route, some of them with what is true of somebody."""


def described() -> dict[str, Any]:
    """The routes as OpenAPI."""
    paths: dict[str, dict[str, Any]] = {}
    for route in TOLD["route"]:
        operations = {method.lower(): operation(route, method) for method in route["methods"]}
        paths[route["path"]] = operations
    return {"openapi": "3.1.0", "info": {"title": "Alerts", "version": "1"}, "paths": paths}


def operation(route: dict[str, Any], method: str) -> dict[str, Any]:
    parts = [part.partition("}")[0] for part in route["path"].split("{")[1:]]
    parameters = [{"name": name, "in": "path", "required": True, "schema": kind(name)} for name in parts]
    told: dict[str, Any] = {"responses": {"200": {"description": "A page."}}, "parameters": parameters}
    if method == "GET":
        parameters += [{"name": name, "in": "query", "schema": kind(name)} for name in route["fields"]]
    else:
        properties = {name: kind(name) for name in route["fields"]}
        told["requestBody"] = {"content": {FORM: {"schema": {"type": "object", "properties": properties}}}}
    return told


def kind(name: str) -> dict[str, Any]:
    anything = {"type": "string"}
    known = TOLD["values"].get(name)
    return {"anyOf": [{"enum": known}, anything]} if known else anything


SCHEMA = schemathesis.openapi.from_dict(described())


def asked(site: AlertSite, case: schemathesis.Case, path: str) -> int:
    """What a route answers with, asked from one of our own forms."""
    kwargs = case.as_transport_kwargs(base_url="http://testserver")
    sent = {name: kwargs[name] for name in ("params", "headers") if kwargs.get(name)}
    if case.method == "POST":
        fields = case.body if isinstance(case.body, dict) else {}
        sent["data"] = {"form_key": site.form_key()} | {name: written(value) for name, value in fields.items()}
        sent.pop("headers", None)
    response = site.visitor.request(case.method, path or kwargs["url"], **sent)
    assert response.status_code < 500, response.text
    return response.status_code


def written(value: object) -> str:
    return str(value).encode("utf-8", "replace").decode()


def known_address(site: AlertSite, alert: Alert, path: str) -> str:
    """The address of a route that lets the owner of an alert in; "" for one that lets everybody in."""
    links, subscriber = site.letters._links, site.library.archive.alerts.saved.subscriber(alert.subscriber_id)
    if subscriber is None:
        return ""
    purpose = next((one for one in ("manage", "stop") if f"/{one}/" in path), None)
    if purpose is None:
        return ""
    link = getattr(links, purpose)(subscriber).partition("?")[0]
    return f"{link}/export.json" if path.endswith("export.json") else str(link)


@pytest.mark.parametrize(("path", "method"), ROUTES)
def test_every_route_answers_whatever_it_is_asked(site: AlertSite, path: str, method: str) -> None:
    alert = confirmed(site.library.archive, "owner@example.org")

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(SCHEMA[path][method].as_strategy(), st.booleans())
    def ask(case: schemathesis.Case, as_owner: bool) -> None:
        asked(site, case, known_address(site, alert, path) if as_owner else "")

    ask()
    others = [one for one in all_alerts(site.library.archive) if one.subscriber_id != alert.subscriber_id]
    assert all(one.state == "unconfirmed" for one in others), "nobody is told who has not confirmed"
    assert site.library.archive.alerts.outbox.counts()[DeliveryState.FAILED] == 0
