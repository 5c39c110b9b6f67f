"""What is true of a document, written beside it for tests and measurements."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from demo.blocks import Block
from demo.drafting import Draft
from demo.forms import MadeFile
from demo.stated import languages, stated
from demo.tables import table
from demo.wording import amounts

_WORD = re.compile(r"[^\W\d_]+")
_COUNCIL = re.compile(r"[وف]?(?:ال|بال|كال|لل|[بكل])?(?:مجلس|مجالس)(?:ه|ها|هم|نا|ي|ين)?")
_JOINED = re.compile(r"^[وف]?(?:بال|كال|لل|ال|[بكل])?(?=[\u0600-\u06ff]{3})|(?:ات|ين|ون|ها|هم|ة|ه|es|s|x|e)$")
_SHORTEST = 5
"""Letters of the shortest word that is worth looking for in a scan."""


def words(text: str) -> set[str]:
    """The words of `text` as written: runs of letters."""
    return set(_WORD.findall(text))


def core(word: str) -> str:
    """A word without what is commonly joined to it, so that forms of a word that stands elsewhere are found too."""
    return _JOINED.sub("", word.casefold())


def _cores(text: str) -> set[str]:
    return set(map(core, words(text)))


def readable_words(drafts: Iterable[Draft]) -> frozenset[str]:
    """Every word of the documents that are no scans and of the sample's mark, without what is joined to it."""
    readable = (draft.text for draft in drafts if not draft.slot.scanned)
    return frozenset(_cores(table("sample")["notice"])).union(*map(_cores, readable))


def page_text(blocks: tuple[Block, ...]) -> str:
    """A page's words in reading order, the sample's mark first; unbreakable spaces are plain ones."""
    lines = [str(table("sample")["notice"]), *(block.text for block in blocks)]
    return "\n".join(lines).replace("\u00a0", " ")


def _session(draft: Draft) -> dict[str, Any] | None:
    session = draft.facts.session
    if not any(name in draft.text for name in session.names.values()):
        return None
    return {"ordinary": session.ordinary, "names": session.names, "date": session.day.isoformat()}


def _votes(draft: Draft) -> list[dict[str, int]]:
    cast = [item.vote for item in draft.facts.items]
    if draft.slot.kind not in ("decision", "session_minutes"):
        return []
    return [{"for": vote.ayes, "against": vote.noes, "abstentions": vote.abstentions} for vote in cast]


def _tender(draft: Draft) -> dict[str, Any] | None:
    if draft.slot.kind != "tender":
        return None
    facts = draft.facts
    return {
        "estimate": facts.items[0].amount,
        "deadline": facts.deadline.isoformat(),
        "opening": facts.opening.isoformat(),
    }


def _forms_of_council(text: str) -> list[str]:
    return sorted(word for word in words(text) if _COUNCIL.fullmatch(word))


def _scan_only(draft: Draft, text: str, readable: frozenset[str]) -> list[str]:
    if not draft.slot.scanned:
        return []
    return sorted(word for word in words(text) if len(word) >= _SHORTEST and core(word) not in readable)


def describe(draft: Draft, made: MadeFile, readable: frozenset[str]) -> dict[str, Any]:
    """The truth of one document, ready for JSON; `readable` are the words of documents that are no scans."""
    facts, pages = draft.facts, [page_text(page) for page in made.pages]
    text = "\n".join(pages)
    return {
        "file": draft.name + made.suffix,
        "media_type": made.media_type,
        "made": made.instead or draft.slot.made,
        "type": draft.slot.kind,
        "number": facts.number if facts.number in text else None,
        "date": facts.day.isoformat(),
        "body": facts.council.body.id,
        "organization": facts.council.organs[facts.role].id,
        "session": _session(draft),
        "languages": languages(draft),
        "titles": draft.titles,
        "subjects": [item.subject.id for item in facts.items],
        "amounts": amounts(text),
        "laws": [law for law in table("laws") if law in text],
        "votes": _votes(draft),
        "tender": _tender(draft),
        "council_forms": _forms_of_council(text),
        "scan_only_words": _scan_only(draft, text, readable),
        "description": stated(draft, text),
        "pages": pages,
    }
