"""LibreOffice without a window, for formats that only it reads well. Runs only inside a child of `ingest.sandbox`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from domain.failures import Failure, RefusedFileError

PROGRAM = "soffice"
PACKAGES = "libreoffice-writer-nogui libreoffice-impress-nogui"
"""Debian packages that bring what is needed of it."""

_PROFILE = Path(__file__).parent / "libreoffice_profile.xcu"
_FAILED = 81
"""LibreOffice ends with this number after it has only made itself a profile; a second start then works."""

_SAID_CHARACTERS = 500


def installed() -> bool:
    """Whether LibreOffice can be called."""
    return shutil.which(PROGRAM) is not None


def convert(path: Path, suffix: str, folder: Path) -> Path:
    """The PDF that LibreOffice makes of a file, in `folder`. `suffix` (".doc") tells it what the file is.

    Nothing in the file is run and nothing it links to is fetched. Raises RefusedFileError: NEEDS_LIBREOFFICE where it
    is not installed, BROKEN when it makes nothing of the file.
    """
    if not installed():
        raise RefusedFileError(Failure.NEEDS_LIBREOFFICE, f"apt-get install {PACKAGES}")
    source, made = folder / f"source{suffix}", folder / "source.pdf"
    source.symlink_to(path.resolve())
    profile = _make_profile(folder)
    command = [PROGRAM, "--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile.as_uri()}"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(source)]
    for _ in range(2):
        ended = subprocess.run(command, capture_output=True, check=False, cwd=folder)
        if made.exists() or ended.returncode != _FAILED:
            break
    if not made.exists():
        raise _refusal(ended)
    return made


def _make_profile(folder: Path) -> Path:
    """A user profile that holds the settings of `libreoffice_profile.xcu` and nothing else."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    shutil.copyfile(_PROFILE, profile / "user" / "registrymodifications.xcu")
    return profile


def _refusal(ended: subprocess.CompletedProcess[bytes]) -> RefusedFileError:
    said = (ended.stdout + ended.stderr).decode("utf-8", "replace")[-_SAID_CHARACTERS:]
    failure = Failure.OUT_OF_MEMORY if "bad_alloc" in said else Failure.BROKEN
    return RefusedFileError(failure, f"{PROGRAM} ended with {ended.returncode}: {said}")
