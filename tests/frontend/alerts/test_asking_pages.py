"""Anybody can save a search with no more than an address, and nobody learns from it who else has."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml.html import HtmlElement

from archive.alerts.asking import TIME_TO_CONFIRM
from archive.clock import now
from domain.alerts import AlertKind, AlertState, DeliveryKind, Frequency
from domain.searching import Precision
from domain.translation import LANGUAGES, translate
from search_api.alert_pace import EvenPace, VisitLimit
from tests.archive.alerts.people import ADDRESS, all_alerts, confirmed, waiting
from tests.archive.alerts.tenders import tender
from tests.frontend.alerts.conftest import AlertSite, path
from tests.frontend.reading import one, texts
from tests.search_api.library import WAHA, Paper


def submit(site: AlertSite, address: str, **filled: str) -> HtmlElement:
    """Fill in the form at an address and send it as a browser does."""
    form = one(site.page(address), "//form[@method='post']")
    return site.send(form.get("action"), **({name: str(value) for name, value in form.form_values()} | filled))


def test_a_search_is_saved_from_its_results_with_all_its_filters(site: AlertSite) -> None:
    site.library.put(Paper("ميزانية", type="tender"))
    results = site.page("/search?q=ميزانية&type=tender&precision=exact&translate=false&lang=fr")
    link = one(results, "//a[starts-with(@href, '/alerts/new')]").get("href")
    page = submit(site, link, email=ADDRESS, name="Mon budget")
    assert page.get("lang") == "fr"
    (alert,) = all_alerts(site.library.archive)
    assert (alert.kind, alert.text, alert.filters, alert.precision, alert.translate) == (
        AlertKind.SEARCH,
        "ميزانية",
        {"type": ["tender"]},
        Precision.EXACT,
        False,
    )
    assert (alert.name, alert.language, alert.frequency, alert.state) == (
        "Mon budget",
        "fr",
        Frequency.DAILY,
        AlertState.UNCONFIRMED,
    )


def test_the_page_says_how_many_documents_to_expect(site: AlertSite) -> None:
    old, older = site.library.put(Paper("ميزانية قديمة")), site.library.put(Paper("ميزانية أقدم"))
    site.library.put(Paper("ميزانية"))
    site.library.put(Paper("شيء آخر"))
    site.library.withdraw(site.library.put(Paper("ميزانية سحبت")))
    published(site, old.document, 100), published(site, older.document, 400)
    page = site.page("/alerts/new?q=ميزانية&lang=en")
    assert "1 in the last 30 days, 2 in the last 365 days" in page.text_content()


def published(site: AlertSite, document_id: str, days: int) -> None:
    """Have a document published so many days ago."""
    from sqlalchemy import update

    from archive.schema import documents

    with site.library.archive._writing.begin() as connection:
        moment = now() - timedelta(days=days)
        connection.execute(update(documents).where(documents.c.id == document_id).values(published_at=moment))


def test_an_alert_begins_when_its_link_was_opened_and_the_button_pressed(site: AlertSite) -> None:
    site.send("/alerts/new", email=ADDRESS, q="ميزانية", frequency="at_once")
    link = path(site.letter(DeliveryKind.CONFIRMATION).confirm_url)
    site.page(link)
    assert site.visitor.head(link).status_code == 200
    assert all_alerts(site.library.archive)[0].state is AlertState.UNCONFIRMED
    site.send(link)
    assert all_alerts(site.library.archive)[0].state is AlertState.ACTIVE
    site.publish("ميزانية")
    assert len(site.letter(DeliveryKind.NEWS).groups) == 1


@pytest.mark.parametrize("part", ["/confirm/", "?lang="])
def test_a_link_that_was_changed_confirms_nothing(site: AlertSite, part: str) -> None:
    site.send("/alerts/new", email=ADDRESS, q="ميزانية")
    link = path(site.letter(DeliveryKind.CONFIRMATION).confirm_url)
    changed = link.replace(part, f"x{part}" if part.startswith("?") else f"{part}x")
    site.page(changed, 404)
    site.send(changed, 404)
    assert all_alerts(site.library.archive)[0].state is AlertState.UNCONFIRMED


def test_a_link_is_good_for_a_day(site: AlertSite, monkeypatch: pytest.MonkeyPatch) -> None:
    site.send("/alerts/new", email=ADDRESS, q="ميزانية")
    link = path(site.letter(DeliveryKind.CONFIRMATION).confirm_url)
    later = now() + TIME_TO_CONFIRM + timedelta(minutes=1)
    monkeypatch.setattr(site.desk, "_rules", replace(site.desk._rules, clock=lambda: later))
    site.page(link, 404)
    page = site.send(link, 404)
    assert "24" in one(page, "//p[@class='lead']").text_content()


def test_known_and_unknown_addresses_are_answered_alike(site: AlertSite) -> None:
    confirmed(site.library.archive, "known@example.org")
    answers = []
    for address in ("known@example.org", "unknown@example.org"):
        for form in ({"q": "ميزانية"}, None):
            where = "/alerts/new" if form else "/alerts/link"
            response = site.visitor.request("POST", where, data={"email": address, **(form or {})})
            answers.append((where, response.status_code, response.text.replace(address, "")))
    assert answers[:2] == answers[2:]


def test_what_is_asked_with_an_address_takes_the_same_time(site: AlertSite) -> None:
    confirmed(site.library.archive, "known@example.org")
    for address in ("known@example.org", "unknown@example.org"):
        site.send("/alerts/link", email=address)
        site.send("/alerts/new", email=address, q="x")
    assert site.slept == [0.5] * 4


def test_an_even_pace_ends_at_the_same_moment_even_when_something_fails() -> None:
    slept: list[float] = []
    moments = iter([10.0, 10.2, 20.0, 20.9])
    pace = EvenPace(0.6, lambda: next(moments), slept.append)
    with pytest.raises(LookupError), pace.steps():
        raise LookupError
    with pace.steps():
        pass
    assert slept == [pytest.approx(0.4), 0.0]


@pytest.mark.parametrize("address", ["", "nadia", "nadia@", "a b@example.org", "x@y.org\nBcc: z@y.org"])
def test_what_is_no_address_is_said(site: AlertSite, address: str) -> None:
    page = site.send("/alerts/new", 422, email=address, q="ميزانية", name="اسمي", lang="ar")
    assert texts(page, "//*[@role='alert']") == [translate("ar", "alerts.bad_email")]
    assert one(page, "//input[@name='name']").get("value") == "اسمي"
    assert all_alerts(site.library.archive) == []
    site.send("/alerts/link", 422, email=address)


@pytest.mark.parametrize("target", ["http://example.org", "https://127.0.0.1/x", "https://localhost", "x", "ftp://e.org"])
def test_a_webhook_that_is_not_public_is_refused(site: AlertSite, target: str) -> None:
    page = site.send("/alerts/new", 422, email=ADDRESS, q="ميزانية", target=target, lang="fr")
    assert texts(page, "//*[@role='alert']")
    assert all_alerts(site.library.archive) == []


def test_a_webhook_gets_a_key_of_its_own(site: AlertSite) -> None:
    for target in ("https://hooks.example.org/a", " https://hooks.example.org/b "):
        site.send("/alerts/new", email=ADDRESS, q="ميزانية", target=target)
    first, second = all_alerts(site.library.archive)
    assert (first.channel, second.target) == ("webhook", "https://hooks.example.org/b")
    assert first.secret.startswith("whsec_")
    assert first.secret != second.secret


def test_a_visitor_who_asks_too_often_is_told_so(site: AlertSite) -> None:
    for number in range(15):
        site.send("/alerts/link", email=f"p{number}@example.org")
    page = site.send("/alerts/link", 422, email=ADDRESS)
    assert texts(page, "//*[@role='alert']")


def test_visitors_are_counted_apart_and_forgiven_after_a_while() -> None:
    moment = [0.0]
    limit = VisitLimit(most=2, seconds=60, clock=lambda: moment[0])
    assert [limit.admits("a") for _ in range(3)] == [True, True, False]
    assert limit.admits("b")
    moment[0] = 61.0
    assert limit.admits("a")


def test_a_document_is_followed_from_its_page(site: AlertSite) -> None:
    put = site.library.put(Paper("قرار مهم"))
    link = one(site.page(f"/documents/{put.document}"), "//a[starts-with(@href, '/alerts/new?document=')]").get("href")
    submit(site, link, email=ADDRESS)
    (alert,) = all_alerts(site.library.archive)
    assert (alert.kind, alert.text, alert.name) == (AlertKind.DOCUMENT, put.document, "قرار مهم")


def test_a_tender_is_followed_from_the_page_of_its_notice(site: AlertSite) -> None:
    notice = tender(site.library.archive, "avis", body=WAHA.id, tender_reference="12/2026/TC", deadline="2099-12-03")
    site.library.indexer.catch_up()
    link = one(site.page(f"/documents/{notice}?lang=fr"), "//a[starts-with(@href, '/alerts/new?tender=')]").get("href")
    page = site.page(link)
    assert "Appel d’offres suivi : 12/2026/TC · Conseil de la région Al Waha" in page.text_content()
    submit(site, link, email=ADDRESS)
    (alert,) = all_alerts(site.library.archive)
    assert (alert.kind, alert.text, alert.filters) == (AlertKind.TENDER, "12/2026/TC", {"body": [WAHA.id]})
    site.page(f"/alerts/new?tender={site.library.put(Paper('x')).document}", 404)
    site.page("/alerts/new?tender=unknown", 404)


def test_a_form_that_failed_still_knows_its_tender(site: AlertSite) -> None:
    notice = tender(site.library.archive, "avis", body=WAHA.id, tender_reference="12/2026/TC")
    page = site.send("/alerts/new", 422, tender=notice, email="x", lang="fr")
    assert one(page, "//input[@name='tender']").get("value") == notice


def test_a_council_and_a_law_are_followed_from_a_document(site: AlertSite) -> None:
    put = site.library.put(Paper("مقرر", ("بناء على القانون التنظيمي رقم 113.14 المتعلق بالجماعات",)))
    page = site.page(f"/documents/{put.document}?lang=fr")
    council = one(page, "//a[starts-with(@href, '/alerts/new?body=')]").get("href")
    law = one(page, "//a[starts-with(@href, '/alerts/new?q=law')]").get("href")
    for link in (council, law):
        submit(site, link, email=ADDRESS)
    first, second = all_alerts(site.library.archive)
    assert (first.kind, first.filters, first.name) == (AlertKind.SEARCH, {"body": [WAHA.id]}, "Conseil de la région Al Waha")
    assert (second.kind, second.text) == (AlertKind.SEARCH, "law:113.14")


def test_what_is_not_public_can_not_be_followed(site: AlertSite) -> None:
    draft = site.library.put(Paper("سر"), publish=False)
    site.page(f"/alerts/new?document={draft.document}", 404)
    site.send("/alerts/new", 404, document=draft.document, email=ADDRESS)
    assert waiting(site.library.archive, DeliveryKind.CONFIRMATION) == []


@pytest.mark.parametrize("bad", ["sort=up", "precision=none", "translate=2", "offset=-1"])
def test_a_broken_address_is_a_bad_request(site: AlertSite, bad: str) -> None:
    site.page(f"/alerts/new?{bad}", 400)


def test_a_query_may_be_as_long_as_the_search_box_takes_it(site: AlertSite) -> None:
    query = " ".join(["ميزانية"] * 300)
    site.send("/alerts/new", email=ADDRESS, q=query)
    (alert,) = all_alerts(site.library.archive)
    assert alert.text == query[:2_000]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/alerts/new?q=ميزانية&type=tender", "/alerts/link"])
def test_every_page_keeps_its_language(site: AlertSite, language: str, address: str) -> None:
    page = site.page(f"{address}{'&' if '?' in address else '?'}lang={language}")
    assert page.get("lang") == language
    for link in page.xpath("//a[not(@hreflang)][starts-with(@href, '/')]"):
        assert parse_qs(urlsplit(link.get("href")).query)["lang"] == [language]
    for form in page.xpath("//form"):
        assert form.xpath(".//input[@name='lang']/@value") == [language]
    for field in page.xpath("//input[not(@type='hidden')] | //select"):
        assert page.xpath(f"//label[@for='{field.get('id')}']"), field.get("name")
