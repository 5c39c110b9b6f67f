"""OR, OU and أو between two parts of a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.query import AnyOf, Node, Not, Word
from index.lexemes import Lexeme
from index.query_words import is_operator

_PASTED = 6
"""A query of more words than this, with no other operators, is a pasted title or a question: its "or" is a word."""


@dataclass(frozen=True, slots=True)
class Either:
    """An operator as typed."""

    text: str


def find_operators(lexemes: Sequence[Lexeme]) -> frozenset[int]:
    """The positions of the words that mean "either": none in what looks like a pasted title or a question.

    There أو is an ordinary word, and so is OU where the whole text is in capitals.
    """
    found = [i for i, lexeme in enumerate(lexemes) if lexeme.plain and is_operator(lexeme.text)]
    others = [lexeme for i, lexeme in enumerate(lexemes) if i not in found]
    if len(lexemes) > _PASTED and all(lexeme.plain and not lexeme.text.endswith("*") for lexeme in others):
        cased = [lexeme.text for lexeme in others if lexeme.text.upper() != lexeme.text.lower()]
        capitals = bool(cased) and all(text == text.upper() for text in cased)
        found = [i for i in found if lexemes[i].text.isascii() and not capitals]
    return frozenset(found)


def join(parts: Sequence[Node | Either]) -> tuple[list[Node], bool]:
    """The parts with those on both sides of an operator made one, and whether an operator had nothing to join.

    Such an operator becomes a word: it stands at an end, beside another one, or beside what is excluded.
    """
    items: list[Node] = []
    joining = dangling = False
    for part, following in zip(parts, [*parts, None][1:], strict=True):
        if isinstance(part, Either):
            joining = bool(items) and _joinable(items[-1]) and _joinable(following)
            dangling |= not joining
            if not joining:
                items.append(Word(part.text))
        elif joining:
            items[-1] = _either(items[-1], part)
            joining = False
        else:
            items.append(part)
    return items, dangling


def _joinable(part: Node | Either | None) -> bool:
    return part is not None and not isinstance(part, Not | Either)


def _either(left: Node, right: Node) -> AnyOf:
    return AnyOf((*left.items, right)) if isinstance(left, AnyOf) else AnyOf((left, right))
