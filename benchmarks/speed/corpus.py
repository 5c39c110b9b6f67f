"""Documents for an archive of any size: sentences of the sample archive between words that follow Zipf's law.

Every document is the same for the same number, however many others there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks.speed.vocabulary import Vocabulary, arabic_words, french_words, vocabulary
from demo.drafting import draft
from demo.slots import slots
from domain.documents import Body, Organization

WORDS = 300
"""Words of a document."""

_DRAFTS = 240
_SEEDS = 4
_COUNCILS = 40
_FRENCH = 0.3
_BOTH = 0.1
_SENTENCES = 0.4
_FIRST_DAY = date(2010, 1, 4)
_DAYS = 5_500
_TYPES = (
    "decision",
    "decision",
    "decision",
    "session_minutes",
    "tender",
    "tender",
    "agreement",
    "committee_minutes",
    "budget",
)


@dataclass(frozen=True, slots=True)
class Written:
    """A document to be put into the archive; `titles` by language, `pages` in order."""

    number: int
    type: str
    titles: dict[str, str]
    languages: tuple[str, ...]
    body: str
    organization: str
    day: date
    pages: tuple[str, ...]

    @property
    def text(self) -> str:
        """All its pages."""
        return "\n".join(self.pages)


@dataclass(frozen=True, slots=True)
class _Language:
    """What a language's documents are made of."""

    words: Vocabulary
    titles: Sequence[str]
    sentences: Sequence[str]


class Corpus:
    """Makes documents. Opening it takes some seconds."""

    def __init__(self, lexicon: Path) -> None:
        """`lexicon` is the Arabic lexicon's file."""
        drafts = [draft(slot, seed) for seed in range(1, _SEEDS + 1) for slot in slots(_DRAFTS)]
        others = {"ar": arabic_words(lexicon, Random("ar")), "fr": french_words(Random("fr"))}
        self._languages = {}
        for code, words in others.items():
            own = [made for made in drafts if made.slot.language == code]
            lines = [line for made in own for line in made.text.splitlines()]
            titles = [title for made in own for title in made.titles.values()]
            sentences = sorted({line for line in lines if len(line.split()) > 6})
            self._languages[code] = _Language(vocabulary(lines, words), titles, sentences)

    def documents(self, count: int) -> Iterator[Written]:
        """The first `count` documents."""
        return map(self.document, range(1, count + 1))

    def document(self, number: int) -> Written:
        """The document of that number, from 1."""
        random = Random(f"document {number}")
        main, other = ("fr", "ar") if random.random() < _FRENCH else ("ar", "fr")
        languages = (main, other) if random.random() < _BOTH else (main,)
        council = random.randrange(_COUNCILS)
        return Written(
            number=number,
            type=random.choice(_TYPES),
            titles={main: random.choice(self._languages[main].titles)},
            languages=tuple(sorted(languages)),
            body=f"council-{council}",
            organization=f"council-{council}-{random.choice(('council', 'bureau'))}",
            day=_FIRST_DAY + timedelta(days=random.randrange(_DAYS)),
            pages=tuple(self._page(languages, random) for _ in range(2)),
        )

    def _page(self, languages: Sequence[str], random: Random) -> str:
        """Half of a document's words, in paragraphs."""
        lines: list[str] = []
        left = WORDS // 2
        while left > 0:
            line = self._line(self._languages[random.choice(languages)], random)[:left]
            lines.append(" ".join(line))
            left -= len(line)
        return "\n".join(lines)

    @staticmethod
    def _line(language: _Language, random: Random) -> list[str]:
        if random.random() < _SENTENCES:
            return random.choice(language.sentences).split()
        return [*language.words.draw(random.randrange(8, 20), random), "."]


def councils() -> list[tuple[Body, list[Organization]]]:
    """The councils whose documents these are, each with its two organizations."""
    return [(_body(number), _organizations(number)) for number in range(_COUNCILS)]


def _body(number: int) -> Body:
    return Body(
        f"council-{number}", {"ar": f"مجلس جماعة الواحة {number}", "fr": f"Conseil communal de la Palmeraie {number}"}
    )


def _organizations(number: int) -> list[Organization]:
    names = {"council": {"ar": "المجلس", "fr": "Conseil"}, "bureau": {"ar": "المكتب", "fr": "Bureau"}}
    body = f"council-{number}"
    return [Organization(f"{body}-{role}", body, named) for role, named in names.items()]
