"""The doctor on mails: are they signed, and does DNS show with what."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.doctor_signature import signature
from app.settings import Settings
from domain.translation import LANGUAGES, messages


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    key = rsa.generate_private_key(65537, 2048)
    (tmp_path / "dkim.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return Settings(
        state=tmp_path,
        mail_host="localhost",
        mail_from="Archive <archive@commune.example.ma>",
        mail_dkim_key_file=tmp_path / "dkim.pem",
        mail_dkim_selector="s2026",
        _env_file=None,
    )


def record(settings: Settings) -> str:
    assert settings.mail_signer is not None
    return settings.mail_signer.record


def away(name: str) -> Collection[str]:
    raise OSError("no resolver")


def test_a_record_that_dns_shows_is_well_however_it_is_written(settings: Settings) -> None:
    shown = record(settings)
    for written in (shown, shown.replace("; ", ";"), shown.replace("v=DKIM1; ", "t=s; ")):
        found = signature(settings, lambda _, written=written: ["v=spf1 -all", written])
        assert (found.key, found.well, found.detail) == ("dkim", True, "s2026._domainkey.commune.example.ma")


@pytest.mark.parametrize("shown", [[], ["v=DKIM1; p=abc"], ["v=spf1 -all"]])
def test_a_record_that_is_missing_is_written_out(settings: Settings, shown: list[str]) -> None:
    found = signature(settings, lambda _: shown)
    assert (found.key, found.well) == ("dkim_missing", False)
    assert found.remedy == f's2026._domainkey.commune.example.ma TXT "{record(settings)}"'


def test_dns_that_is_away_says_nothing_of_the_record(settings: Settings) -> None:
    found = signature(settings, away)
    assert (found.key, found.well, found.detail) == ("dkim_unknown", None, "no resolver")
    assert record(settings) in found.remedy


def test_a_file_that_is_no_key_stops_the_mails_and_is_told(settings: Settings) -> None:
    assert settings.mail_dkim_key_file is not None
    settings.mail_dkim_key_file.write_text("no key")
    assert signature(settings, away).key == "dkim_key"
    with pytest.raises(ValueError, match=r"."):
        _ = settings.mail_server
    settings.mail_dkim_key_file.unlink()
    assert signature(settings, away).well is False


def test_without_a_key_or_a_server_there_is_nothing_to_look_up(settings: Settings) -> None:
    assert signature(settings.model_copy(update={"mail_dkim_key_file": None}), away).key == "dkim_none"
    assert signature(settings.model_copy(update={"mail_host": None}), away).key == "dkim_none"


def test_mails_are_handed_over_with_the_signer_of_the_settings(settings: Settings) -> None:
    assert settings.mail_server is not None
    assert settings.mail_server.signer == settings.mail_signer


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["dkim", "dkim_none", "dkim_key", "dkim_unknown", "dkim_missing"])
def test_every_finding_has_its_words(language: str, key: str) -> None:
    assert messages(language)[f"doctor.{key}"]
