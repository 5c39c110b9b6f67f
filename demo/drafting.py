"""Documents before they are set: facts worded by the templates in `texts/`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from demo import other_wording, wording
from demo.blocks import Block, Kind, parse, runs
from demo.facts import Facts, draw
from demo.register import Council
from demo.slots import Slot
from demo.tables import HERE, table


@dataclass(frozen=True, slots=True)
class Draft:
    """A document's words and facts, not set yet. `name` is the name of its file, without an ending."""

    slot: Slot
    facts: Facts
    name: str
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """All its words in reading order."""
        return "\n".join(block.text for block in self.blocks)

    @property
    def language(self) -> str:
        """The language that gives its pages their direction: Arabic unless it is in French throughout."""
        return "fr" if self.slot.language == "fr" else "ar"

    @property
    def titles(self) -> dict[str, str]:
        """Its title in each language it has one in; lines of one language that follow one another are one title."""
        found: dict[str, str] = {}
        for block in self.blocks:
            if block.kind is Kind.TITLE:
                found[block.language] = f"{found.get(block.language, '')} {block.text}".strip()
        return found


@cache
def environment() -> Environment:
    """The templates of this package; what is undefined is an error, and markup is escaped in markup only."""
    made = Environment(
        loader=FileSystemLoader(HERE),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html", "xml", "rels")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    names = ("arabic_date", "arabic_weekday", "arabic_money", "french_date", "french_weekday", "french_money")
    made.filters |= {name: getattr(wording, name) for name in names}
    others = ("arabic_day", "french_day", "arabic_sum", "french_sum", "arabic_session", "french_session")
    made.filters |= {name: getattr(other_wording, name) for name in others}
    return made


def render_marked(template: str, draft: Draft) -> str:
    """A template that sets a draft, given its blocks, title, day, main language, the sample's mark and `runs`."""
    words = {
        "blocks": draft.blocks,
        "title": " / ".join(draft.titles.values()),
        "day": draft.facts.day,
        "language": draft.language,
        "notice": table("sample")["notice"],
        "runs": runs,
    }
    return environment().get_template(f"templates/{template}").render(words)


def _letterhead(council: Council) -> tuple[tuple[str, ...], ...]:
    return tuple(zip(council.letterhead["ar"], council.letterhead["fr"], strict=True))


def _render(slot: Slot, facts: Facts) -> str:
    manner = table("manners")[slot.manner]
    words = {
        "f": facts,
        "item": facts.items[0],
        "s": facts.items[0].subject,
        "w": facts.council.words,
        "organ": facts.council.organs[facts.role].names,
        "laws": table("laws"),
        "calendar": table("calendar"),
        "v": slot.index + slot.index // len(table(manner["archive"])["documents"]),
    }
    return environment().get_template(f"{manner['texts']}/{slot.kind}.{slot.language}.txt").render(words)


def draft(slot: Slot, seed: int) -> Draft:
    """The document at `slot`: the same one for the same seed, however many others there are."""
    facts = draw(slot, seed, Random(f"{seed}/{slot.index}"))
    kind = slot.kind.replace("_", "-")
    name = f"{facts.council.body.id}-{facts.day.year}-{kind}-{slot.index + 1:03}"
    return Draft(slot, facts, name, parse(_render(slot, facts), _letterhead(facts.council)))
