"""Who follows a tender is told of its documents and, a few days before, of its deadline: once each, and nobody else is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from alerts.deadlines import Deadlines
from alerts.letters import LetterWriter
from alerts.links import Links
from alerts.matching import AlertMatcher
from analyzers.pipeline import Analyzer
from domain.alerts import Alert, AlertKind, DeliveryKind, Frequency, Occasion, Told
from domain.description import Field, PageText, values_of
from domain.documents import PageKey
from ingest.description import Register, describe
from search_api.alert_news import SearchNews
from tests.archive.alerts.people import confirmed, waiting
from tests.archive.alerts.tenders import described, tender
from tests.search_api.library import WAHA, Library, Paper

ZONE = ZoneInfo("Africa/Casablanca")
REFERENCE = "12/2026/TC"
AT_ONCE = {"frequency": Frequency.AT_ONCE}


class Town:
    """A library whose council has a tender, somebody who follows it, and a calendar on the wall."""

    def __init__(self, library: Library, matcher: AlertMatcher, **said: object) -> None:
        self.library, self.matcher = library, matcher
        self.today = date(2026, 11, 25)
        self.tender = self.put("appel d'offres", deadline="2026-12-03")
        self.drain()
        follows = {"kind": AlertKind.TENDER, "text": REFERENCE, "filters": {"body": [WAHA.id]}, "name": "Le marché"}
        self.alert: Alert = confirmed(library.archive, language="fr", **(follows | AT_ONCE | said))

    def put(self, content: str, reference: str = REFERENCE, body: str | None = WAHA.id, **told: str) -> str:
        made = tender(self.library.archive, content, body=body, tender_reference=reference, **told)
        self.library.indexer.catch_up()
        return made

    def drain(self) -> None:
        while self.matcher.step():
            pass

    def look(self) -> None:
        """A look of the worker at this day's morning."""
        morning = datetime(self.today.year, self.today.month, self.today.day, 8, tzinfo=UTC)
        Deadlines(self.library.archive.alerts.calendar, ZONE, lambda: morning).announce_near()
        self.drain()

    def told(self) -> list[tuple[str, Occasion]]:
        news = [one for delivery in waiting(self.library.archive) for one in delivery.told]
        return [(one.document_id, one.occasion) for one in news if one.alert_id == self.alert.id]


@pytest.fixture
def town(library: Library, matcher: AlertMatcher) -> Town:
    return Town(library, matcher)


def test_an_award_notice_is_found_by_the_reference_of_the_tender(town: Town) -> None:
    award = town.put("résultat", "12 / 2026 / tc", type="notice")
    town.put("un autre marché", "13/2026/TC")
    town.put("un autre conseil", body=None)
    town.drain()
    assert town.told() == [(award, Occasion.PUBLISHED)]
    town.drain()
    assert len(town.told()) == 1


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("AVIS DE RÉSULTAT", "Appel d'offres ouvert n° 12/2026/TC\nLe marché est attribué à la société Atlas."),
        ("إعلان عن نتائج طلب العروض", "طلب عروض مفتوح رقم 12/2026/TC\nأسندت الصفقة إلى شركة الأطلس."),
    ],
)
def test_the_reference_is_read_in_the_words_of_award_notices(analyzer: Analyzer, heading: str, text: str) -> None:
    page = PageText(PageKey("v", 1), f"{heading}\n{text}")
    found = describe([page], analyzer, Register(), "a.pdf")
    assert values_of(found.values, Field.TENDER_REFERENCE) == ["12/2026/TC"]


def test_withdrawing_and_correcting_the_tender_is_told(town: Town) -> None:
    town.library.archive.alerts.publishing.announce(town.tender, "c1", Occasion.CORRECTED)
    town.library.archive.withdraw(town.tender, "system:test", "annulé")
    town.drain()
    assert town.told() == [(town.tender, Occasion.CORRECTED), (town.tender, Occasion.WITHDRAWN)]


def test_a_deadline_is_told_three_days_before_and_once(town: Town) -> None:
    days = {}
    for day in range(28, 31):
        town.today = date(2026, 11, day)
        town.look()
        days[day] = len(town.told())
    assert days == {28: 0, 29: 0, 30: 1}
    for day in (1, 2, 3, 4):
        town.today = date(2026, 12, day)
        town.look()
    assert town.told() == [(town.tender, Occasion.DEADLINE)]


def test_a_deadline_that_is_put_off_is_told_again(town: Town) -> None:
    town.today = date(2026, 12, 1)
    town.look()
    described(town.library.archive, town.tender, tender_reference=REFERENCE, deadline="2026-12-12")
    town.look()
    assert len(town.told()) == 1
    town.today = date(2026, 12, 10)
    town.look()
    assert town.told() == [(town.tender, Occasion.DEADLINE)] * 2


def test_a_deadline_never_waits_for_a_digest(library: Library, matcher: AlertMatcher) -> None:
    town = Town(library, matcher, frequency=Frequency.WEEKLY)
    town.put("résultat")
    town.today = date(2026, 12, 1)
    town.look()
    assert town.told() == [(town.tender, Occasion.DEADLINE)]


def test_who_follows_the_document_is_told_of_its_deadline_too(library: Library, matcher: AlertMatcher) -> None:
    town = Town(library, matcher)
    reader = confirmed(library.archive, "karim@example.org", kind=AlertKind.DOCUMENT, text=town.tender, **AT_ONCE)
    searching = confirmed(library.archive, "hind@example.org", text="", **AT_ONCE)
    town.today = date(2026, 12, 1)
    town.look()
    told = {item for delivery in waiting(library.archive, DeliveryKind.NEWS) for item in delivery.told}
    edition = "deadline-2026-12-03"
    assert Told(reader.id, town.tender, edition, Occasion.DEADLINE) in told
    assert searching.id not in {one.alert_id for one in told}


def test_the_message_says_which_day_and_leads_to_all_of_the_tender(town: Town) -> None:
    town.today = date(2026, 12, 1)
    town.look()
    links = Links("https://x.example.org")
    writer = LetterWriter(town.library.archive, SearchNews(lambda: town.library.service, links), links)
    letter = writer.write(waiting(town.library.archive)[0])
    assert letter is not None
    (group,) = letter.groups
    (item,) = group.items
    assert item.facts[0] == "03/12/2026"
    assert group.looked_for == "Appel d’offres suivi : 12/2026/TC · Conseil de la région Al Waha"
    assert "q=%2212%2F2026%2FTC%22&body=waha" in group.url


def test_a_law_is_followed_in_all_its_spellings(library: Library, matcher: AlertMatcher) -> None:
    alert = confirmed(library.archive, text="law:113-14", **AT_ONCE)
    arabic = library.put(Paper("مقرر", ("بناء على القانون التنظيمي رقم 113.14 المتعلق بالجماعات",))).document
    french = library.put(Paper("Décision", ("vu la loi organique n° 113-14",), language="fr")).document
    library.put(Paper("Autre", ("vu la loi organique n° 111-14",), language="fr"))
    while matcher.step():
        pass
    found = [one for delivery in waiting(library.archive) for one in delivery.told if one.alert_id == alert.id]
    assert {one.document_id for one in found} == {arabic, french}
