"""`shaffaf mail`: whether mails can be sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app.console import Speaker
from app.settings import Settings
from domain.accounts import AccountError
from domain.mail import Mail, MailState, OutgoingMail

if TYPE_CHECKING:
    from alerts.mail_server import MailServer

mail_app = typer.Typer(help="The mails that are sent to staff and subscribers.", no_args_is_help=True)


@mail_app.callback()
def _group() -> None:
    """A group even while it has one command."""


@mail_app.command("test")
def send_test(recipient: Annotated[str, typer.Argument(help="To whom.")]) -> None:
    """Send a mail by the settings, now, and say what the mail server answered."""
    from alerts.mail import compose
    from alerts.mail_sending import NotSentError, RefusedMailError, send

    settings = Settings()
    speaker = Speaker(settings)
    server, outgoing = _server(settings, speaker), _mail(settings, speaker, recipient)
    place = {"host": server.host, "port": server.port}
    try:
        send(server, compose(outgoing, server.sender))
    except (NotSentError, RefusedMailError) as error:
        speaker.complain("cli.mail_failed", **place, error=error)
        raise typer.Exit(1) from None
    speaker.say("cli.mail_sent", **place, recipient=outgoing.mail.recipient)
    signer = settings.mail_signer
    if signer is not None:
        speaker.say("cli.mail_record", name=signer.record_name, record=signer.record)


def _server(settings: Settings, speaker: Speaker) -> MailServer:
    """The mail server of the settings; ends the program where there is none."""
    try:
        server = settings.mail_server
    except (ValueError, OSError) as error:
        speaker.complain("cli.mail_settings", error=error)
        raise typer.Exit(2) from None
    if server is None:
        speaker.complain("cli.mail_unset")
        raise typer.Exit(2)
    return server


def _mail(settings: Settings, speaker: Speaker, recipient: str) -> OutgoingMail:
    """The mail that is sent to try the settings; ends the program where that is no address."""
    from accounts.mail_addresses import require_address
    from archive.identifiers import new_id

    try:
        address = require_address(recipient)
    except AccountError as error:
        speaker.complain(f"account.fault.{error.fault}")
        raise typer.Exit(2) from None
    text = speaker.words("account.letter.test_text", link=settings.site_url)
    mail = Mail(address, speaker.words("account.letter.test_subject"), text, speaker.language)
    return OutgoingMail(new_id("m"), mail, MailState.WAITING, 1, datetime.now(UTC))
