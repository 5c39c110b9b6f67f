"""Settings of mail and of the identity provider: secrets come from files, too, and are never shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from alerts.mail_server import Security
from app.settings import Settings


def settings(**said: Any) -> Settings:
    return Settings(_env_file=None, **said)


def test_without_a_server_there_is_no_mail_and_without_a_provider_no_way_to_one() -> None:
    assert settings().mail_server is None
    assert settings().oidc is None


def test_mail_is_sent_over_a_closed_line_unless_told_otherwise() -> None:
    server = settings(mail_host="mail.example.ma", mail_from="archive@example.ma").mail_server
    assert server is not None
    assert (server.port, server.security, server.user) == (587, Security.STARTTLS, "")


@pytest.mark.parametrize("sender", [None, "archive"])
def test_a_mail_server_takes_a_sender(sender: str | None) -> None:
    with pytest.raises(ValueError, match="SHAFFAF_MAIL_FROM"):
        _ = settings(mail_host="mail.example.ma", mail_from=sender).mail_server


def test_secrets_are_read_from_files_and_never_shown(tmp_path: Path) -> None:
    held = tmp_path / "secret"
    held.write_text("from the file\n", encoding="utf-8")
    said = settings(
        mail_host="mail.example.ma",
        mail_from="archive@example.ma",
        mail_password_file=held,
        oidc_issuer="https://id.example.ma",
        oidc_secret="in the settings",
    )
    assert said.mail_server is not None
    assert said.oidc is not None
    assert (said.mail_server.password, said.oidc.client_secret) == ("from the file", "in the settings")
    assert "in the settings" not in repr(said) + repr(said.oidc)
    assert "from the file" not in repr(said.mail_server)


@pytest.mark.parametrize(
    ("said", "site"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"host": "192.0.2.4", "port": 80}, "http://192.0.2.4:80"),
        ({"public_url": "https://archive.example.ma/"}, "https://archive.example.ma"),
    ],
)
def test_links_in_letters_lead_to_the_site_as_people_know_it(said: dict[str, Any], site: str) -> None:
    assert settings(**said).site_url == site
