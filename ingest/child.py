"""The child process: does one thing to one file within limits it sets on itself, answers in frames and ends.

Started by `ingest.sandbox` only. Its standard output is the pipe of frames, and nothing else can reach it. It dies
with its parent: the kernel kills it, and when it may have a child of its own (Tesseract, LibreOffice), a thread that
sees the parent's end of the pipe close kills the whole process group.
"""

from __future__ import annotations

import ctypes
import errno
import math
import os
import resource
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from domain.failures import Failure, RefusedFileError
from ingest.frames import Frame, Message, page_message, read_frame
from ingest.limits import Limits
from ingest.made_files import chunks_of, cut, file_frames

_PR_SET_PDEATHSIG = 1
_PARSER_FILE_BYTES = 1024**2
_MAKER_FILE_BYTES = 512 * 1024**2
"""Tesseract is handed its image in a file; conversions and unlocked copies are files."""

_MAKERS = frozenset({"read", "convert", "unlock"})
"""Tasks that write files or start programs."""

_BOOK_FILE_BYTES = 1024**3
_PIECE = 1024**2


def main() -> None:
    """Read a request, answer it, end. Never raises."""
    pipe = _claim_pipe()
    requests = sys.stdin.buffer
    request = read_frame(requests).message
    _die_with(int(request["parent"]), request["task"])
    threading.Thread(target=_watch, args=(requests,), daemon=True).start()
    limits = Limits(**request["limits"])
    _confine(limits, request["task"])
    for frame in _answer(request, limits):
        pipe.write(frame.encode())
        pipe.flush()
    os._exit(0)


def _claim_pipe() -> BinaryIO:
    """Keep standard output for frames; whatever else writes to it from now on is lost."""
    pipe = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    return pipe


def _die_with(parent: int, task: str) -> None:
    """Ask the kernel for death with the parent, unless a program would be left behind; `_watch` takes care of that."""
    if task not in _MAKERS:
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _watch(requests: BinaryIO) -> None:
    """Wait until the parent's end of the pipe closes, then kill the group."""
    requests.read(1)
    os.killpg(0, signal.SIGKILL)


def _confine(limits: Limits, task: str) -> None:
    written = _FILE_BYTES.get(task, _PARSER_FILE_BYTES)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    _grant(limits.seconds)
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(request: Message, limits: Limits) -> Iterator[Frame]:
    """The answers, the last of which says `end`: "done", a failure's code, or "missing_model"."""
    from ingest.ocr import MissingModelError

    try:
        yield from _TASKS[request["task"]](request, limits)
        yield Frame({"end": "done"})
    except RefusedFileError as refusal:
        yield _refusal(refusal.failure, refusal.detail)
    except MissingModelError as error:
        yield Frame({"end": "missing_model", "detail": str(error)})
    except MemoryError:
        yield _refusal(Failure.OUT_OF_MEMORY)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        yield _refusal(Failure.DISK_FULL if full else Failure.BROKEN, repr(error))
    except Exception as error:  # noqa: BLE001 - whatever a damaged file makes a parser raise
        yield _refusal(Failure.BROKEN, repr(error))


def _refusal(failure: Failure, detail: str = "") -> Frame:
    return Frame({"end": failure.value, "detail": detail[:2_000]})


def _extract(request: Message, limits: Limits) -> Iterator[Frame]:
    from ingest.extractor import extractor_for

    characters = 0
    for page in extractor_for(request["media_type"]).extract(Path(request["path"]), limits):
        characters += len(page.text)
        if page.number > limits.pages:
            raise RefusedFileError(Failure.TOO_MANY_PAGES, f"more than {limits.pages} pages")
        if characters > limits.text_bytes:
            raise RefusedFileError(Failure.TOO_LARGE, f"more than {limits.text_bytes} characters")
        yield Frame({"page": page_message(page)})
        _grant(limits.seconds_a_page * page.number + limits.seconds)


def _grant(seconds: float) -> None:
    """Move the limit on processor time with the parent's deadline."""
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), resource.RLIM_INFINITY))


def _read(request: Message, limits: Limits) -> Iterator[Frame]:
    from ingest import ocr
    from ingest.recipe import Recipe
    from ingest.rendering import draw
    from ingest.scale import Scale

    path, number, recipe = Path(request["path"]), request["number"], Recipe(**request["recipe"])
    _grant(min(limits.seconds, limits.page_seconds))
    drawing = draw(path, request["media_type"], number, Scale(dpi=recipe.dpi, turn=recipe.turn), limits)
    _grant(limits.seconds)
    page = ocr.read(drawing, number, recipe)
    yield Frame({"page": page_message(page)})


def _render(request: Message, limits: Limits) -> Iterator[Frame]:
    from ingest.rendering import render
    from ingest.scale import Scale

    path, media_type = Path(request["path"]), request["media_type"]
    scale = Scale(width=request["width"], turn=request["turn"])
    yield Frame({}, render(path, media_type, request["number"], scale, limits))


def _assemble(request: Message, limits: Limits) -> Iterator[Frame]:
    from ingest.assembling import Assembly, Part

    assembly = Assembly(limits)
    for done, part in enumerate(request["parts"], 1):
        assembly.add(Part(**part))
        yield Frame({"page": done})
        _grant(limits.seconds_a_page * done + limits.seconds)
    yield Frame({}, assembly.save())


def _convert(request: Message, limits: Limits) -> Iterator[Frame]:
    from ingest.capabilities import Converter
    from ingest.extractor import extractor_for

    converter = extractor_for(request["media_type"])
    if not isinstance(converter, Converter):
        raise RefusedFileError(Failure.UNSUPPORTED, f"{request['media_type']} is not converted")
    made = converter.convert(Path(request["path"]), _own_folder(), limits)
    yield from file_frames(made.name, chunks_of(made))


def _unlock(request: Message, limits: Limits) -> Iterator[Frame]:
    from ingest.capabilities import Lockable
    from ingest.extractor import extractor_for

    lockable = extractor_for(request["media_type"])
    if not isinstance(lockable, Lockable):
        raise RefusedFileError(Failure.ENCRYPTED, f"{request['media_type']} can't be unlocked")
    target = _own_folder() / "unlocked"
    for number, password in enumerate(request["passwords"], 1):
        try:
            lockable.unlock(Path(request["path"]), password, target)
        except RefusedFileError as refusal:
            if refusal.failure is Failure.ENCRYPTED and number < len(request["passwords"]):
                continue
            raise
        break
    if target.exists():
        yield from file_frames(target.name, chunks_of(target))


def _unpack(request: Message, limits: Limits) -> Iterator[Frame]:
    from ingest.capabilities import Container
    from ingest.extractor import extractor_for

    container, unpacked = extractor_for(request["media_type"]), 0
    if not isinstance(container, Container):
        return
    for count, found in enumerate(container.contained(Path(request["path"]), limits), 1):
        unpacked += len(found.content)
        if count > limits.contained_files or unpacked > limits.unpacked_bytes:
            raise RefusedFileError(Failure.TOO_LARGE, f"{count} files of {unpacked} bytes")
        yield from file_frames(found.name, cut(found.content))


def _table(request: Message, limits: Limits) -> Iterator[Frame]:
    from ingest.sheets.tables import read_table

    sent = 0
    for row in read_table(Path(request["path"]), request["media_type"]):
        sent += sum(map(len, row))
        if sent > limits.text_bytes:
            raise RefusedFileError(Failure.TOO_LARGE, f"more than {limits.text_bytes} characters")
        yield Frame({"row": row})


def _own_folder() -> Path:
    """An empty folder in this process's scratch folder, which goes with it."""
    return Path(tempfile.mkdtemp())


def _searchable(request: Message, limits: Limits) -> Iterator[Frame]:
    """A frame for each page that is done, then the PDF in pieces."""
    from ingest.searchable.build import build

    path, pages, target = Path(request["path"]), Path(request["pages"]), Path("searchable.pdf")
    for done, number in enumerate(build(path, request["media_type"], pages, target, limits), 1):
        yield Frame({"page": number})
        _grant(limits.seconds_a_page * done + limits.seconds)
    with target.open("rb") as file:
        while piece := file.read(_PIECE):
            yield Frame({}, piece)


_FILE_BYTES = dict.fromkeys(_MAKERS, _MAKER_FILE_BYTES) | {"searchable": _BOOK_FILE_BYTES}

_TASKS: dict[str, Callable[[Message, Limits], Iterator[Frame]]] = {
    "extract": _extract,
    "read": _read,
    "render": _render,
    "assemble": _assemble,
    "convert": _convert,
    "unlock": _unlock,
    "unpack": _unpack,
    "table": _table,
    "searchable": _searchable,
}

if __name__ == "__main__":
    main()
