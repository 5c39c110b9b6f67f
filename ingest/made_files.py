"""Files on their way out of a child: cut into frames there, put together again here, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.failures import Failure, RefusedFileError
from ingest.frames import Frame

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file a child made: the name it goes by, and where it is until the next one is asked for."""

    name: str
    path: Path


def file_frames(name: str, content: Iterator[bytes]) -> Iterator[Frame]:
    """One file as frames: its name, then its bytes."""
    yield Frame({"file": name})
    for chunk in content:
        yield Frame({"chunk": len(chunk)}, chunk)


def chunks_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file in pieces."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def cut(content: bytes) -> Iterator[bytes]:
    """Bytes in pieces."""
    return (content[start : start + _CHUNK] for start in range(0, len(content), _CHUNK))


def made_files(frames: Iterator[Frame], folder: Path) -> Iterator[MadeFile]:
    """The files that come in frames, each written to `folder` under a name of its own choosing there.

    A refusal that ends the frames is raised after the files that were whole before it; a child that a file took over
    may say anything: what is neither name nor bytes is CRASHED.
    """
    name, path = "", folder / "made"
    for frame in frames:
        if "file" in frame.message:
            if name:
                yield MadeFile(name, path)
            name = str(frame.message["file"]) or "?"
            path.write_bytes(b"")
        elif name and "chunk" in frame.message:
            with path.open("ab") as file:
                file.write(frame.body)
        else:
            raise RefusedFileError(Failure.CRASHED, "no file")
    if name:
        yield MadeFile(name, path)
