"""What `shaffaf doctor` says of the mail server."""

from __future__ import annotations

from dataclasses import replace

from alerts.mail_sending import NotSentError, greet
from app.finding import Finding
from app.settings import Settings

_SECONDS = 5.0


def mail(settings: Settings) -> Finding:
    """Whether the mail server of the settings lets this site in. No mail is sent: `shaffaf mail test` does that."""
    try:
        server = settings.mail_server
    except (ValueError, OSError) as error:
        return Finding("mail_settings", False, str(error))
    if server is None:
        return Finding("mail_unset", None, "", "SHAFFAF_MAIL_HOST=… SHAFFAF_MAIL_FROM=…")
    place = f"{server.host}:{server.port}"
    try:
        greet(replace(server, seconds=min(server.seconds, _SECONDS)))
    except NotSentError as error:
        return Finding("mail_away", False, f"{place} {error}")
    return Finding("mail", True, place, "shaffaf mail test …")
