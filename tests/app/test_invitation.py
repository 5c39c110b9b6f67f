"""From `shaffaf admin create` to somebody who works there: server, worker and mail, all running."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from lxml import html

from tests.accounts.staffed import PASSWORD
from tests.alerts.mail_servers import MailBox, running
from tests.app.served import Served, serving

NADIA, KARIM = "nadia@example.ma", "karim@example.ma"


@pytest.fixture
def box() -> MailBox:
    return MailBox()


@pytest.fixture
def served(tmp_path: Path, lexicon_path: Path, box: MailBox) -> Iterator[Served]:
    with running(box) as server:
        settings = {
            "SHAFFAF_MAIL_HOST": server.host,
            "SHAFFAF_MAIL_PORT": str(server.port),
            "SHAFFAF_MAIL_SECURITY": "none",
            "SHAFFAF_MAIL_FROM": "archive@example.ma",
        }
        with serving(tmp_path, lexicon_path, settings) as served:
            yield served


def send(browser: httpx.Client, address: str, action: str, **fields: str) -> httpx.Response:
    """Fill in the form of a page and send it."""
    forms = html.document_fromstring(browser.get(address).text).xpath(f"//form[starts-with(@action, '{action}')]")
    return browser.post(forms[0].get("action"), data=dict(forms[0].form_values()) | fields)


def link_in(message: EmailMessage) -> str:
    """The address that an invitation leads to."""
    body = message.get_body(("plain",))
    assert body is not None
    found = re.search(r"https?://\S+", body.get_content())
    assert found is not None
    return found.group()


def test_whoever_is_invited_gets_the_mail_and_works_there(served: Served, box: MailBox, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD, encoding="utf-8")
    made = served.command("admin", "create", NADIA, "--name", "Nadia", "--password-file", str(secret))
    assert made.returncode == 0, made.stderr
    with httpx.Client(base_url=served.address, follow_redirects=True, timeout=60) as nadia:
        assert send(nadia, "/sign-in", "/sign-in", email=NADIA, password=PASSWORD).url.path == "/account"
        people = "/staff/people/all"
        send(nadia, people, f"{people}/invitations", email=KARIM, role="publisher", language="ar")
    served.wait_for(lambda: bool(box.received))
    (message,) = box.received
    assert message["To"] == KARIM
    link = link_in(message)
    with httpx.Client(base_url=served.address, follow_redirects=True, timeout=60) as karim:
        page = send(karim, link, "/invitation/", name="كريم", password=f"{PASSWORD}!")
        assert (page.status_code, page.url.path) == (200, "/account")
        assert "مسؤول عن النشر" in page.text
        assert karim.get("/staff/people/all").status_code == 403
