from __future__ import annotations

import pypdfium2 as pdfium

from demo.drafting import Draft
from demo.typesetting import typesetter
from tests.demo.reading import recall


def test_every_block_is_on_the_page_it_is_said_to_be_on(drafts: list[Draft]) -> None:
    longest = max(drafts, key=lambda draft: len(draft.facts.items))
    with typesetter() as setting:
        made = setting.set(longest, longest.blocks)
    document = pdfium.PdfDocument(made.pdf)
    assert len(document) == len(made.pages) >= 9
    for page, blocks in zip(document, made.pages, strict=True):
        found = page.get_textpage().get_text_range()
        assert recall("\n".join(block.text for block in blocks), found) > 0.8
    document.close()


def test_no_block_is_lost_and_none_moved(drafts: list[Draft]) -> None:
    with typesetter() as setting:
        for draft in drafts[:8]:
            made = setting.set(draft, draft.blocks)
            assert tuple(block for page in made.pages for block in page) == draft.blocks


def test_session_minutes_take_several_pages(drafts: list[Draft]) -> None:
    minutes = [draft for draft in drafts if draft.slot.kind == "session_minutes"]
    with typesetter() as setting:
        counts = [len(setting.set(draft, draft.blocks).pages) for draft in minutes]
    assert min(counts) >= 3
