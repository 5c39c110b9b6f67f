"""How well personal data are found: `python -m benchmarks.personal_data [--sentences first]`.

Papers are made of the `second` sentences of `personal_data.toml`, which no rule was written on or changed for, with
invented persons and numbers in every way of writing them: grouped or not, in Arabic or European digits. A find is right when
it is of the true kind and shares a letter with a true span.

Prints one line of JSON: `papers`, `clean` (papers without personal data in which nothing is found, of those there are), and
for all and for each kind `true`, `recall` (the share of true spans that are found), `precision` (the share of finds that are
right) and `whole` (the share of true spans that are covered from end to end).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from domain.personal_data import PersonalKind, PersonalMention
from ingest.personal_data.detecting import find_personal_data

_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_SLOT = re.compile(r"\{(\w+)\}")
_SENTENCES = 3
"""Sentences of a paper."""

_KINDS = {
    "cin": PersonalKind.CIN,
    "phone": PersonalKind.PHONE,
    "landline": PersonalKind.PHONE,
    "rib": PersonalKind.RIB,
    "iban": PersonalKind.IBAN,
    "email": PersonalKind.EMAIL,
    "address_fr": PersonalKind.ADDRESS,
    "address_ar": PersonalKind.ADDRESS,
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A text, and the personal data in it: kind, start and end."""

    text: str
    truth: tuple[tuple[PersonalKind, int, int], ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """A paper and what was found in it."""

    paper: Paper
    found: Sequence[PersonalMention]


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def papers(count: int, seed: int, which: str) -> Iterator[Paper]:
    """So many papers of the `first` or `second` sentences, the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        yield _paper(chance.sample(_words()[which], _SENTENCES), chance)


def _paper(sentences: Sequence[str], chance: random.Random) -> Paper:
    text, truth = "", []
    for sentence in sentences:
        at = 0
        for slot in _SLOT.finditer(sentence):
            text += sentence[at : slot.start()]
            value = _SLOTS[slot[1]](chance)
            if slot[1] in _KINDS:
                truth.append((_KINDS[slot[1]], len(text), len(text) + len(value)))
            text += value
            at = slot.end()
        text += sentence[at:] + "\n"
    return Paper(text, tuple(truth))


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _one_of(name: str) -> Callable[[random.Random], str]:
    return lambda chance: str(chance.choice(_words()[name]))


def _card(chance: random.Random) -> str:
    gap = chance.choice(["", "", " ", "-"])
    return f"{chance.choice(_words()['series'])}{gap}{_digits(chance, chance.choice([5, 6]))}"


def _telephone(first: str) -> Callable[[random.Random], str]:
    def make(chance: random.Random) -> str:
        local = chance.choice(first) + _digits(chance, 8)
        pairs = [local[0], *(local[at : at + 2] for at in range(1, 9, 2))]
        written = chance.choice(
            [f"0{local}", f"0{chance.choice(' .-').join(pairs)}", f"+212 {chance.choice(' -').join(pairs)}", f"00212{local}"]
        )
        return written.translate(_ARABIC) if chance.random() < 0.2 and "+" not in written else written

    return make


def _account(chance: random.Random) -> str:
    base = chance.choice(_words()["banks"]) + _digits(chance, 19)
    return f"{base}{97 - int(base) * 100 % 97:02d}"


def _rib(chance: random.Random) -> str:
    account = _account(chance)
    grouped = f"{account[:3]} {account[3:6]} {account[6:22]} {account[22:]}"
    fours = " ".join(account[at : at + 4] for at in range(0, 24, 4))
    return str(chance.choice([account, grouped, fours, account.translate(_ARABIC)]))


def _iban(chance: random.Random) -> str:
    account = _account(chance)
    whole = f"MA{98 - int(f'{account}221000') % 97:02d}{account}"
    return chance.choice([whole, " ".join(whole[at : at + 4] for at in range(0, 28, 4))])


_SLOTS: Mapping[str, Callable[[random.Random], str]] = {
    "cin": _card,
    "phone": _telephone("67"),
    "landline": _telephone("5"),
    "office_phone": _telephone("5"),
    "rib": _rib,
    "iban": _iban,
    "email": lambda chance: f"{chance.choice(_words()['mails'])}@{chance.choice(_words()['providers'])}",
    "office_email": _one_of("office_mails"),
    "address_fr": _one_of("addresses_fr"),
    "address_ar": _one_of("addresses_ar"),
    "person_fr": _one_of("people_fr"),
    "person_ar": _one_of("people_ar"),
    "number": lambda chance: f"{chance.randint(1, 199)}-{chance.randint(10, 99)}",
    "amount": lambda chance: f"{chance.randint(1, 9)} {_digits(chance, 3)} {_digits(chance, 3)},00",
    "date": lambda chance: f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/20{chance.randint(10, 25)}",
}


def report(looked: Sequence[Looked]) -> dict[str, object]:
    """What is told of papers that were looked through."""
    without = [one for one in looked if not one.paper.truth]
    told: dict[str, object] = {
        "papers": len(looked),
        "clean": f"{sum(not one.found for one in without)}/{len(without)}",
        "all": _measured(looked, frozenset(PersonalKind)),
    }
    return told | {kind.value: _measured(looked, frozenset({kind})) for kind in PersonalKind}


def _measured(looked: Sequence[Looked], kinds: frozenset[PersonalKind]) -> dict[str, object]:
    true = found = right = seen = whole = 0
    for one in looked:
        wanted = [span for span in one.paper.truth if span[0] in kinds]
        told = [mention for mention in one.found if mention.kind in kinds]
        true += len(wanted)
        found += len(told)
        right += sum(any(_shares(mention, span) for span in wanted) for mention in told)
        seen += sum(any(_shares(mention, span) for mention in told) for span in wanted)
        whole += sum(any(m.start <= span[1] and span[2] <= m.end for m in told if _shares(m, span)) for span in wanted)
    return {
        "true": true,
        "recall": round(seen / true, 4) if true else None,
        "precision": round(right / found, 4) if found else None,
        "whole": round(whole / true, 4) if true else None,
    }


def _shares(mention: PersonalMention, span: tuple[PersonalKind, int, int]) -> bool:
    return mention.kind is span[0] and mention.start < span[2] and span[1] < mention.end


def main(arguments: Sequence[str] | None = None) -> None:
    """Make papers, look them through, print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=600)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--sentences", choices=("first", "second"), default="second")
    parser.add_argument("--wrong", action="store_true", help="tell what was missed or wrongly found, a line each")
    asked = parser.parse_args(arguments)
    looked = [Looked(paper, find_personal_data(paper.text)) for paper in papers(asked.papers, asked.seed, asked.sentences)]
    if asked.wrong:
        print(*dict.fromkeys(_wrong(looked)), sep="\n")
    print(json.dumps(report(looked), ensure_ascii=False))


def _wrong(looked: Sequence[Looked]) -> Iterator[str]:
    for one in looked:
        for span in one.paper.truth:
            if not any(_shares(mention, span) for mention in one.found):
                yield f"missed {span[0].value}: {one.paper.text[max(0, span[1] - 30) : span[2]]!r}"
        for mention in one.found:
            if not any(_shares(mention, span) for span in one.paper.truth):
                yield f"wrong {mention.kind.value}: {one.paper.text[max(0, mention.start - 30) : mention.end]!r}"


if __name__ == "__main__":
    main()
