"""A paper with personal data in every corner of its file, and what is in the bytes of a PDF."""

from __future__ import annotations

import io
import subprocess
import zlib
from pathlib import Path

import pikepdf
import pytesseract
from pdfminer.high_level import extract_text
from PIL import Image

from domain.redaction import Area
from ingest.limits import Limits
from ingest.personal_data.check import PersonalDataCheck
from ingest.sandbox import Sandbox
from tests.ingest.conftest import typeset
from tests.search_api.library import Library, Paper, Put

CARD, PHONE, PERSON = "BK734561", "0661928374", "Zerwalou"
SECRETS = (CARD, PHONE, PERSON)
KEPT = "Achibane"
"""A word that stays."""

_FIRST = f"""
Le conseil communal approuve la demande de #box[{PERSON}] relative au puits
#linebreak()
Carte nationale {CARD}
#linebreak()
GSM {PHONE}
#linebreak()
Quartier {KEPT}
"""
_SECOND = "Le conseil communal approuve la convention Tizgui"


def paper(folder: Path, name: str = f"demande {CARD}.pdf") -> Paper:
    """Two pages that were read from their own text layer, in a file that says the secrets beside them, too."""
    content = _with_hiding_places(typeset(f"{_FIRST}\n#pagebreak()\n{_SECOND}", "pdf", "Amiri"))
    path = folder / "paper.pdf"
    path.write_bytes(content)
    pages = Sandbox(Limits(), folder / "scratch").extract(path, "application/pdf")
    title = f"Demande de {PERSON}"
    return Paper(title, language="fr", name=name, media_type="application/pdf", content=content, pages=pages, number=CARD)


def _with_hiding_places(made: bytes) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pdf.docinfo["/Title"] = f"Demande de {PERSON}"
        with pdf.open_metadata() as metadata:
            metadata["dc:creator"] = [PERSON]
        pdf.attachments["carte.txt"] = f"{CARD} {PHONE}".encode()
        page = pdf.pages[0]
        page.obj["/Thumb"] = pdf.make_stream(PERSON.encode(), Type=pikepdf.Name.XObject)
        page.obj["/PieceInfo"] = pikepdf.Dictionary(App=pikepdf.String(PHONE))
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents=pikepdf.String(CARD), Rect=[0, 0, 9, 9]
        )
        page.obj["/Annots"] = pdf.make_indirect(pikepdf.Array([note]))
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(PERSON, 0))
        pdf.save(target)
    return target.getvalue()


def areas_of(library: Library, put: Put) -> list[Area]:
    """Where the card and the telephone were found, and where the name stands, as somebody would mark it by hand."""
    document = library.archive.document(put.document)
    assert document
    boxes = [box for find in PersonalDataCheck(library.archive).finds(document) for box in find.boxes]
    page = library.archive.page(document.files[0].current.id, 1)
    assert page
    boxes += [word for word in page.words if PERSON in page.text[word.start : word.end]]
    return [Area(1, box.left, box.top, box.right, box.bottom) for box in boxes]


def in_bytes(data: bytes) -> list[str]:
    """The secrets that stand in the bytes of a file, or in any stream of it once unpacked, in any usual coding."""
    everything = [data]
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for one in pdf.objects:
                everything.append(bytes(one.unparse(resolved=True)))
                if isinstance(one, pikepdf.Stream):
                    everything.append(bytes(one.read_raw_bytes()))
                    everything.append(_unpacked(one))
    coded = {secret: [secret.encode(code) for code in ("utf-8", "utf-16-be", "utf-16-le")] for secret in SECRETS}
    hexed = {secret: [*codes, *(code.hex().encode() for code in codes)] for secret, codes in coded.items()}
    return [secret for secret, codes in hexed.items() if any(code in part for code in codes for part in everything)]


def _unpacked(stream: pikepdf.Stream) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except (pikepdf.PdfError, zlib.error):
        return b""


def read_by_programs(data: bytes, folder: Path) -> str:
    """What pdfminer and pdftotext find in a PDF, spaces left out."""
    path = folder / "published.pdf"
    path.write_bytes(data)
    copied = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    return "".join((extract_text(path) + copied).split())


def read_by_eye(image: bytes) -> str:
    """What tesseract reads on an image, spaces left out."""
    return "".join(str(pytesseract.image_to_string(Image.open(io.BytesIO(image)), "fra")).split())
