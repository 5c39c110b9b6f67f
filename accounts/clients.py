"""What an identity provider knows this site by."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

_AT_HOME = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Client:
    """What the provider knows us by. `issuer` is its address."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)

    def __post_init__(self) -> None:
        """Raise ValueError for a provider that anybody on the way could play."""
        address = urlsplit(self.issuer)
        if address.scheme != "https" and address.hostname not in _AT_HOME:
            raise ValueError(f"the identity provider's address begins with https, not {self.issuer!r}")
