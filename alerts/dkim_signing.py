"""DKIM (RFC 6376): mails signed in the name of the sender's domain, with what RFC 8058 wants to be covered."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Self

import dkim
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

_LEAST_BITS = 2048
_SIGNED = (
    "from", "to", "subject", "date", "message-id", "mime-version", "content-type", "content-language", "auto-submitted",
    "list-id", "list-unsubscribe", "list-unsubscribe-post",
)  # fmt: skip
"""The headers that a signature covers, of those that a mail has; `from` counts once more than it stands there, so that
nobody adds another one.
"""


@dataclass(frozen=True, slots=True)
class DkimSigner:
    """Signs mails (see `alerts.mail_server.Signer`). `key` is an RSA key in PEM (PKCS#1), whose public half the domain's DNS
    has to show under `record_name` as `record`.
    """

    domain: str
    selector: str
    key: bytes = field(repr=False)
    record: str = field(repr=False)

    @classmethod
    def made(cls, domain: str, selector: str, pem: bytes) -> Self:
        """A signer with the key. Raises ValueError for what is no RSA key, or a weak one."""
        try:
            key = load_pem_private_key(pem, None)
        except (TypeError, UnsupportedAlgorithm) as error:
            raise ValueError(f"DKIM: {error}") from None
        if not isinstance(key, RSAPrivateKey) or key.key_size < _LEAST_BITS:
            raise ValueError(f"DKIM: an RSA key of {_LEAST_BITS} bits or more is needed")
        public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        record = f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"
        return cls(
            domain, selector, key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()), record
        )

    @property
    def record_name(self) -> str:
        """The name of the TXT record."""
        return f"{self.selector}._domainkey.{self.domain}"

    def sign(self, message: bytes) -> bytes:
        """See `alerts.mail_server.Signer`."""
        present = {name.lower() for name in message_from_bytes(message)}
        covered = [name.encode() for name in _SIGNED if name in present]
        signature: bytes = dkim.sign(
            message,
            self.selector.encode(),
            self.domain.encode(),
            self.key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[*covered, b"from"],
        )
        return signature + message
