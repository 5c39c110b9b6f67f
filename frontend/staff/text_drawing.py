"""The values of the page on which a page's text is corrected."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from domain.documents import Document
from domain.page_texts import PageTexts
from domain.word_diff import Piece, pieces
from frontend.links import Links
from frontend.staff.desk import Desk
from frontend.staff.sheets import sheet
from search_api.problems import not_found, request_language
from search_api.workbench import Leaf

TEXT = "/staff/documents/{document_id}/pages/{position}/text"


@dataclass(frozen=True, slots=True)
class Opened:
    """A page of a document, and its texts."""

    document: Document
    leaf: Leaf
    texts: PageTexts


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed that was not taken, and why (a message); `text` None: nothing was typed. `seen` is an earlier
    edition that is looked at, 0 what the machine reads.
    """

    text: str | None = None
    fault: str = ""
    seen: int | None = None


def context(desk: Desk, request: Request, opened: Opened, draft: Draft) -> dict[str, object]:
    """The values of `page_text.html`."""
    document, leaf, texts = opened.document, opened.leaf, opened.texts
    links = Links(request_language(request))
    return {
        "document": document,
        "title": document.title(links.language)[0],
        "sheet": sheet(document.id, leaf),
        "texts": texts,
        "draft": draft,
        "seen": draft.seen,
        "shown": texts.text if draft.text is None else draft.text,
        "address": TEXT.format(document_id=document.id, position=leaf.position),
        "compared": _compared(texts, draft),
        "who": desk.who,
        "to_page": lambda number: links.to(TEXT.format(document_id=document.id, position=number)),
    }


def _compared(texts: PageTexts, draft: Draft) -> list[Piece]:
    """What differs: what was typed from what stands by now; else an earlier text, or the machine's, from it."""
    if draft.fault == "text.stale" and draft.text is not None:
        return pieces(texts.text, draft.text)
    if draft.seen is None:
        return pieces(texts.text, texts.machine) if texts.reads_otherwise else []
    edition = texts.edition(draft.seen)
    if edition is None and draft.seen:
        raise not_found()
    earlier = edition.text if edition and edition.text is not None else texts.machine
    return pieces(earlier, texts.text)
