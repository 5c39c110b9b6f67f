"""Everything that has to do with accounts, over one archive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from accounts.callers import Callers
from accounts.clients import Client
from accounts.inviting import Inviting
from accounts.oidc import Provider
from accounts.own import OwnAccount
from accounts.passwords import Passwords
from accounts.signing_in import SignIn
from archive.clock import now
from archive.staff import Staff


@dataclass(frozen=True, slots=True)
class Services:
    """What pages, API and command line ask. `provider` is None where staff sign in with passwords only."""

    staff: Staff
    passwords: Passwords
    sign_in: SignIn
    own: OwnAccount
    inviting: Inviting
    callers: Callers
    provider: Provider | None
    clock: Callable[[], datetime]


def services(
    staff: Staff,
    site: str,
    client: Client | None = None,
    passwords: Passwords | None = None,
    clock: Callable[[], datetime] = now,
) -> Services:
    """The services for the site at the address `site`, its identity provider knowing it as `client`."""
    hashing = passwords or Passwords()
    sign_in = SignIn(staff, hashing, clock)
    return Services(
        staff=staff,
        passwords=hashing,
        sign_in=sign_in,
        own=OwnAccount(staff, hashing, sign_in, clock),
        inviting=Inviting(staff, hashing, site, clock),
        callers=Callers(staff, clock),
        provider=None if client is None else Provider(client),
        clock=clock,
    )
