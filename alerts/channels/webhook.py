"""Webhooks: JSON, signed as Standard Webhooks has it (https://www.standardwebhooks.com), to public servers only."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import ssl
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from urllib.parse import SplitResult, urlunsplit

from alerts.letter import ChannelSettings, Letter, MessageChannel, NewsGroup, NewsItem
from alerts.mail_sending import NotSentError, RefusedMailError
from alerts.targets import TargetError, connect, require_target
from domain.alerts import Alert, DeliveryKind

_SECONDS = 15.0
_GONE = 410
_EVENTS = {DeliveryKind.NEWS: "alert.documents", DeliveryKind.TRIAL: "alert.trial"}


def body(letter: Letter) -> bytes:
    """What is sent: the same bytes for the same letter."""
    said = {
        "type": _EVENTS[letter.kind],
        "timestamp": letter.created_at.isoformat(),
        "data": {"alerts": [_group(group) for group in letter.groups] or [_alert(letter.alert)]},
    }
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")


def signed_headers(message_id: str, moment: int, content: bytes, secret: str) -> dict[str, str]:
    """The headers by which a receiver knows who sent the content, when, and whether it came before."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signature = hmac.new(key, f"{message_id}.{moment}.".encode() + content, hashlib.sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
    }


@dataclass(frozen=True, slots=True)
class WebhookChannel:
    """Posts letters. `private`: this machine may be posted to, without TLS: for tests."""

    private: bool = False
    seconds: float = _SECONDS
    clock: Callable[[], float] = time.time

    def round(self) -> AbstractContextManager[MessageChannel]:
        """See `alerts.letter.MessageChannel`. Nothing stays open: every letter has a server of its own."""
        return nullcontext(self)

    def deliver(self, letter: Letter) -> None:
        """See `alerts.letter.MessageChannel`. Any 2xx is taken; redirections are not followed."""
        alert = letter.alert
        if alert is None:
            raise RefusedMailError("about no alert")
        content = body(letter)
        headers = signed_headers(letter.id, int(self.clock()), content, alert.secret)
        try:
            status = self._post(require_target(alert.target, self.private), content, headers)
        except TargetError as error:
            raise RefusedMailError(str(error)) from error
        except (OSError, http.client.HTTPException) as error:
            raise NotSentError(type(error).__name__) from error
        if status == _GONE:
            raise RefusedMailError("410")
        if not 200 <= status < 300:
            raise NotSentError(str(status))

    def _post(self, target: SplitResult, content: bytes, headers: dict[str, str]) -> int:
        """The status of the answer, whose body nobody reads."""
        host = target.hostname or ""
        port = target.port or (443 if target.scheme == "https" else 80)
        opened = connect(host, port, self.seconds, self.private)
        connection = http.client.HTTPConnection(host, port, timeout=self.seconds)
        try:
            if target.scheme == "https":
                opened = ssl.create_default_context().wrap_socket(opened, server_hostname=host)
            connection.sock = opened
            path = urlunsplit(("", "", target.path or "/", target.query, ""))
            sent = {"Content-Type": "application/json", "User-Agent": "Shaffaf", "Connection": "close", **headers}
            connection.request("POST", path, content, sent)
            return connection.getresponse().status
        finally:
            connection.close()
            opened.close()


class WebhookPlugin:
    """See `alerts.letter.MessagePlugin`."""

    def open_channel(self, settings: ChannelSettings) -> WebhookChannel:
        """The channel."""
        return WebhookChannel(settings.private_targets)


def _group(group: NewsGroup) -> dict[str, object]:
    return {
        **_alert(group.alert),
        "documents": [_item(item) for item in group.items],
        "more": group.left_out,
        "url": group.url,
    }


def _alert(alert: Alert | None) -> dict[str, object]:
    return {} if alert is None else {"id": alert.id, "name": alert.name, "query": alert.text, "documents": []}


def _item(item: NewsItem) -> dict[str, object]:
    return {
        "id": item.document_id,
        "occasion": item.occasion,
        "title": item.title,
        "language": item.language,
        "url": item.url or None,
        "facts": list(item.facts),
        "excerpts": [excerpt.text for excerpt in item.excerpts],
    }


PLUGIN = WebhookPlugin()
