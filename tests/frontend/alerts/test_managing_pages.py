"""With the link in a message its owner does everything without a password, and nobody else does anything."""

from __future__ import annotations

import json

import pytest
from lxml.html import HtmlElement

from archive.clock import now
from domain.alerts import Alert, AlertState, DeliveryKind, Frequency
from domain.translation import LANGUAGES
from tests.archive.alerts.people import ADDRESS, all_alerts, confirmed, state_of, told
from tests.frontend.alerts.conftest import AlertSite, path
from tests.frontend.reading import one, texts


def managed(site: AlertSite, address: str = ADDRESS) -> str:
    """The link to all alerts of an address."""
    site.library.archive.alerts.asking.link(address, now())
    return path(site.letter(DeliveryKind.LINK).manage_url)


def press(
    site: AlertSite, link: str, action: str, alert: Alert | None = None, status: int = 200, **more: str
) -> HtmlElement:
    chosen = {"alert": alert.id} if alert else {}
    return site.send(link, status, action=action, **chosen, **more)


def now_is(site: AlertSite, alert: Alert) -> Alert:
    found = site.library.archive.alerts.saved.alert(alert.id)
    assert found is not None
    return found


def test_the_page_lists_all_alerts_of_the_address_and_no_other(site: AlertSite) -> None:
    confirmed(site.library.archive, name="الأول")
    confirmed(site.library.archive, name="الثاني", filters={"type": ["tender"]})
    confirmed(site.library.archive, "karim@example.org", name="لغيري")
    page = site.page(managed(site))
    assert texts(page, "//li[contains(@class, 'card')]/h2") == ["الأول", "الثاني"]
    assert "صفقة" in page.text_content() or "طلب عروض" in page.text_content()
    assert ADDRESS in page.text_content()


def test_an_alert_is_paused_and_taken_up_again(site: AlertSite) -> None:
    alert = confirmed(site.library.archive)
    link = managed(site)
    press(site, link, "pause", alert)
    assert now_is(site, alert).state is AlertState.PAUSED
    press(site, link, "resume", alert)
    assert now_is(site, alert).state is AlertState.ACTIVE


def test_an_alert_is_changed(site: AlertSite) -> None:
    alert = confirmed(site.library.archive)
    press(site, managed(site), "change", alert, name="جديد", frequency="weekly", text="صفقة")
    found = now_is(site, alert)
    assert (found.name, found.frequency, found.text) == ("جديد", Frequency.WEEKLY, "صفقة")


def test_an_alert_is_deleted_and_the_address_with_the_last(site: AlertSite) -> None:
    first, second = confirmed(site.library.archive), confirmed(site.library.archive, text="صفقة")
    link = managed(site)
    press(site, link, "delete", first)
    assert all_alerts(site.library.archive) == [second]
    press(site, link, "delete", second)
    site.page(link, 404)
    assert site.library.archive.alerts.saved.subscriber(second.subscriber_id) is None


def test_all_is_deleted_for_good(site: AlertSite) -> None:
    alert = confirmed(site.library.archive)
    link = managed(site)
    press(site, link, "delete_all")
    site.page(link, 404)
    assert site.library.archive.alerts.saved.subscriber(alert.subscriber_id) is None
    assert all_alerts(site.library.archive) == []


def test_own_data_is_given_out(site: AlertSite) -> None:
    alert = confirmed(site.library.archive, filters={"year": ["2024"]})
    address, _, query = managed(site).partition("?")
    response = site.visitor.get(f"{address}/export.json?{query}")
    assert "attachment" in response.headers["content-disposition"]
    found = json.loads(response.text)
    assert (found["address"], found["alerts"][0]["id"], found["alerts"][0]["filters"]) == (
        ADDRESS,
        alert.id,
        {"year": ["2024"]},
    )


def test_own_data_tells_what_was_sent_and_of_what(site: AlertSite) -> None:
    alert = confirmed(site.library.archive, frequency=Frequency.AT_ONCE)
    confirmed(site.library.archive, "karim@example.org", frequency=Frequency.AT_ONCE)
    document = site.publish("ميزانية")
    address, _, query = managed(site).partition("?")
    found = json.loads(site.visitor.get(f"{address}/export.json?{query}").text)
    kinds = [(one["kind"], one["state"]) for one in found["messages"]]
    assert kinds == [("confirmation", "sent"), ("news", "waiting"), ("link", "waiting")]
    told = [(told["alert_id"], told["document_id"]) for one in found["messages"] for told in one["told"]]
    assert told == [(alert.id, document)]


def test_nobody_touches_the_alerts_of_another(site: AlertSite) -> None:
    own = confirmed(site.library.archive)
    other = confirmed(site.library.archive, "karim@example.org")
    link = managed(site)
    for action in ("pause", "delete", "change", "trial"):
        press(site, link, action, other, 404)
    assert now_is(site, other) == other
    press(site, link, "unknown", own, 400)


@pytest.mark.parametrize("purpose", ["manage", "stop"])
def test_a_link_is_good_for_its_address_and_purpose_only(site: AlertSite, purpose: str) -> None:
    alert, other = confirmed(site.library.archive), confirmed(site.library.archive, "karim@example.org")
    link = managed(site)
    wrong = (
        link.replace(alert.subscriber_id, other.subscriber_id),
        link.replace("/manage/", "/stop/"),
        link.replace("?", "0?"),
        "/alerts/manage/s0/",
        "/alerts/manage/s0/é",
    )
    for address in wrong:
        site.page(address.replace("manage", purpose) if address.startswith("/alerts/manage/s0") else address, 404)
        site.send(address, 404, action="delete_all")
    assert len(all_alerts(site.library.archive)) == 2


def test_one_click_of_a_mail_program_stops_all_messages(site: AlertSite) -> None:
    letter = site.subscribed(q="ميزانية")
    stop = path(letter.stop_url)
    assert site.visitor.get(stop).status_code == 200
    alert = all_alerts(site.library.archive)[0]
    assert state_of(site.library.archive, alert) is AlertState.ACTIVE
    response = site.visitor.request(
        "POST",
        stop,
        content="List-Unsubscribe=One-Click",
        headers={"content-type": "application/x-www-form-urlencoded", "origin": "https://mail.example.com"},
    )
    assert (response.status_code, response.headers.get("set-cookie")) == (200, None)
    assert state_of(site.library.archive, alert) is AlertState.PAUSED
    site.publish("ميزانية")
    assert told(site.library.archive) == []


def test_messages_are_taken_up_again_on_the_page(site: AlertSite) -> None:
    alert = confirmed(site.library.archive)
    link = managed(site)
    press(site, link, "stop")
    assert state_of(site.library.archive, alert) is AlertState.PAUSED
    press(site, link, "resume_all")
    assert state_of(site.library.archive, alert) is AlertState.ACTIVE


def test_whoever_has_only_asked_can_not_begin_by_resuming(site: AlertSite) -> None:
    site.send("/alerts/new", email=ADDRESS, q="x")
    (alert,) = all_alerts(site.library.archive)
    link = managed(site)
    press(site, link, "resume_all")
    press(site, link, "resume", alert)
    assert now_is(site, alert).state is state_of(site.library.archive, alert) is AlertState.UNCONFIRMED


def test_a_webhook_shows_its_key_and_its_log_and_can_be_tried(site: AlertSite) -> None:
    alert = confirmed(site.library.archive, channel="webhook", target="https://h.example.org", secret="whsec_abc")
    link = managed(site)
    for _ in range(2):
        press(site, link, "trial", alert)
    outbox = site.library.archive.alerts.outbox
    (trial,) = outbox.of_alert(alert.id)[:-1] if len(outbox.of_alert(alert.id)) > 1 else outbox.of_alert(alert.id)
    outbox.failed(trial.id, "503 busy")
    page = site.page(f"{link.partition('?')[0]}?lang=en")
    assert one(page, "//code").text == "whsec_abc"
    assert "503 busy" in page.text_content()


def test_the_address_of_a_secret_page_goes_nowhere(site: AlertSite) -> None:
    confirmed(site.library.archive)
    headers = site.visitor.get(managed(site)).headers
    assert (headers["referrer-policy"], headers["cache-control"]) == ("same-origin", "no-store")
    assert headers["x-robots-tag"] == "noindex"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_in_every_language(site: AlertSite, language: str) -> None:
    confirmed(site.library.archive, channel="webhook", target="https://h.example.org")
    page = site.page(f"{managed(site).partition('?')[0]}?lang={language}")
    assert page.get("lang") == language
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for field in page.xpath("//input[not(@type='hidden')] | //select"):
        assert page.xpath(f"//label[@for='{field.get('id')}']"), field.get("name")
