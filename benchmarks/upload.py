"""How fast a folder gets into a real server by the command line, killed on the way: `python -m benchmarks.upload`.

`--files` small files are sent by `shaffaf upload` to a server process on loopback. The command is killed (SIGKILL) and
started again `--kills` times, then runs to its end. Prints one line of JSON: `documents` in the archive,
`twice` among them;
`files_per_second` over all runs together, starts and lost work included, `steady_files_per_second` of the last run;
`copy_files_per_second` of `cp -r` and `sha256sum` of the same tree; `memory_early` and `memory_end`, resident bytes of the
command in the last run after a quarter of its files and at its end; `server_memory_growth` from the first kill to the end.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from accounts.services import services
from analyzers.lexicon import locate
from archive.store import Archive
from benchmarks.ports import free_port
from domain.accounts import NewAccount, Right
from domain.batches import UploadState
from domain.documents import Body

_WORDS = "قرر المجلس الموافقة على الاتفاقية مقرر عدد دورة délibération conseil commune marché travaux budget".split()
_IN_A_FOLDER = 500
_BODY = "mesure"
_START_SECONDS = 180.0
_LOOK_SECONDS = 0.05


@dataclass(slots=True)
class Run:
    """One run of the command: seconds, files that the archive had before and after, and memory by files."""

    seconds: float
    before: int
    after: int
    memory: list[tuple[int, int]] = field(default_factory=list)


class Site:
    """A server over a state folder, and somebody who may upload."""

    def __init__(self, state: Path, lexicon: Path) -> None:
        self.port = free_port()
        self.environment = {
            **os.environ,
            "SHAFFAF_STATE": str(state),
            "SHAFFAF_PORT": str(self.port),
            "SHAFFAF_LEXICON": str(lexicon),
            "SHAFFAF_LANGUAGE": "en",
        }
        self.archive = Archive(f"sqlite:///{state.resolve() / 'archive.sqlite'}")
        self.archive.migrate()
        self.archive.put_body(Body(_BODY, {"fr": "Mesure"}))
        self.environment["SHAFFAF_TOKEN"] = self._token()

    def _token(self) -> str:
        staff = self.archive.staff
        new = NewAccount("mesure@example.org", "Mesure", "fr")
        account = staff.accounts.account(staff.accounts.create_administrator(new, _BODY, "system:benchmark"))
        assert account is not None
        return services(staff, "http://127.0.0.1").own.make_token(account, "mesure", frozenset({Right.UPLOAD}), 30)

    @contextmanager
    def serving(self) -> Iterator[psutil.Process]:
        """The server, which answers."""
        server = subprocess.Popen([sys.executable, "-m", "app.command_line", "server"], env=self.environment)
        try:
            self._await()
            yield psutil.Process(server.pid)
        finally:
            server.terminate()
            server.wait()

    def upload(self, folder: Path) -> subprocess.Popen[bytes]:
        """The command, started."""
        line = ["upload", str(folder), "--body", _BODY, "--server", f"http://127.0.0.1:{self.port}"]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            [sys.executable, "-m", "app.command_line", *line], env=self.environment, stdout=quiet, stderr=quiet
        )

    def _await(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            with suppress(OSError, urllib.error.URLError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v1/openapi.json", timeout=5)
                return
            time.sleep(_LOOK_SECONDS)
        raise TimeoutError("the server does not answer")


def make_tree(folder: Path, files: int) -> None:
    """Small text files, each another one, in folders as offices have them."""
    random_words = random.Random(7)
    for number in range(files):
        place = folder / f"سجل {number // _IN_A_FOLDER}"
        place.mkdir(parents=True, exist_ok=True)
        words = " ".join(random_words.choices(_WORDS, k=random_words.randint(100, 500)))
        (place / f"مقرر {number}.txt").write_text(f"{number}\n{words}\n", encoding="utf-8")


def copy_seconds(folder: Path, target: Path) -> float:
    """How long `cp -r` and `sha256sum` of the copy take."""
    begun = time.perf_counter()
    subprocess.run(["cp", "-r", str(folder), str(target)], check=True)
    subprocess.run(
        ["find", str(target), "-type", "f", "-exec", "sha256sum", "{}", "+"], check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - begun


def run(site: Site, folder: Path, until: int | None) -> Run:
    """Have the command run to its end or, at `until` documents, be killed."""
    before, begun = site.archive.counts().documents, time.perf_counter()
    process = site.upload(folder)
    watched, memory = psutil.Process(process.pid), []
    try:
        while process.poll() is None:
            there = site.archive.counts().documents
            with suppress(psutil.Error):
                memory.append((there, watched.memory_info().rss))
            if until is not None and there >= until:
                process.kill()
            time.sleep(_LOOK_SECONDS)
    finally:
        process.kill()
        process.wait()
    if until is None and process.returncode:
        raise RuntimeError(f"the command ended with {process.returncode}")
    return Run(time.perf_counter() - begun, before, site.archive.counts().documents, memory)


def figures(site: Site, folder: Path, files: int, kills: int) -> dict[str, float | int]:
    """Send the folder, killed on the way, and say what came of it."""
    with site.serving() as server:
        runs = []
        for kill in range(1, kills + 1):
            runs.append(run(site, folder, files * kill // (kills + 1)))
            if kill == 1:
                memory = server.memory_info().rss
        runs.append(run(site, folder, None))
        grown = server.memory_info().rss - memory if kills else 0
    last, seconds = runs[-1], sum(one.seconds for one in runs)
    early = next((rss for there, rss in last.memory if there - last.before >= (last.after - last.before) / 4), 0)
    return {
        "files": files,
        "kills": kills,
        "documents": last.after,
        "twice": _twice(site),
        "uploads": _uploads(site),
        "seconds": round(seconds, 1),
        "files_per_second": round(files / seconds, 1),
        "steady_files_per_second": round((last.after - last.before) / last.seconds, 1),
        "memory_early": early,
        "memory_end": last.memory[-2][1] if len(last.memory) > 1 else 0,
        "server_memory_growth": grown,
    }


def _twice(site: Site) -> int:
    """How many hashes or paths more than one document has."""
    seen: set[str] = set()
    twice = 0
    for one in site.archive.documents(site.archive.all_document_ids()).values():
        for key in (one.files[0].current.sha256, hashlib.sha256(one.files[0].name.encode()).hexdigest()):
            twice += key in seen
            seen.add(key)
    return twice


def _uploads(site: Site) -> int:
    """How many files batches say were taken."""
    return sum(site.archive.batches.uploads.counts(one.id)[UploadState.TAKEN] for one in site.archive.batches.newest(None))


def measure(files: int, kills: int, scratch: Path, lexicon: Path) -> dict[str, float | int]:
    """All figures."""
    tree, state = scratch / "tree", scratch / "state"
    make_tree(tree, files)
    state.mkdir()
    copied = copy_seconds(tree, scratch / "copy")
    found = figures(Site(state, lexicon), tree, files, kills)
    return {**found, "copy_files_per_second": round(files / copied, 1)}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--state", type=Path, default=Path("state"), help="Where the lexicon is kept.")
    chosen = parser.parse_args()
    lexicon = locate(chosen.state, None)
    with tempfile.TemporaryDirectory() as scratch:
        print(json.dumps(measure(chosen.files, chosen.kills, Path(scratch), lexicon)))


if __name__ == "__main__":
    main()
