"""Where mails are handed over."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Security(StrEnum):
    """How the way to the mail server is kept from being listened to."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Signer(Protocol):
    """Signs mails."""

    def sign(self, message: bytes) -> bytes:
        """The mail with its signature."""
        ...


@dataclass(frozen=True, slots=True)
class MailServer:
    """By whom mails are sent, and whose name they carry. It has so many `seconds` for each answer. `signer` signs mails
    before they are handed over; without one that is left to the server.
    """

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = 30.0
    signer: Signer | None = None
