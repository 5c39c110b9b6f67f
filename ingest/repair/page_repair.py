"""Which pages are repaired, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from analyzers.pipeline import Analyzer
from domain.documents import Page, TextSource
from ingest.repair.broken import joined, unglued
from ingest.repair.knowledge import Knowledge
from ingest.repair.mirrored import straightened
from ingest.repair.spelling import is_other_language, meaningless, respelt
from ingest.repair.swaps import Swaps
from ingest.repair.words import ARABIC, Words, cut

_LAYERS = (TextSource.LAYER, TextSource.REPAIRED)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A page, and the words of it that are being repaired; None where the page stays as it is."""

    page: Page
    words: Words | None


def repair(pages: Sequence[Page], analyzer: Analyzer) -> list[Page]:
    """The pages of a document, text layers put right where the lexicon proves what was meant.

    A repaired page has source REPAIRED and keeps what the file said in `raw_text`. A page whose words are all known, and one
    that is no text layer, comes back as it is. Offsets and boxes stay aligned.
    """
    knowledge = Knowledge(analyzer.legibility)
    drafts = [_respelt(page, knowledge) for page in pages]
    swaps = Swaps(knowledge)
    votes = [swaps.votes(draft.words.words) if draft.words else Counter() for draft in drafts]
    document = sum((Counter(vote) for vote in votes), Counter()) if votes else Counter()
    repaired = []
    for draft, own in zip(drafts, votes, strict=True):
        if draft.words:
            words = tuple(swaps.undone(draft.words.words, own, document))
            words = tuple(unglued(tuple(joined(words, knowledge)), knowledge))
            repaired.append(_page(draft.page, replace(draft.words, words=words)))
        else:
            repaired.append(_plain(draft.page))
    return repaired


def _respelt(page: Page, knowledge: Knowledge) -> _Draft:
    if page.source not in _LAYERS or not ARABIC.search(page.text) or all(map(knowledge.is_sound, page.text.split())):
        return _Draft(page, None)
    cut_page = cut(page)
    if cut_page is None:
        return _Draft(page, None)
    words = tuple(straightened(cut_page.words, knowledge))
    symbols, foreign = meaningless(words, knowledge), is_other_language(page.text)
    words = tuple(respelt(word, symbols, foreign, knowledge) for word in words)
    return _Draft(page, replace(cut_page, words=words))


def _page(page: Page, words: Words) -> Page:
    text, boxes = words.page_text()
    if text == page.text:
        return _plain(page)
    raw_text = page.text if page.raw_text is None else page.raw_text
    return replace(_plain(page), text=text, words=boxes, source=TextSource.REPAIRED, raw_text=raw_text)


def _plain(page: Page) -> Page:
    """The page without what only its reader knew of it."""
    return page if type(page) is Page else Page(*(getattr(page, field.name) for field in fields(Page)))
