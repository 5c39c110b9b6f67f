"""The doctor on mail: does the server of the settings let this site in?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app import doctor_mail
from app.finding import Finding
from app.settings import Settings
from benchmarks.ports import free_port
from domain.translation import LANGUAGES, messages
from tests.alerts.mail_servers import MailBox, knowing, running


def finding(**settings: Any) -> Finding:
    return doctor_mail.mail(Settings(mail_security="none", mail_from="archive@example.ma", **settings))


def test_a_server_that_answers_is_in_order_and_gets_no_mail() -> None:
    box = MailBox()
    with running(box) as server:
        found = finding(mail_host=server.host, mail_port=server.port)
    assert (found.key, found.well) == ("mail", True)
    assert str(server.port) in found.detail
    assert box.received == []


@pytest.mark.parametrize(("password", "key"), [("right", "mail"), ("wrong", "mail_away")])
def test_who_has_an_account_signs_in(password: str, key: str, tmp_path: Path) -> None:
    kept = tmp_path / "password"
    kept.write_text(password + "\n")
    with running(MailBox(), authenticator=knowing("site", "right"), auth_require_tls=False) as server:
        found = finding(mail_host=server.host, mail_port=server.port, mail_user="site", mail_password_file=kept)
    assert found.key == key
    assert found.well is (key == "mail")


def test_a_server_without_encryption_is_not_taken_for_one_with_it() -> None:
    with running(MailBox()) as server:
        settings = Settings(mail_host=server.host, mail_port=server.port, mail_from="archive@example.ma")
        assert doctor_mail.mail(settings).key == "mail_away"


def test_where_nothing_listens_that_is_said_with_the_place() -> None:
    port = free_port()
    found = finding(mail_host="127.0.0.1", mail_port=port)
    assert (found.key, found.well) == ("mail_away", False)
    assert f"127.0.0.1:{port}" in found.detail


def test_settings_that_make_no_sense_are_told_and_none_are_worth_knowing() -> None:
    assert doctor_mail.mail(Settings(mail_host="127.0.0.1")).key == "mail_settings"
    assert finding(mail_host="127.0.0.1", mail_password_file=Path("/nowhere")).key == "mail_settings"
    unset = doctor_mail.mail(Settings())
    assert (unset.key, unset.well) == ("mail_unset", None)


@pytest.mark.parametrize("key", ["mail", "mail_unset", "mail_settings", "mail_away"])
def test_everybody_reads_it_in_their_language(key: str) -> None:
    assert all(f"doctor.{key}" in messages(language) for language in LANGUAGES)
