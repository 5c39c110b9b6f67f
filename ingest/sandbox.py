"""The only way to a parser: every call runs one child process with limits, and the file is refused if it breaks them.

Safe to call from several threads at once. A child is a fresh interpreter (never a fork of this process), in a session
and a scratch folder of its own; whatever it leaves running or lying about goes with it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from select import POLLIN, poll
from typing import IO

import ingest
from domain.documents import Page
from domain.failures import Failure, RefusedFileError
from ingest.assembling import Part
from ingest.frames import Frame, FrameReader, Message, message_page
from ingest.limits import Limits
from ingest.made_files import MadeFile, made_files
from ingest.ocr import MissingModelError
from ingest.recipe import Recipe
from ingest.scratch import scratch_folder, sweep
from ingest.searchable.handover import write_pages

_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from ingest.child import main; main()"
_LOCATION = str(Path(ingest.__file__).resolve().parent.parent)
_KEPT_VARIABLES = ("PATH", "HOME", "LD_LIBRARY_PATH", "TESSDATA_PREFIX")
_CHUNK = 1 << 20
_BOOK_BYTES = 1 << 30
"""A searchable PDF may take so many bytes."""

_STDERR_CHARACTERS = 1_000
_LAST_BREATH = 2.0
"""Seconds a child that has closed its pipe is given to end."""

_PAUSE = 0.01

_NO_MEMORY = ("bad_alloc", "MemoryError", "Cannot allocate memory", "out of memory", "memory allocation of")


class Sandbox:
    """Reads files in children. `limits` bound each call, `scratch` is where children's folders are made.

    Every method raises RefusedFileError when the file can't be read, and MissingModelError (a RuntimeError: not the
    file's fault) when OCR is asked for and not installed.
    """

    def __init__(self, limits: Limits, scratch: Path) -> None:
        self._limits = limits
        self._scratch = scratch
        sweep(scratch)

    @property
    def limits(self) -> Limits:
        """What each call may cost."""
        return self._limits

    def extract(self, path: Path, media_type: str) -> list[Page]:
        """All pages of a file, numbered from 1. Pages that hold no text layer are EMPTY, with their size."""
        return list(self.pages(path, media_type))

    def pages(self, path: Path, media_type: str) -> Iterator[Page]:
        """The pages of `extract` one by one, as they are read; a refusal may come after some of them."""
        for frame in self._ask(path, media_type, "extract"):
            yield _page(frame)

    def read_page(
        self, path: Path, media_type: str, number: int, recipe: Recipe | None = None, seconds: float | None = None
    ) -> Page:
        """Page `number` by OCR as `recipe` says, in no more than `seconds`: source OCR, or EMPTY with confidence 0 where
        nothing was read, 1 where there is nothing.
        """
        options = {"number": number, "recipe": asdict(recipe or Recipe()), "seconds": seconds}
        return _page(self._only(path, media_type, "read", options))

    def render_page(self, path: Path, media_type: str, number: int, width_px: int, turn: int = 0) -> bytes:
        """Page `number`, turned clockwise by `turn` degrees, as a JPEG `width_px` wide, 2,000 pixels at most."""
        return self._only(path, media_type, "render", {"number": number, "width": width_px, "turn": turn}).body

    @contextmanager
    def convert(self, path: Path, media_type: str) -> Iterator[MadeFile]:
        """The file that is read in place of this one, there while the context lasts."""
        with closing(self._files(path, media_type, "convert", {})) as files:
            made = next(files, None)
            if made is None:
                raise RefusedFileError(Failure.CRASHED, "no answer to convert")
            yield made

    @contextmanager
    def unlock(self, path: Path, media_type: str, passwords: Sequence[str]) -> Iterator[MadeFile | None]:
        """The file without its lock, by the first password that fits, there while the context lasts; None for a file
        that has no lock. Refused as ENCRYPTED when no password fits.
        """
        with closing(self._files(path, media_type, "unlock", {"passwords": list(passwords)})) as files:
            yield next(files, None)

    def table(self, path: Path, media_type: str) -> list[list[str]]:
        """The rows of a spreadsheet's first sheet, or of a CSV file, as texts (see `ingest.sheets.tables`)."""
        return [_row(frame) for frame in self._ask(path, media_type, "table")]

    def contained(self, path: Path, media_type: str) -> Iterator[MadeFile]:
        """The files that came in a file, one by one; none for a format that carries none. A refusal may come after
        some of them.
        """
        yield from self._files(path, media_type, "unpack", {})

    def _files(self, path: Path, media_type: str, task: str, options: Message) -> Generator[MadeFile, None, None]:
        with scratch_folder(self._scratch) as folder:
            yield from made_files(self._ask(path, media_type, task, options), folder)

    def write_searchable(self, path: Path, media_type: str, pages: Iterable[Page], target: IO[bytes]) -> None:
        """The file as a PDF with the text of its pages, given with their words, under what is seen of them."""
        with scratch_folder(self._scratch) as folder:
            handed = folder / "pages"
            write_pages(handed, pages)
            for frame in self._ask(path, media_type, "searchable", {"pages": str(handed.resolve())}):
                target.write(frame.body)

    def assemble(self, parts: Sequence[Part]) -> bytes:
        """A PDF of exactly these pages, each turned as its part says."""
        if not parts:
            raise RefusedFileError(Failure.EMPTY, "no pages")
        first, options = parts[0], {"parts": [asdict(part) for part in parts]}
        *_, last = self._ask(Path(first.path), first.media_type, "assemble", options)
        return last.body

    def _only(self, path: Path, media_type: str, task: str, options: Message) -> Frame:
        frames = list(self._ask(path, media_type, task, options))
        if len(frames) != 1:
            raise RefusedFileError(Failure.CRASHED, f"{len(frames)} answers to {task}")
        return frames[0]

    def _ask(self, path: Path, media_type: str, task: str, options: Message | None = None) -> Iterator[Frame]:
        limits = self._limits_of(task, options or {})
        request = {"task": task, "path": str(path.resolve()), "media_type": media_type, **(options or {})}
        request |= {"limits": asdict(limits), "parent": os.getpid()}
        with scratch_folder(self._scratch) as folder, _child(folder) as child:
            yield from _Conversation(child, limits, folder).frames(request)

    def _limits_of(self, task: str, options: Message) -> Limits:
        """Somebody waits in front of a browser for a drawn page; a searchable PDF holds all images of its original."""
        limits = self._limits
        if task == "read":
            return replace(limits, seconds=min(limits.seconds, options["seconds"] or limits.reading_seconds))
        if task == "render":
            return replace(limits, seconds=min(limits.seconds, limits.page_seconds))
        return replace(limits, text_bytes=_BOOK_BYTES) if task == "searchable" else limits


@contextmanager
def _child(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A child in a session of its own; at the end its whole process group is killed."""
    variables = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    variables |= {"TMPDIR": str(folder), "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    with (folder / "stderr").open("wb") as errors:
        child = subprocess.Popen(
            [sys.executable, "-I", "-c", _BOOT, _LOCATION],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            bufsize=0,
            cwd=folder,
            env=variables,
            start_new_session=True,
        )
    with child:
        try:
            yield child
        finally:
            # Before the child is waited for: its number can't have gone to another process yet.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)


class _Conversation:
    """One request and its answers, within the limits."""

    def __init__(self, child: subprocess.Popen[bytes], limits: Limits, folder: Path) -> None:
        self._child = child
        self._limits = limits
        self._folder = folder
        self._deadline = time.monotonic() + limits.seconds

    def frames(self, request: Message) -> Iterator[Frame]:
        """The answers before the last one. Raises what the last one, or the child's end, says."""
        self._send(request)
        reader, received = FrameReader(), 0
        while data := self._receive():
            received += len(data)
            if received > self._limits.text_bytes:
                raise RefusedFileError(Failure.TOO_LARGE, f"more than {self._limits.text_bytes} bytes of pages")
            for frame in self._complete(reader, data):
                if "end" in frame.message:
                    return _raise_failure(frame.message)
                self._deadline += self._limits.seconds_a_page if "page" in frame.message else 0
                yield frame
        raise self._end()

    def _send(self, request: Message) -> None:
        assert self._child.stdin is not None  # noqa: S101 - it was asked for
        with suppress(BrokenPipeError):
            self._child.stdin.write(Frame(request).encode())

    def _receive(self) -> bytes:
        """What the child sent, b"" when it has closed its pipe. Raises TIMED_OUT at the deadline."""
        assert self._child.stdout is not None  # noqa: S101 - it was asked for
        waiting = poll()
        waiting.register(self._child.stdout, POLLIN)
        left = self._deadline - time.monotonic()
        if left <= 0 or not waiting.poll(left * 1000):
            raise RefusedFileError(Failure.TIMED_OUT, f"more than {self._limits.seconds} s")
        return os.read(self._child.stdout.fileno(), _CHUNK)

    def _complete(self, reader: FrameReader, data: bytes) -> Iterator[Frame]:
        try:
            yield from reader.feed(data)
        except ValueError as error:
            raise RefusedFileError(Failure.CRASHED, f"no frame: {error}") from error

    def _end(self) -> RefusedFileError:
        """Why a child that never said how it ended is gone."""
        code = self._exit_code()
        said = (self._folder / "stderr").read_text("utf-8", "replace")[-_STDERR_CHARACTERS:]
        return RefusedFileError(_failure(code, said), f"child ended with {code}: {said}")

    def _exit_code(self) -> int | None:
        """The child's exit code, or minus the signal that ended it; None when it goes on without its pipe. The child is
        left unreaped, so that its process group keeps its number until it is killed.
        """
        give_up = time.monotonic() + _LAST_BREATH
        while (ended := os.waitid(os.P_PID, self._child.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)) is None:
            if time.monotonic() > give_up:
                return None
            time.sleep(_PAUSE)
        return ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status


def _page(frame: Frame) -> Page:
    """The page in a frame. A child that a file took over may say anything: what is no page is CRASHED."""
    try:
        return message_page(frame.message["page"])
    except (KeyError, TypeError, ValueError) as error:
        raise RefusedFileError(Failure.CRASHED, f"no page: {error!r}") from error


def _row(frame: Frame) -> list[str]:
    """The row in a frame; what is none is CRASHED."""
    row = frame.message.get("row")
    if not isinstance(row, list) or not all(isinstance(cell, str) for cell in row):
        raise RefusedFileError(Failure.CRASHED, "no row")
    return row


def _failure(code: int | None, said: str) -> Failure:
    if code == -signal.SIGXCPU:
        return Failure.TIMED_OUT
    if code == -signal.SIGKILL or any(words in said for words in _NO_MEMORY):
        return Failure.OUT_OF_MEMORY
    return Failure.CRASHED


def _raise_failure(message: Message) -> None:
    if message["end"] == "missing_model":
        raise MissingModelError(message["detail"])
    if message["end"] != "done":
        raise RefusedFileError(Failure(message["end"]), message["detail"])
