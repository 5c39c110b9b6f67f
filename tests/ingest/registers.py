"""Registers whose pages share whatever the pages of a PDF can share, each page's things marked with its number."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from pikepdf import AttachedFileSpec, Dictionary, Name, OutlineItem, Pdf, Stream

Hide = Callable[[Pdf, int], None]


def mark(number: int) -> bytes:
    """What only page `number` (from 1) may hold."""
    return b"PAGE-%d-ONLY" % number


def register(count: int, *hide: Hide) -> bytes:
    """A register of pages that say their mark, with everything the `hide` functions put on each page."""
    made = Pdf.new()
    for number in range(1, count + 1):
        made.add_blank_page(page_size=(400, 200))
        page = made.pages[-1]
        page.Contents = made.make_stream(b"BT /F1 20 Tf 30 100 Td (%s) Tj ET" % mark(number))
        page.Resources = Dictionary()
    _share(made)
    for number in range(1, count + 1):
        for one in hide:
            one(made, number)
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def _share(made: Pdf) -> None:
    """One dictionary of resources for all pages."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    shared = made.make_indirect(Dictionary(Font=Dictionary(F1=font)))
    for page in made.pages:
        page.obj.Resources = shared


def _form(made: Pdf, content: bytes, **said: object) -> Stream:
    form = Stream(made, content)
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, [0, 0, 400, 200]
    for key, value in said.items():
        form[f"/{key}"] = value
    return form


def _draw(made: Pdf, number: int, more: bytes) -> None:
    page = made.pages[number - 1]
    page.obj.Contents = made.make_stream(page.Contents.read_bytes() + b"\n" + more)


def _resource(made: Pdf, category: str, name: str, value: object) -> None:
    shared = made.pages[0].obj.Resources
    if category not in shared:
        shared[category] = Dictionary()
    shared[category][name] = value


def forms(made: Pdf, number: int) -> None:
    """A form, which draws another."""
    inner = _form(made, b"% inner " + mark(number))
    resources = Dictionary(XObject=Dictionary({f"/In{number}": inner}))
    _resource(made, "/XObject", f"/Fm{number}", _form(made, b"/In%d Do" % number, Resources=resources))
    _draw(made, number, b"/Fm%d Do" % number)


def forms_with_shared_resources(made: Pdf, number: int) -> None:
    """A form that draws with the dictionary that all pages share."""
    shared = made.pages[0].obj.Resources
    _resource(made, "/XObject", f"/Sh{number}", _form(made, b"% shared " + mark(number), Resources=shared))
    _draw(made, number, b"/Sh%d Do" % number)


def images(made: Pdf, number: int) -> None:
    """An image with its metadata."""
    image = Stream(made, mark(number) + bytes(100 - len(mark(number))))
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 10, 10
    image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
    image.Metadata = Stream(made, b"all of it: PAGE-1-ONLY PAGE-2-ONLY PAGE-3-ONLY")
    _resource(made, "/XObject", f"/Im{number}", image)
    _draw(made, number, b"q 10 0 0 10 0 0 cm /Im%d Do Q" % number)


def patterns(made: Pdf, number: int) -> None:
    """A pattern with the shared resources."""
    pattern = Stream(made, b"% pattern " + mark(number))
    pattern.Type, pattern.PatternType, pattern.PaintType, pattern.TilingType = Name.Pattern, 1, 1, 1
    pattern.BBox, pattern.XStep, pattern.YStep = [0, 0, 9, 9], 9, 9
    pattern.Resources = made.pages[0].obj.Resources
    _resource(made, "/Pattern", f"/P{number}", pattern)
    _draw(made, number, b"/Pattern cs /P%d scn 0 0 9 9 re f" % number)


def masks(made: Pdf, number: int) -> None:
    """A soft mask drawn by a form with the shared resources."""
    form = _form(made, b"% mask " + mark(number), Resources=made.pages[0].obj.Resources)
    state = Dictionary(Type=Name.ExtGState, SMask=Dictionary(S=Name.Luminosity, G=made.make_indirect(form)))
    _resource(made, "/ExtGState", f"/Gs{number}", made.make_indirect(state))
    _draw(made, number, b"/Gs%d gs" % number)


def drawn_fonts(made: Pdf, number: int) -> None:
    """A font whose letters draw with the shared resources."""
    letter = Stream(made, b"100 0 d0 % letter " + mark(number))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 9, 9], FontMatrix=[0.01, 0, 0, 0.01, 0, 0])
    font.CharProcs, font.FirstChar, font.LastChar, font.Widths = Dictionary(a=letter), 97, 97, [100]
    font.Encoding = Dictionary(Type=Name.Encoding, Differences=[97, Name.a])
    font.Resources = made.pages[0].obj.Resources
    _resource(made, "/Font", f"/T{number}", made.make_indirect(font))
    _draw(made, number, b"BT /T%d 9 Tf (a) Tj ET" % number)


def links(made: Pdf, number: int) -> None:
    """A link to the next page, and what a program keeps of the whole on each page."""
    page, following = made.pages[number - 1], made.pages[number % len(made.pages)]
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], Dest=[following.obj, Name.Fit])
    page.obj.Annots = [made.make_indirect(link)]
    page.obj.PieceInfo = Dictionary(App=Dictionary(Private=Stream(made, b"PAGE-1-ONLY PAGE-2-ONLY PAGE-3-ONLY")))
    page.obj.B = [made.make_indirect(Dictionary(P=following.obj))]
    page.obj.Thumb = Stream(made, b"PAGE-1-ONLY PAGE-2-ONLY PAGE-3-ONLY")


def attachments(made: Pdf, number: int) -> None:
    """A file for the whole, and one pinned to the page, a bookmark, and text that comes with the document."""
    spec = AttachedFileSpec(made, b"PAGE-1-ONLY PAGE-2-ONLY PAGE-3-ONLY", filename=f"a{number}.txt")
    made.attachments[f"a{number}.txt"] = spec
    pin = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=spec.obj)
    page = made.pages[number - 1].obj
    page.AF = [spec.obj]
    page.Annots = [*page.get("/Annots", []), made.make_indirect(pin)]
    made.docinfo["/Subject"] = "PAGE-1-ONLY PAGE-2-ONLY PAGE-3-ONLY"
    with made.open_outline() as outline:
        outline.root.append(OutlineItem(mark(number).decode(), number - 1))


EVERYWHERE = (forms, forms_with_shared_resources, images, patterns, masks, drawn_fonts, links, attachments)
"""All the places where a page's things can lie."""


def unpacked(pdf: bytes) -> bytes:
    """Everything that the PDF holds, unpacked: its objects and its streams."""
    with Pdf.open(BytesIO(pdf)) as opened:
        streams = [one.read_bytes() for one in opened.objects if isinstance(one, Stream) and _readable(one)]
        texts = [repr(one).encode() for one in opened.objects if not isinstance(one, Stream)]
        trailer = repr(opened.trailer).encode() + repr(dict(opened.docinfo)).encode()
    return b"\n".join([*streams, *texts, trailer, pdf])


def _readable(stream: Stream) -> bool:
    return stream.get("/Filter") != Name.DCTDecode
