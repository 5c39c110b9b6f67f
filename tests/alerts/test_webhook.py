"""A webhook is posted what an alert tells, signed so that its receiver can trust it and know a repeat."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.channels.webhook import PLUGIN, WebhookChannel, signed_headers
from alerts.letter import ChannelSettings, Letter
from alerts.mail_sending import NotSentError, RefusedMailError
from domain.alerts import DeliveryKind
from tests.alerts.receiver import SECRET, receiver
from tests.alerts.test_email import ALERT, ITEM, letter

CHANNEL = WebhookChannel(private=True, seconds=5.0, clock=lambda: 1_700_000_000.4)


def to(url: str, kind: DeliveryKind = DeliveryKind.NEWS) -> Letter:
    alert = replace(ALERT, channel="webhook", target=url, secret=SECRET)
    made = letter(kind=kind)
    return replace(made, alert=alert, groups=tuple(replace(group, alert=alert) for group in made.groups))


def test_the_receiver_gets_the_documents_and_can_check_who_sent_them() -> None:
    with receiver() as hook:
        CHANNEL.deliver(to(f"{hook.url}/hook?a=b"))
        (call,) = hook.calls
    assert call.path == "/hook?a=b"
    assert call.is_genuine()
    assert (call.headers["webhook-id"], call.headers["webhook-timestamp"]) == ("n123", "1700000000")
    assert call.headers["content-type"] == "application/json"
    assert call.said["type"] == "alert.documents"
    (told,) = call.said["data"]["alerts"]
    assert (told["id"], told["name"], told["more"]) == (ALERT.id, ALERT.name, 0)
    (document,) = told["documents"]
    assert (document["id"], document["title"], document["url"]) == ("d1", ITEM.title, ITEM.url)


def test_the_signature_is_that_of_the_specification() -> None:
    # The example of the reference implementations.
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    headers = signed_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', secret)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_repeat_has_the_same_id_and_content() -> None:
    with receiver() as hook:
        for _ in range(2):
            CHANNEL.deliver(to(hook.url))
        first, second = hook.calls
    assert (first.headers["webhook-id"], first.content) == (second.headers["webhook-id"], second.content)


def test_a_trial_tells_of_nothing() -> None:
    with receiver() as hook:
        CHANNEL.deliver(to(hook.url, DeliveryKind.TRIAL))
        (call,) = hook.calls
    assert call.said["type"] == "alert.trial"
    assert call.said["data"]["alerts"][0]["documents"] == []


def test_nothing_private_leaves_with_it() -> None:
    with receiver() as hook:
        CHANNEL.deliver(to(hook.url))
        (call,) = hook.calls
    for secret in ("nadia@example.org", SECRET, "/alerts/manage", "/alerts/stop"):
        assert secret not in call.content.decode() + repr(call.headers)


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
def test_a_receiver_that_will_not_is_tried_again(status: int) -> None:
    with receiver() as hook:
        hook.answer = lambda: (status, {})
        with pytest.raises(NotSentError, match=str(status)):
            CHANNEL.deliver(to(hook.url))


def test_a_receiver_that_is_gone_is_given_up() -> None:
    with receiver() as hook:
        hook.answer = lambda: (410, {})
        with pytest.raises(RefusedMailError):
            CHANNEL.deliver(to(hook.url))


def test_no_redirection_is_followed() -> None:
    with receiver() as inner, receiver() as hook:
        hook.answer = lambda: (302, {"Location": inner.url})
        with pytest.raises(NotSentError, match="302"):
            CHANNEL.deliver(to(hook.url))
        assert inner.calls == []


def test_who_does_not_answer_is_tried_again() -> None:
    with receiver() as hook:
        url = hook.url
    with pytest.raises(NotSentError):
        CHANNEL.deliver(to(url))


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "https://127.0.0.1/", "https://10.0.0.1/", "https://localhost/"])
def test_nothing_private_is_reached_without_the_setting_for_tests(url: str) -> None:
    channel = PLUGIN.open_channel(ChannelSettings())
    with pytest.raises(RefusedMailError):
        channel.deliver(to(url))


def test_a_server_whose_certificate_is_not_trusted_is_sent_nothing() -> None:
    with receiver() as hook:  # speaks no TLS at all
        with pytest.raises(NotSentError):
            CHANNEL.deliver(to(hook.url.replace("http:", "https:")))
        assert hook.calls == []
