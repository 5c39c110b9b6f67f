"""A mail of alerts, as a real server gets it: readable as text and as a page, and stopped by one click."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from lxml import html

from alerts.channels.email import PLUGIN, EmailChannel, message
from alerts.letter import ChannelSettings, Excerpt, Letter, NewsGroup, NewsItem
from alerts.mail_sending import NotSentError, RefusedMailError
from domain.alerts import Alert, AlertKind, AlertState, DeliveryKind, Occasion, Subscriber
from domain.translation import LANGUAGES, translate
from tests.alerts.letterbox import letterbox

HOSTILE = "<script>alert(1)</script> & \"'"
SUBSCRIBER = Subscriber("s1", "nadia@example.org", "ar", AlertState.ACTIVE, "key")
ALERT = Alert("a1", "s1", AlertKind.SEARCH, "ميزانية", "ميزانية الجماعة", {"type": ["decision"]})
ITEM = NewsItem(
    "d1",
    f"مقرر {HOSTILE}",
    "ar",
    "https://x.example.org/documents/d1?q=%D9%85&lang=ar",
    ("مقرر", "12/2024"),
    (Excerpt("على الميزانية بالإجماع", "ar", ((4, 13),)),),
)
SENDER = "Shaffaf <alerts@example.org>"


def letter(language: str = "ar", kind: DeliveryKind = DeliveryKind.NEWS, **said: object) -> Letter:
    made = Letter(
        id="n123",
        kind=kind,
        created_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        subscriber=SUBSCRIBER,
        language=language,
        site="https://x.example.org",
        manage_url="https://x.example.org/alerts/manage/s1/abc?lang=ar",
        stop_url="https://x.example.org/alerts/stop/s1/def?lang=ar",
        confirm_url="https://x.example.org/alerts/confirm/a1/1/abc?lang=ar" if kind == "confirmation" else "",
        alert=ALERT,
        groups=(NewsGroup(ALERT, (ITEM,), "https://x.example.org/search?q=%D9%85"),) if kind == "news" else (),
    )
    return replace(made, **said)  # type: ignore[arg-type]


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def test_a_server_gets_the_mail_as_it_was_written() -> None:
    with letterbox() as (box, server):
        EmailChannel(server).deliver(letter())
        (mail,) = box.messages
        assert box.to == ["nadia@example.org"]
    assert mail["Subject"] == "ميزانية: الوثائق (1)"
    assert mail["Message-ID"] == "<n123@example.org>"
    assert mail["From"] == SENDER
    assert mail["Content-Language"] == "ar"
    assert ITEM.url in part(mail, "plain")
    assert ITEM.url in html.fromstring(part(mail, "html")).xpath("//a/@href")


def test_a_mail_is_the_same_bytes_however_often_it_is_sent() -> None:
    assert message(letter(), SENDER).as_bytes() == message(letter(), SENDER).as_bytes()


@pytest.mark.parametrize("kind", [DeliveryKind.NEWS, DeliveryKind.LINK, DeliveryKind.TRIAL])
def test_one_click_stops_all_mails(kind: DeliveryKind) -> None:
    mail = message(letter(kind=kind), SENDER)
    assert mail["List-Unsubscribe"] == "<https://x.example.org/alerts/stop/s1/def?lang=ar>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "<alerts.example.org>"


def test_a_confirmation_lets_nobody_manage_anything() -> None:
    mail = message(letter(kind=DeliveryKind.CONFIRMATION), SENDER)
    assert mail["List-Unsubscribe"] is None
    for text in (part(mail, "plain"), part(mail, "html")):
        assert "/alerts/confirm/a1/1/abc" in text
        assert "/alerts/manage" not in text
        assert "/alerts/stop" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(DeliveryKind))
def test_every_mail_is_in_the_language_of_its_alert(language: str, kind: DeliveryKind) -> None:
    mail = message(letter(language, kind), SENDER)
    page = html.fromstring(part(mail, "html"))
    assert (page.get("lang"), page.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
    assert page.xpath("//body/@dir") == [page.get("dir")]
    key = "alert_mail.lead" if kind == "news" else f"alert_mail.{kind}.text"
    assert translate(language, key) in part(mail, "html")
    assert translate(language, key) in part(mail, "plain").replace("\u200f", "")


def test_lines_of_arabic_text_begin_from_the_right() -> None:
    for line in part(message(letter(), SENDER), "plain").splitlines():
        assert not line or line.startswith(("\u200f", "https://")), line


def test_no_letter_of_a_document_becomes_markup_and_nothing_is_loaded() -> None:
    page = html.fromstring(part(message(letter(), SENDER), "html"))
    assert page.xpath("//script | //img | //link | //iframe | //@src") == []
    assert f"مقرر {HOSTILE}" in page.xpath("//a/text()")


def test_what_answers_is_shown_bold_in_its_context() -> None:
    page = html.fromstring(part(message(letter(), SENDER), "html"))
    assert page.xpath("//b/text()") == ["الميزانية"]
    (context,) = page.xpath("//b/..")
    assert (context.get("dir"), context.get("lang")) == ("rtl", "ar")


def test_several_alerts_are_told_in_one_mail() -> None:
    other = replace(ALERT, id="a2", name="صفقات")
    groups = (*letter().groups, NewsGroup(other, (ITEM, ITEM), "https://x.example.org/search", left_out=4))
    mail = message(letter(groups=groups), SENDER)
    assert mail["Subject"] == "تنبيهاتكم: الوثائق (7)"
    assert "وثائق أخرى (4)" in part(mail, "plain")


def test_a_withdrawn_document_has_no_link() -> None:
    gone = replace(ITEM, title="وثيقتي", url="", excerpts=(), occasion=Occasion.WITHDRAWN)
    mail = message(letter(groups=(NewsGroup(ALERT, (gone,), "https://x.example.org/documents/d1"),)), SENDER)
    assert "لم تعد هذه الوثيقة منشورة" in part(mail, "plain")
    assert "وثيقتي" not in html.fromstring(part(mail, "html")).xpath("//a/text()")


def test_a_name_of_several_lines_adds_no_header() -> None:
    mail = message(letter(groups=(NewsGroup(replace(ALERT, name="x\nBcc: all@example.org"), (ITEM,), "u"),)), SENDER)
    assert mail["Bcc"] is None
    assert "Bcc" in mail["Subject"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [("451 later", NotSentError), ("550 no such user", RefusedMailError), ("hang", NotSentError)],
)
def test_a_server_s_answer_says_whether_to_try_again(answer: str, error: type[Exception]) -> None:
    with letterbox() as (box, server):
        box.answer = lambda: answer
        with pytest.raises(error):
            EmailChannel(replace(server, seconds=0.3)).deliver(letter())


def test_without_a_mail_server_there_is_no_channel() -> None:
    assert PLUGIN.open_channel(ChannelSettings()) is None
