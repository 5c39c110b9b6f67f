"""`shaffaf admin`: what only who sits at the machine may do: make the first administrator, set a forgotten password."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.console import Speaker
from app.settings import Settings
from domain.accounts import AccountError, NewAccount

if TYPE_CHECKING:
    from accounts.services import Services
    from archive.store import Archive

admin_app = typer.Typer(help="Accounts: the first administrator, forgotten passwords.", no_args_is_help=True)

_ACTOR = "system:admin"

Email = Annotated[str, typer.Argument(help="The account's e-mail address.")]
PasswordFile = Annotated[
    Path | None,
    typer.Option(help="A file whose first line is the password; `-` for standard input. Asked for unseen without it."),
]


@admin_app.command()
def create(
    email: Email,
    name: Annotated[str, typer.Option(prompt="Name", help="What the person is called.")],
    body: Annotated[str | None, typer.Option(help="Administer only this council (its id); every one without it.")] = None,
    password_file: PasswordFile = None,
) -> None:
    """Make an administrator, who signs in at /sign-in and invites the others."""
    Desk().create(email, name, body, password_file)


@admin_app.command()
def password(
    email: Email,
    password_file: PasswordFile = None,
    drop_code: Annotated[
        bool, typer.Option("--without-code", help="Turn the second factor off as well: the phone is lost.")
    ] = False,
) -> None:
    """Set a new password for an account; it is signed out everywhere."""
    Desk().set_password(email, password_file, drop_code)


class Desk:
    """Does what is asked and says what came of it; ends the program where it can't be done."""

    def __init__(self) -> None:
        self._settings = Settings()
        self._speaker = Speaker(self._settings)

    def create(self, email: str, name: str, body: str | None, password_file: Path | None) -> None:
        """Make an administrator."""
        from accounts.mail_addresses import require_address
        from app import wiring

        archive = wiring.open_archive(self._settings)
        try:
            address = require_address(email)
            hashed = self._new_password(self._services(archive), address, password_file)
            new = NewAccount(address, name.strip() or address, self._speaker.language, hashed)
            archive.staff.accounts.create_administrator(new, body, _ACTOR)
        except AccountError as error:
            self._refuse(error)
        except LookupError:
            bodies = ", ".join(one.id for one in archive.bodies()) or "—"
            self._speaker.complain("cli.no_body", body=body, bodies=bodies)
            raise typer.Exit(2) from None
        finally:
            archive.close()
        self._speaker.say("cli.admin_made", email=address, address=f"{self._settings.site_url.rstrip('/')}/sign-in")

    def set_password(self, email: str, password_file: Path | None, drop_code: bool) -> None:
        """Set a password."""
        from app import wiring

        archive = wiring.open_archive(self._settings)
        try:
            account = archive.staff.accounts.by_email(email.strip())
            if account is None:
                self._speaker.complain("cli.no_account", email=email)
                raise typer.Exit(2)
            hashed = self._new_password(self._services(archive), account.email, password_file)
            archive.staff.accounts.set_password(account.id, hashed, None, _ACTOR)
            if drop_code and account.has_second_factor:
                archive.staff.accounts.drop_second_factor(account.id, _ACTOR)
            self._speaker.say("cli.password_set", email=account.email)
        except AccountError as error:
            self._refuse(error)
        finally:
            archive.close()

    def _services(self, archive: Archive) -> Services:
        from accounts.services import services

        return services(archive.staff, self._settings.site_url)

    def _new_password(self, offered: Services, email: str, password_file: Path | None) -> str:
        """The hash of the password typed or read. Raises AccountError for one that will not do."""
        from accounts.passwords import require_good

        typed = self._typed() if password_file is None else _first_line(password_file)
        require_good(typed, email)
        return offered.passwords.hash(typed)

    def _typed(self) -> str:
        words = self._speaker.words
        typed: str = typer.prompt(
            words("cli.new_password"), hide_input=True, confirmation_prompt=words("cli.password_again")
        )
        return typed

    def _refuse(self, error: AccountError) -> None:
        self._speaker.complain(f"account.fault.{error.fault}", **error.values)
        raise typer.Exit(1) from None


def _first_line(path: Path) -> str:
    text = sys.stdin.readline() if str(path) == "-" else path.read_text(encoding="utf-8")
    return text.split("\n", 1)[0].rstrip("\r")
