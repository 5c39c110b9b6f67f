"""What `shaffaf doctor` says of mails: whether they are signed, and whether others can know it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from app.finding import Finding
from app.settings import Settings

_SECONDS = 5.0


def records_of(name: str) -> Collection[str]:
    """The TXT records of a name. Raises OSError when DNS does not tell."""
    from dns.exception import DNSException
    from dns.resolver import NXDOMAIN, NoAnswer, resolve

    try:
        answer = resolve(name, "TXT", lifetime=_SECONDS)
    except (NXDOMAIN, NoAnswer):
        return []
    except DNSException as error:
        raise OSError(str(error) or type(error).__name__) from error
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def signature(settings: Settings, look_up: Callable[[str], Collection[str]] = records_of) -> Finding:
    """Whether mails are signed with a key that the domain's DNS shows; where not, the record that it needs."""
    if settings.mail_host is None:
        return Finding("dkim_none", None)
    try:
        signer = settings.mail_signer
    except (ValueError, OSError) as error:
        return Finding("dkim_key", False, str(error))
    if signer is None:
        return Finding("dkim_none", None, "", "SHAFFAF_MAIL_DKIM_KEY_FILE=…")
    needed = f'{signer.record_name} TXT "{signer.record}"'
    try:
        shown = look_up(signer.record_name)
    except OSError as error:
        return Finding("dkim_unknown", None, str(error), needed)
    key = _key(signer.record)
    if key not in map(_key, shown):
        return Finding("dkim_missing", False, signer.record_name, needed)
    return Finding("dkim", True, signer.record_name)


def _key(record: str) -> str:
    """The public key that a record shows."""
    tags = (part.partition("=") for part in record.split(";"))
    return next(("".join(value.split()) for name, _, value in tags if name.strip() == "p"), "")
