"""Passwords of Office files, old and new, through msoffcrypto-tool. Runs only inside a child of `ingest.sandbox`."""

from __future__ import annotations

from pathlib import Path

from domain.failures import Failure, RefusedFileError


def is_locked(path: Path) -> bool:
    """Whether an Office file needs a password to be read; False for what msoffcrypto-tool makes nothing of."""
    import msoffcrypto

    try:
        with path.open("rb") as file:
            return bool(msoffcrypto.OfficeFile(file).is_encrypted())
    except Exception:  # noqa: BLE001 - whatever a damaged file makes a parser raise
        return False


def unlock(path: Path, password: str, target: Path) -> None:
    """Write the file without its lock to `target`; nothing where there is no lock.

    Raises RefusedFileError(ENCRYPTED) when the password does not fit or the lock is of an unknown kind.
    """
    import msoffcrypto

    if not is_locked(path):
        return
    try:
        with path.open("rb") as file, target.open("wb") as unlocked:
            office = msoffcrypto.OfficeFile(file)
            office.load_key(password=password, **_checked(office))
            office.decrypt(unlocked)
    except MemoryError:
        raise
    except Exception as error:
        raise RefusedFileError(Failure.ENCRYPTED, repr(error)) from error


def _checked(office: object) -> dict[str, bool]:
    """Newer files can tell whether a password fits before anything is made of it."""
    from msoffcrypto.format.ooxml import OOXMLFile

    return {"verify_password": True} if isinstance(office, OOXMLFile) else {}
