"""Secrets come from files, are made once, and agree with each other."""

from __future__ import annotations

import configparser
import json
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import make_url

from app.settings import Settings

MAKE = Path(__file__).parents[2] / "deploy" / "make-secrets"


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    folder = tmp_path / "secrets"
    subprocess.run([MAKE, folder], check=True)
    return folder


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_what_is_made_agrees(secrets: Path) -> None:
    made = contents(secrets)
    assert make_url(made["shaffaf_database_url"]).password == made["postgres_password"]
    keys = configparser.ConfigParser()
    keys.read_string(made["s3_keys"])
    (account,) = json.loads(made["s3_accounts"])["identities"]
    (given,) = account["credentials"]
    assert given == {
        "accessKey": keys["default"]["aws_access_key_id"],
        "secretKey": keys["default"]["aws_secret_access_key"],
    }


def test_no_secret_is_short_or_used_for_two_things(secrets: Path) -> None:
    made = contents(secrets)
    passwords = {made["postgres_password"], made["shaffaf_elasticsearch_password"]}
    assert len(passwords) == 2
    assert all(len(password) >= 24 for password in passwords)


def test_what_was_made_stays(secrets: Path) -> None:
    before = contents(secrets)
    subprocess.run([MAKE, secrets], check=True)
    assert contents(secrets) == before


@pytest.fixture
def in_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "shaffaf_elasticsearch_password").write_text("from the file\n")
    return tmp_path


def test_a_setting_may_be_in_a_file_of_its_name(in_files: Path) -> None:
    assert Settings().cluster.password == "from the file"


def test_the_environment_goes_before_a_file(in_files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHAFFAF_ELASTICSEARCH_PASSWORD", "from the environment")
    assert Settings().cluster.password == "from the environment"


def test_a_folder_that_is_not_there_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "none"))
    assert Settings().cluster.password == ""
