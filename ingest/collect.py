"""What a person hands over, taken apart: files, folders and ZIPs become files to read, with reasons for what is not."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path, PurePosixPath
from zipfile import ZipInfo

from domain.failures import Failure, RefusedFileError
from ingest.extractor import Sample, extractors
from ingest.limits import Limits
from ingest.member_names import member_name
from ingest.packages import Package, open_package
from ingest.scratch import scratch_folder
from ingest.text_decoding import decode

_RULES = Path(__file__).parent / "skipped_names.toml"
_DEEPEST_ZIP = 3
_MOST_MEMBERS = 100_000
_BELIEVABLE_PACKING = 20
"""Documents don't pack better than this: what does, is held to the limit for a single file."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to read: its name with its folders, and where its bytes are until the next is asked for."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Skipped:
    """What is no document. `why` is hidden, system, temporary, program, data, media, link or special."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """What was meant to be read and can't be opened."""

    name: str
    failure: Failure
    detail: str = ""


Item = Candidate | Skipped | Refused


def collect(
    paths: Iterable[Path], limits: Limits | None = None, scratch: Path | None = None, passwords: Sequence[str] = ()
) -> Iterator[Item]:
    """Everything under `paths`, folders in the order of names. Names are relative to the folder a path stands in.

    Links are followed only when given as a path or leading to a file within the folder given. A ZIP's members are
    unpacked one at a time into `scratch`, within `limits.unpacked_bytes` each, locked ones by the first of `passwords`
    that fits. Never raises for what it finds.
    """
    limits = limits or Limits()
    for path in paths:
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - keeps links, drops ".."
        with scratch_folder(scratch) as folder:
            yield from _Walk(absolute, limits, folder, passwords).walk()


class _Walk:
    """One path given, and all below it."""

    def __init__(self, root: Path, limits: Limits, scratch: Path, passwords: Sequence[str]) -> None:
        self._root = root
        self._limits = limits
        self._scratch = scratch
        self._passwords = passwords

    def walk(self) -> Iterator[Item]:
        yield from self._visit(self._root.resolve() if self._root.is_symlink() else self._root, self._root)

    def _visit(self, path: Path, shown: Path) -> Iterator[Item]:
        name = _shown(shown.relative_to(self._root.parent))
        try:
            if why := why_skipped(shown.name) or self._link_reason(path):
                yield Skipped(name, why)
            elif path.is_dir():
                for child in sorted(path.iterdir()):
                    yield from self._visit(child, shown / child.name)
            elif path.is_file():
                yield from self._file(path, name, 1)
            else:
                yield Skipped(name, "special") if path.exists() else Refused(name, Failure.UNREADABLE, "not there")
        except OSError as error:
            yield Refused(name, Failure.UNREADABLE, str(error))

    def _link_reason(self, path: Path) -> str | None:
        """Why a link is not followed: it leads out of the folder given, or to a folder (which may hold the link)."""
        if not path.is_symlink():
            return None
        target = path.resolve()
        inside = target.is_relative_to(self._root.resolve())
        return None if inside and target.is_file() else "link"

    def _file(self, path: Path, name: str, depth: int) -> Iterator[Item]:
        if not _is_zip(path, name):
            yield Candidate(name, path)
        elif depth > _DEEPEST_ZIP:
            yield Refused(name, Failure.UNSUPPORTED, "a ZIP in too many others")
        else:
            yield from self._zip(path, name, depth)

    def _zip(self, path: Path, name: str, depth: int) -> Iterator[Item]:
        most = max(self._limits.unpacked_bytes, _BELIEVABLE_PACKING * path.stat().st_size)
        try:
            with open_package(path, most, self._passwords) as package:
                _check(package, most)
                for member in sorted(package.members, key=member_name):
                    yield from self._member(package, member, name, depth)
        except RefusedFileError as refusal:
            yield Refused(name, refusal.failure, refusal.detail)

    def _member(self, package: Package, member: ZipInfo, zip_name: str, depth: int) -> Iterator[Item]:
        parts = _safe_parts(member_name(member))
        name = "/".join((zip_name, *parts))
        if why := next((why for part in parts if (why := why_skipped(part))), None):
            yield Skipped(name, why)
            return
        target = self._scratch / f"member-{depth}"
        try:
            self._unpack(package, member, target)
        except RefusedFileError as refusal:
            if refusal.failure is Failure.TOO_LARGE:
                raise
            yield Refused(name, refusal.failure, refusal.detail)
            return
        yield from self._file(target, name, depth + 1)
        target.unlink(missing_ok=True)

    def _unpack(self, package: Package, member: ZipInfo, target: Path) -> None:
        with target.open("wb") as file:
            for chunk in package.chunks(member):
                file.write(chunk)
                if file.tell() > self._limits.unpacked_bytes:
                    raise RefusedFileError(Failure.TOO_LARGE, member.filename)


def _check(package: Package, most: int) -> None:
    """Refuse a ZIP that says itself that it is too large, before anything of it is read."""
    members = package.members
    stated = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS:
        raise RefusedFileError(Failure.TOO_LARGE, f"{len(members)} members")
    if stated > most:
        raise RefusedFileError(Failure.TOO_LARGE, f"unpacks to {stated} bytes")


def _is_zip(path: Path, name: str) -> bool:
    """Whether a file is to be taken apart: a ZIP by name and content that is not a document itself."""
    sample = Sample(path, name)
    if sample.suffix != ".zip" or not sample.head.startswith(b"PK"):
        return False
    return not any(extractor.recognise(sample) for extractor in extractors())


def why_skipped(name: str) -> str | None:
    """Why a name is no document's, None when it may be one."""
    lowered = name.lower()
    for reason, patterns in _rules().items():
        if any(fnmatchcase(lowered, pattern) for pattern in patterns):
            return reason
    return None


@cache
def _rules() -> dict[str, list[str]]:
    rules: dict[str, list[str]] = tomllib.loads(_RULES.read_text("utf-8"))["reasons"]
    return rules


def _shown(path: Path) -> str:
    """A path as text; names that are no UTF-8 are read in the encoding they most likely are in."""
    return decode(os.fsencode(path))


def _safe_parts(name: str) -> tuple[str, ...]:
    """A member's name without what leads out of a folder; names are for showing, nothing is written under them."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return tuple(part for part in parts if part not in ("/", "..", ".") and not part.endswith(":")) or ("unnamed",)
