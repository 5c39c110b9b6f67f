"""Members of ZIP packages (DOCX, ODT), read as streams that stop where a bomb would go off."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile, ZipFile, ZipInfo

from domain.failures import Failure, RefusedFileError

_CHUNK = 1 << 16
_ENCRYPTED = 0x1


class XmlTarget(Protocol):
    """Takes an XML document as it is parsed; tags are `{namespace}name`."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text of the innermost open element."""

    def close(self) -> object:
        """The document ended."""


class Package:
    """An open ZIP whose members may unpack to `most` bytes together, however small they are packed."""

    def __init__(self, archive: ZipFile, most: int, passwords: Sequence[str] = ()) -> None:
        self._archive = archive
        self._most = most
        self._passwords = passwords
        self._unpacked = 0

    @property
    def members(self) -> list[ZipInfo]:
        """The members that are files, in the order of the package's table."""
        return [member for member in self._archive.infolist() if not member.is_dir()]

    def names(self) -> list[str]:
        """The members' names, sorted."""
        return sorted(member.filename for member in self.members)

    def chunks(self, member: ZipInfo | str) -> Iterator[bytes]:
        """A member's bytes in pieces.

        Raises RefusedFileError: TOO_LARGE past the limit, ENCRYPTED, BROKEN (a missing member too).
        """
        try:
            info = self._archive.getinfo(member) if isinstance(member, str) else member
            with self._archive.open(info, pwd=self._key(info)) as stream:
                while chunk := stream.read(_CHUNK):
                    self._count(len(chunk))
                    yield chunk
        except (BadZipFile, KeyError, EOFError, OSError, zlib.error, NotImplementedError, ValueError) as error:
            raise RefusedFileError(Failure.BROKEN, repr(error)) from error

    def parse(self, member: str, target: XmlTarget) -> None:
        """Feed an XML member to `target`. Raises RefusedFileError: BROKEN for what is no XML, or brings a document
        type or entities of its own, and what `chunks` raises.
        """
        from xml.etree.ElementTree import ParseError

        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import DefusedXMLParser

        parser = DefusedXMLParser(target=target, forbid_dtd=True)
        try:
            for chunk in self.chunks(member):
                parser.feed(chunk)
            parser.close()
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise RefusedFileError(Failure.BROKEN, f"{member}: {error!r}") from error

    def _key(self, info: ZipInfo) -> bytes | None:
        """What opens a member, None for one that is not locked. Raises RefusedFileError(ENCRYPTED) when nothing does."""
        if not info.flag_bits & _ENCRYPTED:
            return None
        keys = (password.encode(encoding) for password in self._passwords for encoding in _encodings(password))
        found = next((key for key in keys if self._fits(info, key)), None)
        if found is None:
            raise RefusedFileError(Failure.ENCRYPTED, info.filename)
        return found

    def _fits(self, info: ZipInfo, key: bytes) -> bool:
        """Whether a key opens a member, its check sum included: the format's own check lets every 256th wrong key
        pass. Never for AES, which the format's first kind of lock is not.
        """
        try:
            with self._archive.open(info, pwd=key) as stream:
                while stream.tell() <= self._most and stream.read(_CHUNK):
                    pass
        except (BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error, ValueError):
            return False
        return True

    def _count(self, size: int) -> None:
        self._unpacked += size
        if self._unpacked > self._most:
            raise RefusedFileError(Failure.TOO_LARGE, f"unpacks to more than {self._most} bytes")


@contextmanager
def open_package(path: Path, most: int, passwords: Sequence[str] = ()) -> Iterator[Package]:
    """Open a ZIP; `passwords` are tried on its locked members. Raises RefusedFileError(BROKEN) for what is none."""
    try:
        archive = ZipFile(path)
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise RefusedFileError(Failure.BROKEN, repr(error)) from error
    with archive:
        yield Package(archive, most, passwords)


def _encodings(password: str) -> list[str]:
    """The encodings in which archivers may have taken a password."""
    if password.isascii():
        return ["ascii"]
    return ["utf-8", *(page for page in ("cp1256", "cp1252", "cp850") if _can_be(password, page))]


def _can_be(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeError:
        return False
    return True
