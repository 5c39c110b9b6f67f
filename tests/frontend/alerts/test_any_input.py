"""Whatever is sent to the pages about alerts, they answer, and nobody is written to who was not asked."""

from __future__ import annotations

from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.archive.alerts.people import ADDRESS, all_alerts, confirmed
from tests.frontend.alerts.conftest import AlertSite

names = st.sampled_from(
    ("q", "type", "year", "lang", "email", "name", "frequency", "target", "document", "action", "alert", "text", "x", "sort")
)
values = st.one_of(
    st.text(max_size=40),
    st.sampled_from((ADDRESS, "delete", "delete_all", "change", "at_once", "fr", "https://h.example.org", "\x00", "\ud800")),
)
parts = st.text(min_size=1, max_size=12).map(lambda text: quote(text.encode("utf-8", "replace"), safe=""))
addresses = st.one_of(
    st.sampled_from(("/alerts/new", "/alerts/link", "/alerts/manage/s/x", "/alerts/stop/s/x", "/alerts/confirm/a/1/x")),
    st.tuples(st.sampled_from(("manage", "stop", "confirm/a")), parts, parts).map(
        lambda found: "/alerts/" + "/".join(found)
    ),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(("GET", "HEAD", "POST")), addresses, st.lists(st.tuples(names, values), max_size=5))
def test_any_request_is_answered(site: AlertSite, method: str, address: str, fields: list[tuple[str, str]]) -> None:
    sent = {name: value.encode("utf-8", "replace").decode() for name, value in fields}
    more = {"data": sent} if method == "POST" else {"params": sent}
    response = site.visitor.request(method, address, **more)
    assert response.status_code < 500, response.text


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60), st.sampled_from(("application/x-www-form-urlencoded", "application/json", "")))
def test_any_body_is_answered(site: AlertSite, content: bytes, media_type: str) -> None:
    for address in ("/alerts/new", "/alerts/link", "/alerts/manage/s/x"):
        response = site.visitor.request("POST", address, content=content, headers={"content-type": media_type})
        assert response.status_code < 500, response.text


def test_a_form_that_is_too_large_is_refused(site: AlertSite) -> None:
    response = site.visitor.request("POST", "/alerts/new", data={"q": "x" * 100_000, "email": ADDRESS})
    assert response.status_code == 413
    assert all_alerts(site.library.archive) == []


def test_changing_an_alert_to_nonsense_changes_nothing(site: AlertSite) -> None:
    alert = confirmed(site.library.archive)
    manage = site.letters._links.manage(site.library.archive.alerts.saved.subscriber(alert.subscriber_id))  # type: ignore[arg-type]
    address = manage.removeprefix("http://testserver")
    site.send(address, 400, action="change", alert=alert.id, frequency="hourly")
    assert all_alerts(site.library.archive) == [alert]
