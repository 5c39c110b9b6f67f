"""Mails over SMTP: as text and as HTML, from the side their language begins at."""

from __future__ import annotations

import re
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from alerts.mail_server import MailServer, Security
from domain.mail import OutgoingMail

_RIGHT_TO_LEFT = frozenset({"ar"})
_RIGHT_MARK = "\u200f"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?،؛؟)»]")
_OPERATORS = (smtplib.SMTPSenderRefused, smtplib.SMTPAuthenticationError, smtplib.SMTPHeloError)
"""Refusals that settings cause and not the mail: it is tried again when the settings are mended."""


class NotSentError(Exception):
    """The mail could not be sent; another try may help."""


class RefusedMailError(Exception):
    """The mail server wants this mail neither now nor later."""


def compose(outgoing: OutgoingMail, sender: str) -> EmailMessage:
    """The mail as it is sent: byte for byte the same however often, its Message-ID too."""
    mail, domain = outgoing.mail, sender.rpartition("@")[2].rstrip(">")
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = Address(addr_spec=mail.recipient)
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(outgoing.created_at)
    message["Message-ID"] = f"<{outgoing.id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_plain(mail.text, mail.language), cte="base64")
    message.add_alternative(mail.html or as_html(mail.text, mail.language), subtype="html", cte="base64")
    # Set last: turning a message into one of alternatives moves such a header into the first of them.
    message["Content-Language"] = mail.language
    message.set_boundary(f"=_{outgoing.id}")
    return message


def as_html(text: str, language: str) -> str:
    """A page of the text's paragraphs (blank lines part them), its addresses as links, from the side it is read from."""
    direction = "rtl" if language in _RIGHT_TO_LEFT else "ltr"
    paragraphs = [_paragraph(part) for part in re.split(r"\n\s*\n", text.strip())]
    return (
        f'<!doctype html><html lang="{escape(language)}" dir="{direction}"><head><meta charset="utf-8"></head>'
        f'<body dir="{direction}" style="font-family: sans-serif; line-height: 1.7">{"".join(paragraphs)}</body></html>'
    )


def send(server: MailServer, message: EmailMessage) -> None:
    """Hand the mail to the server. Raises NotSentError or RefusedMailError, each with what the server said."""
    try:
        with _connect(server) as connection:
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise _refusal(code, said) from error
    except _OPERATORS as error:
        raise NotSentError(str(error)) from error
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotSentError(str(error) or type(error).__name__) from error


def greet(server: MailServer) -> None:
    """Reach the server and sign in, with nothing to send. Raises NotSentError with what the server said."""
    try:
        with _connect(server) as connection:
            if server.user:
                connection.login(server.user, server.password)
            connection.noop()
    except (smtplib.SMTPException, OSError) as error:
        raise NotSentError(str(error) or type(error).__name__) from error


def _connect(server: MailServer) -> smtplib.SMTP:
    if server.security is Security.TLS:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=server.seconds, context=ssl.create_default_context())
    connection = smtplib.SMTP(server.host, server.port, timeout=server.seconds)
    try:
        if server.security is Security.STARTTLS:
            connection.starttls(context=ssl.create_default_context())
    except BaseException:
        connection.close()
        raise
    return connection


def _refusal(code: int, said: bytes | str) -> NotSentError | RefusedMailError:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return RefusedMailError(f"{code} {text}") if code >= 500 else NotSentError(f"{code} {text}")


def _plain(text: str, language: str) -> str:
    """Lines that would begin from the left because of their first letter are told to begin from the right."""
    if language not in _RIGHT_TO_LEFT:
        return text
    lines = text.splitlines()
    return "\n".join(line if not line or _ADDRESS.fullmatch(line) else _RIGHT_MARK + line for line in lines)


def _paragraph(text: str) -> str:
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        link = escape(found.group())
        parts += [escape(text[end : found.start()]), f'<a href="{link}"><bdi dir="ltr">{link}</bdi></a>']
        end = found.end()
    return f"<p>{''.join([*parts, escape(text[end:])]).replace(chr(10), '<br>')}</p>"
