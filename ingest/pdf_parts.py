"""What a PDF holds beside its pages, and its lock, through pikepdf. Runs only inside a child of `ingest.sandbox`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from domain.failures import Failure, RefusedFileError
from ingest.capabilities import ContainedFile

if TYPE_CHECKING:
    from pikepdf import Object, Pdf


def embedded_files(path: Path, most_pages: int) -> Iterator[ContainedFile]:
    """The files embedded in a document, a portfolio's among them, then those pinned to its first `most_pages` pages.

    One that can't be read is passed over. Raises RefusedFileError for a document that can't be opened.
    """
    with _open(path, "") as pdf:
        seen: set[tuple[int, int]] = set()
        for specification in (*_named(pdf), *_pinned(pdf, most_pages)):
            found = _read(pdf, specification, seen)
            if found is not None:
                yield found


def unlock(path: Path, password: str, target: Path) -> None:
    """Write the document without its lock to `target`; nothing where it opens without a password.

    Raises RefusedFileError: ENCRYPTED when the password does not fit or the lock is of an unknown kind, BROKEN.
    """
    try:
        with _open(path, ""):
            return
    except RefusedFileError as refusal:
        if refusal.failure is not Failure.ENCRYPTED:
            raise
    with _open(path, password) as pdf:
        pdf.save(target)


@contextmanager
def _open(path: Path, password: str) -> Iterator[Pdf]:
    import pikepdf

    try:
        with pikepdf.open(path, password=password) as pdf:
            yield pdf
    except pikepdf.PasswordError as error:
        raise RefusedFileError(Failure.ENCRYPTED, str(error)) from error
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, TypeError, RuntimeError) as error:
        failure = Failure.ENCRYPTED if "encrypt" in str(error).lower() else Failure.BROKEN
        raise RefusedFileError(failure, repr(error)) from error


def _named(pdf: Pdf) -> Iterator[Object]:
    """The file specifications in the document's table of embedded files."""
    import pikepdf

    names = pdf.Root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, pikepdf.Dictionary) else None
    if isinstance(tree, pikepdf.Dictionary):
        yield from (value for _, value in pikepdf.NameTree(tree).items())


def _pinned(pdf: Pdf, most_pages: int) -> Iterator[Object | None]:
    """The file specifications of annotations."""
    import pikepdf

    for page in pdf.pages[:most_pages]:
        annotations = page.obj.get("/Annots")
        for annotation in annotations if isinstance(annotations, pikepdf.Array) else ():
            if isinstance(annotation, pikepdf.Dictionary) and annotation.get("/Subtype") == pikepdf.Name.FileAttachment:
                yield annotation.get("/FS")


def _read(pdf: Pdf, specification: Object | None, seen: set[tuple[int, int]]) -> ContainedFile | None:
    """The file that a specification stands for, None when it was seen before or there is none."""
    import pikepdf

    if not isinstance(specification, pikepdf.Dictionary):
        return None
    embedded = specification.get("/EF")
    stream = embedded.get("/UF", embedded.get("/F")) if isinstance(embedded, pikepdf.Dictionary) else None
    if not isinstance(stream, pikepdf.Stream) or stream.objgen in seen:
        return None
    seen.add(stream.objgen)
    try:
        return ContainedFile(_name(specification), stream.read_bytes())
    except pikepdf.PdfError:
        return None


def _name(specification: Object) -> str:
    """The Unicode name, else the other one; folders in it are dropped."""
    for key in ("/UF", "/F"):
        given = str(specification.get(key, "")).replace("\\", "/").rpartition("/")[2]
        if given.strip():
            return given.strip()
    return "attachment"
