"""Forms about alerts are taken from our own pages only; but the end of all messages from any mail program."""

from __future__ import annotations

import pytest

from domain.alerts import AlertState, DeliveryKind
from tests.archive.alerts.people import ADDRESS, all_alerts, confirmed, state_of, waiting
from tests.frontend.alerts.conftest import AlertSite, path
from tests.frontend.reading import one


def links(site: AlertSite) -> dict[str, str]:
    """Where each kind of form is sent."""
    alert = confirmed(site.library.archive)
    subscriber = site.library.archive.alerts.saved.subscriber(alert.subscriber_id)
    assert subscriber is not None
    made = site.letters._links
    site.library.archive.alerts.asking.alert("hind@example.org", alert, site.desk._rules.clock())
    confirmation = site.letter(DeliveryKind.CONFIRMATION)
    return {
        "new": "/alerts/new",
        "link": "/alerts/link",
        "confirm": path(confirmation.confirm_url),
        "manage": path(made.manage(subscriber)),
        "stop": path(made.stop(subscriber)),
    }


@pytest.mark.parametrize("form", ["new", "link", "confirm", "manage"])
@pytest.mark.parametrize("wrong", ["no cookie", "no key", "another key", "another site", "another origin"])
def test_a_form_of_another_site_does_nothing(site: AlertSite, form: str, wrong: str) -> None:
    address = links(site)[form]
    key, headers = site.form_key(), dict[str, str]()
    if wrong == "no cookie":
        site.visitor.cookies.clear()
    elif wrong.endswith("key"):
        key = "" if wrong == "no key" else "x" * len(key)
    else:
        headers = {"sec-fetch-site": "cross-site"} if wrong == "another site" else {"origin": "https://evil.example.org"}
    before = all_alerts(site.library.archive), waiting(site.library.archive, DeliveryKind.LINK)
    fields = {"form_key": key, "email": ADDRESS, "q": "x", "action": "delete_all"}
    response = site.visitor.request("POST", address, data=fields, headers=headers)
    assert response.status_code == 403
    assert (all_alerts(site.library.archive), waiting(site.library.archive, DeliveryKind.LINK)) == before


@pytest.mark.parametrize("form", ["new", "link", "confirm", "manage"])
def test_every_page_gives_its_forms_the_key_and_the_visitor_the_cookie(site: AlertSite, form: str) -> None:
    address = links(site)[form]
    site.visitor.cookies.clear()
    response = site.visitor.get(address)
    (cookie,) = response.headers.get_list("set-cookie")
    for promise in ("shaffaf-visit=", "HttpOnly", "SameSite=lax", "Path=/"):
        assert promise in cookie
    page = site.page(address)
    keys = set(page.xpath("//form[@method='post']//input[@name='form_key']/@value"))
    assert keys == {site.form_key()}
    assert len(page.xpath("//form[@method='post']")) == len(page.xpath("//form[@method='post'][.//input[@name='form_key']]"))


def test_one_click_needs_neither_cookie_nor_key_nor_origin(site: AlertSite) -> None:
    stop = links(site)["stop"]
    site.visitor.cookies.clear()
    headers = {"content-type": "application/x-www-form-urlencoded", "origin": "null", "sec-fetch-site": "cross-site"}
    response = site.visitor.request("POST", stop, content="List-Unsubscribe=One-Click", headers=headers)
    assert (response.status_code, response.headers.get("set-cookie")) == (200, None)
    alert = next(one for one in all_alerts(site.library.archive) if one.state is AlertState.ACTIVE)
    assert state_of(site.library.archive, alert) is AlertState.PAUSED


def test_reading_gives_no_cookie(site: AlertSite) -> None:
    for address in ("/", "/search?q=x", "/feeds/search.atom", "/feeds/search.ics"):
        assert "set-cookie" not in site.visitor.get(address).headers


def test_a_button_of_the_page_works(site: AlertSite) -> None:
    address = links(site)["manage"]
    form = one(site.page(address), "//form[.//input[@value='delete_all']]")
    site.send(address, **{name: str(value) for name, value in form.form_values()})
    assert ADDRESS not in {
        subscriber.address
        for alert in all_alerts(site.library.archive)
        if (subscriber := site.library.archive.alerts.saved.subscriber(alert.subscriber_id))
    }
