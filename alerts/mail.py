"""Mails as they are sent: as text and as HTML, from the side their language begins at."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from domain.mail import OutgoingMail

_RIGHT_TO_LEFT = frozenset({"ar"})
_RIGHT_MARK = "\u200f"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?،؛؟)»]")


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
