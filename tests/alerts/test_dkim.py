"""Mails are signed so that whoever asks the domain's DNS can tell, one-click unsubscribing included."""

from __future__ import annotations

from dataclasses import replace

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from alerts.channels.email import EmailChannel
from alerts.dkim_signing import DkimSigner
from alerts.mail_sending import send
from tests.alerts.letterbox import letterbox
from tests.alerts.test_email import SENDER, letter, message


def pem(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey, form: PrivateFormat = PrivateFormat.PKCS8) -> bytes:
    return key.private_bytes(Encoding.PEM, form, NoEncryption())


KEY = rsa.generate_private_key(65537, 2048)
SIGNER = DkimSigner.made("example.org", "shaffaf", pem(KEY))


def is_signed(mail: bytes, signer: DkimSigner = SIGNER) -> bool:
    """What a mail provider finds that asks DNS."""

    def dns(name: bytes, timeout: int = 5) -> bytes | None:
        shown = {f"{signer.record_name}.".encode(): signer.record.encode()}
        return shown.get(name)

    return bool(dkim.verify(mail, dnsfunc=dns))


def received() -> bytes:
    """A mail of an alert as a server gets it."""
    with letterbox() as (box, server):
        EmailChannel(replace(server, signer=SIGNER)).deliver(letter())
    (mail,) = box.raw
    return mail


def test_a_mail_is_signed_as_it_arrives_with_the_ways_to_stop_it() -> None:
    mail = received()
    assert is_signed(mail)
    header = mail.split(b"\r\n\r\n")[0].replace(b"\r\n ", b"").decode()
    (signature,) = [line for line in header.splitlines() if line.lower().startswith("dkim-signature:")]
    tags = dict(tag.strip().split("=", 1) for tag in signature.partition(":")[2].split(";") if "=" in tag)
    covered = {name.strip() for name in tags["h"].lower().split(":")}
    assert {"from", "to", "subject", "date", "message-id", "list-id"} <= covered
    assert {"list-unsubscribe", "list-unsubscribe-post"} <= covered
    assert (tags["d"], tags["s"], tags["a"]) == ("example.org", "shaffaf", "rsa-sha256")


@pytest.mark.parametrize(
    ("part", "other"),
    [
        (b"List-Unsubscribe: <https://x.", b"List-Unsubscribe: <https://y."),
        (b"List-Unsubscribe=One-Click", b"List-Unsubscribe=Two-Clicks"),
        (b"To: nadia@", b"To: karim@"),
        (b"\r\n\r\n--=_", b"\r\n\r\nmore\r\n--=_"),
        (b"From: ", b"From: thief@example.com\r\nFrom: "),
    ],
)
def test_whatever_is_changed_on_the_way_is_found_out(part: bytes, other: bytes) -> None:
    mail = received()
    assert part in mail
    assert not is_signed(mail.replace(part, other, 1))


def test_the_key_of_somebody_else_does_not_do() -> None:
    other = DkimSigner.made("example.org", "shaffaf", pem(rsa.generate_private_key(65537, 2048)))
    assert not is_signed(received(), other)


def test_the_same_mail_comes_again_as_the_same_bytes_but_for_its_signature() -> None:
    first, second = received(), received()
    assert first.partition(b"\r\nFrom:")[2] == second.partition(b"\r\nFrom:")[2]


def test_letters_to_staff_are_signed_too() -> None:
    with letterbox() as (box, server):
        send(replace(server, signer=SIGNER), message(letter(), SENDER))
    assert is_signed(box.raw[0])


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_keys_are_taken_in_both_forms(form: PrivateFormat) -> None:
    assert DkimSigner.made("example.org", "shaffaf", pem(KEY, form)).record == SIGNER.record


@pytest.mark.parametrize(
    "key",
    [
        b"",
        b"no key",
        pem(rsa.generate_private_key(65537, 1024)),  # noqa: S505
        pem(ed25519.Ed25519PrivateKey.generate()),
        KEY.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
    ],
    ids=["empty", "text", "weak", "another kind", "not PEM"],
)
def test_what_is_no_good_key_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        DkimSigner.made("example.org", "shaffaf", key)


def test_a_key_is_never_shown() -> None:
    assert "PRIVATE" not in repr(SIGNER)
