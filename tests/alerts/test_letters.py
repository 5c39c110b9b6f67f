"""A message says what is public at its turn, in the language of the alert, and never more than it should."""

from __future__ import annotations

from datetime import date

import pytest

from alerts import letters as writing
from alerts.letter import Letter
from alerts.letters import LetterWriter
from alerts.links import Links, is_signed
from alerts.matching import AlertMatcher
from archive.clock import now
from domain.alerts import AlertKind, AlertState, Delivery, DeliveryKind, Frequency, Occasion
from search_api.alert_news import SearchNews
from tests.archive.alerts.people import ADDRESS, asked, confirmed, waiting
from tests.search_api.library import Library, Paper

SITE = "https://documents.example.org"
AT_ONCE = {"frequency": Frequency.AT_ONCE}


@pytest.fixture
def writer(library: Library) -> LetterWriter:
    links = Links(SITE)
    return LetterWriter(library.archive, SearchNews(lambda: library.service, links), links)


def news(library: Library, matcher: AlertMatcher) -> Delivery:
    while matcher.step():
        pass
    (delivery,) = waiting(library.archive)
    return delivery


def written(writer: LetterWriter, delivery: Delivery) -> Letter:
    letter = writer.write(delivery)
    assert letter is not None
    return letter


def test_a_letter_says_what_a_search_would_show(library: Library, matcher: AlertMatcher, writer: LetterWriter) -> None:
    alert = confirmed(library.archive, text="ميزانية", name="الميزانية", **AT_ONCE)
    paper = Paper("مقرر عدد 12", ("صادق المجلس على الميزانية بالإجماع",), number="12/2024", day=date(2024, 3, 5))
    put = library.put(paper)
    letter = written(writer, news(library, matcher))
    ((group,),) = [letter.groups]
    (item,) = group.items
    assert (item.title, item.language, item.occasion) == ("مقرر عدد 12", "ar", Occasion.PUBLISHED)
    assert item.facts == ("مقرر", "مجلس جهة الواحة", "12/2024", "05/03/2024")
    (excerpt,) = item.excerpts
    assert [excerpt.text[start:end] for start, end in excerpt.highlights] == ["الميزانية"]
    assert item.url.startswith(f"{SITE}/documents/{put.document}?q=%D9%85")
    assert group.url.startswith(f"{SITE}/search?q=")
    assert (letter.language, letter.subscriber.address, group.alert) == ("ar", ADDRESS, alert)


def test_every_alert_has_a_part_of_its_own(library: Library, matcher: AlertMatcher, writer: LetterWriter) -> None:
    first = confirmed(library.archive, text="ميزانية", **AT_ONCE)
    second = confirmed(library.archive, text="الواحة", **AT_ONCE)
    library.put(Paper("ميزانية"), index=False)
    library.put(Paper("صفقة الواحة"))
    letter = written(writer, news(library, matcher))
    assert {group.alert.id: len(group.items) for group in letter.groups} == {first.id: 1, second.id: 1}


def test_what_is_public_no_more_is_not_told(library: Library, matcher: AlertMatcher, writer: LetterWriter) -> None:
    confirmed(library.archive, text="ميزانية", **AT_ONCE)
    gone, kept = library.put(Paper("ميزانية أولى")), library.put(Paper("ميزانية ثانية"))
    delivery = news(library, matcher)
    library.withdraw(gone, index=False)
    assert [item.document_id for item in written(writer, delivery).groups[0].items] == [kept.document]
    library.archive.remove([kept.document], "nadia")
    assert writer.write(delivery) is None


def test_nothing_is_told_for_a_paused_or_deleted_alert(
    library: Library, matcher: AlertMatcher, writer: LetterWriter
) -> None:
    alert = confirmed(library.archive, text="ميزانية", **AT_ONCE)
    library.put(Paper("ميزانية"))
    delivery = news(library, matcher)
    library.archive.alerts.saved.set_state(alert.id, AlertState.PAUSED)
    begun = library.archive.alerts.outbox.begin(delivery.id, 1)
    assert begun is not None
    assert writer.write(begun) is None
    library.archive.alerts.saved.remove(alert.id)
    assert library.archive.alerts.outbox.begin(delivery.id, 1) is None


def test_a_long_letter_leads_to_the_rest(
    library: Library, matcher: AlertMatcher, writer: LetterWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_ITEMS", 2)
    confirmed(library.archive, text="ميزانية", **AT_ONCE)
    for number in range(5):
        library.put(Paper(f"ميزانية {number}"), index=number == 4)
    (group,) = written(writer, news(library, matcher)).groups
    assert (len(group.items), group.left_out, group.count) == (2, 3, 5)


def test_a_withdrawal_tells_a_follower_no_more_than_that(
    library: Library, matcher: AlertMatcher, writer: LetterWriter
) -> None:
    put = library.put(Paper("اسم شخص"))
    matcher.step()
    confirmed(library.archive, kind=AlertKind.DOCUMENT, text=put.document, name="وثيقتي", **AT_ONCE)
    library.withdraw(put)
    (group,) = written(writer, news(library, matcher)).groups
    (item,) = group.items
    assert (item.title, item.url, item.excerpts, item.occasion) == ("وثيقتي", "", (), Occasion.WITHDRAWN)


def test_a_confirmation_holds_a_link_of_a_day(library: Library, writer: LetterWriter) -> None:
    alert = asked(library.archive, language="fr")
    assert alert is not None
    (delivery,) = waiting(library.archive, DeliveryKind.CONFIRMATION)
    letter = written(writer, delivery)
    assert (letter.language, letter.alert, letter.groups) == ("fr", alert, ())
    *_, alert_id, moment, signature = letter.confirm_url.partition("?")[0].split("/")
    assert alert_id == alert.id
    assert is_signed(letter.subscriber, signature, "confirm", alert.id, moment)
    assert 0 <= int(moment) - int(now().timestamp()) <= 24 * 3600
    library.archive.alerts.saved.confirm(alert.id)
    assert writer.write(delivery) is None


def test_the_link_to_all_alerts_is_asked_for_and_sent(library: Library, writer: LetterWriter) -> None:
    confirmed(library.archive)
    library.archive.alerts.asking.link(ADDRESS, now())
    (delivery,) = waiting(library.archive, DeliveryKind.LINK)
    letter = written(writer, delivery)
    signature = letter.manage_url.partition("?")[0].rpartition("/")[2]
    assert is_signed(letter.subscriber, signature, "manage")
    assert not is_signed(letter.subscriber, signature, "stop")
    assert not is_signed(letter.subscriber, "", "manage")


def test_a_letter_to_nobody_is_none(library: Library, writer: LetterWriter) -> None:
    alert = confirmed(library.archive)
    library.archive.alerts.saved.try_out(alert)
    (delivery,) = waiting(library.archive, DeliveryKind.TRIAL)
    assert written(writer, delivery).alert == alert
    library.archive.alerts.saved.remove_subscriber(alert.subscriber_id)
    assert writer.write(delivery) is None
