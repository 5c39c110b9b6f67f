"""`shaffaf admin` and `shaffaf mail`: what is made, sent and said, and with which exit code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from click.testing import Result
from typer.testing import CliRunner

from accounts.passwords import Passwords
from accounts.second_factor import new_secret
from app.command_line import app
from archive.store import Archive
from benchmarks.ports import free_port
from domain.accounts import Membership, Role
from domain.documents import Body
from tests.accounts.staffed import PASSWORD
from tests.alerts.mail_servers import MailBox, running

NADIA = "nadia@example.ma"
OTHER = "nine calm herons at Merja"


class Terminal:
    """Gives commands to `shaffaf` with a state folder of its own."""

    def __init__(self, state: Path) -> None:
        self.archive = Archive(f"sqlite:///{state}/archive.sqlite")
        state.mkdir()
        self.archive.migrate()
        self.archive.put_body(Body("souss", {"fr": "Souss"}))
        self._environment = {"SHAFFAF_STATE": str(state)}

    def run(self, *arguments: str, typed: str = "", language: str = "en", **settings: str) -> Result:
        """The finished command; `typed` is what comes in on standard input."""
        environment = self._environment | {"SHAFFAF_LANGUAGE": language} | settings
        return CliRunner().invoke(app, arguments, input=typed, env=environment)

    def create(self, *more: str, password: str = PASSWORD, email: str = NADIA) -> Result:
        """`shaffaf admin create`, the password on standard input."""
        return self.run("admin", "create", email, "--name", "Nadia", "--password-file", "-", *more, typed=f"{password}\n")

    def lets_in(self, password: str) -> bool:
        """Whether it is Nadia's password."""
        known = self.archive.staff.accounts.credentials(NADIA)
        return known is not None and Passwords().matches(known.password_hash, password)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path / "state")
    yield opened
    opened.archive.close()


def test_the_first_administrator_is_made_and_told_where_to_sign_in(terminal: Terminal) -> None:
    made = terminal.create()
    assert made.exit_code == 0, made.stderr
    assert made.stdout.strip() == f"{NADIA} is an administrator. Sign in at http://127.0.0.1:8000/sign-in"
    account = terminal.archive.staff.accounts.by_email(NADIA)
    assert account is not None
    assert (account.name, account.memberships) == ("Nadia", (Membership(None, Role.ADMINISTRATOR),))
    assert terminal.lets_in(PASSWORD)
    assert terminal.archive.audit(account.id)[0].actor == "system:admin"


def test_an_administrator_of_one_body_is_made(terminal: Terminal) -> None:
    assert terminal.create("--body", "souss").exit_code == 0
    account = terminal.archive.staff.accounts.by_email(NADIA)
    assert account is not None
    assert account.memberships == (Membership("souss", Role.ADMINISTRATOR),)


def test_what_can_not_be_made_is_told_and_not_made(terminal: Terminal) -> None:
    refusals = {
        "souss": terminal.create("--body", "nothing"),
        "at least 12": terminal.create(password="short"),
        "e-mail address": terminal.create(email="nadia"),
    }
    for said, refused in refusals.items():
        assert refused.exit_code in (1, 2)
        assert said in refused.stderr
        assert "Traceback" not in refused.stderr
    assert terminal.archive.staff.accounts.by_email(NADIA) is None
    terminal.create()
    assert "has an account" in terminal.create().stderr


def test_a_forgotten_password_is_set_and_a_lost_phone_forgotten(terminal: Terminal) -> None:
    terminal.create()
    accounts = terminal.archive.staff.accounts
    account, secret = accounts.by_email(NADIA), new_secret()
    assert account is not None
    accounts.set_second_factor(account.id, secret, 1, [pyotp.random_base32()])
    kept = terminal.run("admin", "password", NADIA, "--password-file", "-", typed=f"{OTHER}\n")
    assert (kept.exit_code, terminal.lets_in(OTHER)) == (0, True)
    assert accounts.account(account.id) is not None
    assert accounts.account(account.id).has_second_factor  # type: ignore[union-attr]
    terminal.run("admin", "password", NADIA, "--password-file", "-", "--without-code", typed=f"{PASSWORD}\n")
    assert not accounts.account(account.id).has_second_factor  # type: ignore[union-attr]
    unknown = terminal.run("admin", "password", "nobody@example.ma", "--password-file", "-", typed=f"{OTHER}\n")
    assert (unknown.exit_code, "nobody@example.ma" in unknown.stderr) == (2, True)


def mail_settings(port: int) -> dict[str, str]:
    return {
        "SHAFFAF_MAIL_HOST": "127.0.0.1",
        "SHAFFAF_MAIL_PORT": str(port),
        "SHAFFAF_MAIL_SECURITY": "none",
        "SHAFFAF_MAIL_FROM": "Shaffaf <archive@example.ma>",
    }


@pytest.mark.parametrize(("language", "subject"), [("ar", "تجربة إعدادات البريد"), ("fr", "Essai des réglages du courrier")])
def test_a_mail_is_sent_to_try_the_settings(terminal: Terminal, language: str, subject: str) -> None:
    box = MailBox()
    with running(box) as server:
        sent = terminal.run("mail", "test", NADIA, language=language, **mail_settings(server.port))
    assert sent.exit_code == 0, sent.stderr
    (message,) = box.received
    assert (message["To"], message["Subject"]) == (NADIA, subject)


def test_what_keeps_mails_from_being_sent_is_told(terminal: Terminal) -> None:
    with running(MailBox(["550 relaying denied"])) as server:
        refused = terminal.run("mail", "test", NADIA, **mail_settings(server.port))
    away = terminal.run("mail", "test", NADIA, **mail_settings(free_port()))
    unset = terminal.run("mail", "test", NADIA)
    nameless = terminal.run("mail", "test", NADIA, SHAFFAF_MAIL_HOST="127.0.0.1")
    address = terminal.run("mail", "test", "nadia", **mail_settings(1))
    assert [one.exit_code for one in (refused, away, unset, nameless, address)] == [1, 1, 2, 2, 2]
    assert "relaying denied" in refused.stderr
    assert "SHAFFAF_MAIL_HOST" in unset.stderr
    assert "SHAFFAF_MAIL_FROM" in nameless.stderr
    assert not any("Traceback" in one.stderr for one in (refused, away, unset, nameless, address))
