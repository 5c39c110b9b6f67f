"""Words in pieces: cut by spaces that nobody wrote, parted from their vowel signs, or glued to a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.repair.knowledge import Knowledge
from ingest.repair.words import ARABIC, Word, merge

_MARKS = re.compile("[\u064b-\u0652\u0670]+")
_STARTS_WITH_MARK = re.compile("[\u064b-\u0652\u0670]")
_LETTERS = re.compile("[\u0621-\u063a\u0640-\u0652]+[.,:;،؛]?")
_GLUED = re.compile("(?<=\\d)(?=[\u0621-\u064a]{2})|(?<=[\u0621-\u064a]{2})(?=\\d)")

_LONGEST_WORD = 16
_MOST_PIECES = 60
"""Pieces of a line that are looked at together."""


def joined(words: Sequence[Word], knowledge: Knowledge) -> Iterator[Word]:
    """The words, those in pieces put together where that makes known words of unknown ones."""
    place = 0
    while place < len(words):
        pieces = _pieces(words, place, knowledge)
        yield from _put_together(pieces, knowledge) if len(pieces) > 1 else pieces
        place += len(pieces)


def unglued(words: Sequence[Word], knowledge: Knowledge) -> Iterator[Word]:
    """The words, those glued to a number cut off where the lexicon knows them."""
    for word in words:
        cut = _GLUED.search(word.text)
        if cut and all(map(knowledge.knows, ARABIC.findall(word.text))):
            first, second = word.split(cut.start())
            yield from (first, *unglued([second], knowledge))
        else:
            yield word


def _pieces(words: Sequence[Word], place: int, knowledge: Knowledge) -> Sequence[Word]:
    """The word and those after it that may be pieces of one: letters only, on one line, none but short ones known."""
    end = place + 1
    if not _LETTERS.fullmatch(words[place].text):
        return words[place:end]
    while end < len(words) and end - place < _MOST_PIECES:
        word = words[end]
        if word.opens_line or not _LETTERS.fullmatch(word.text) or not _may_join(words[end - 1], word, knowledge):
            break
        end += 1
    return words[place:end]


def _may_join(left: Word, right: Word, knowledge: Knowledge) -> bool:
    if _STARTS_WITH_MARK.match(right.text):
        return True
    return left.text[-1] not in ".,:;،؛" and all(_is_piece(word.text, knowledge) for word in (left, right))


def _is_piece(text: str, knowledge: Knowledge) -> bool:
    return len(_MARKS.sub("", text)) <= 2 or not knowledge.knows(text)


def _put_together(pieces: Sequence[Word], knowledge: Knowledge) -> Iterator[Word]:
    """The fewest known words that the pieces make; pieces that make none stay, but signs that stand alone go."""
    place = 0
    best = _cuts(pieces, knowledge)
    while place < len(pieces):
        count = best[place]
        text = "".join(piece.text for piece in pieces[place : place + count])
        if count > 1:
            yield merge(pieces[place : place + count], text)
        elif not _MARKS.fullmatch(text):
            yield pieces[place]
        place += count


def _cuts(pieces: Sequence[Word], knowledge: Knowledge) -> list[int]:
    """For each piece how many of them, from it on, make one word: the choice that leaves the fewest unknown pieces, and
    among those the fewest words.
    """
    costs: list[tuple[int, int]] = [(0, 0)] * (len(pieces) + 1)
    counts = [1] * len(pieces)
    for place in range(len(pieces) - 1, -1, -1):
        unknown, words = costs[place + 1]
        costs[place] = (unknown + (not _stands_alone(pieces[place], knowledge)), words + 1)
        for end in range(place + 2, len(pieces) + 1):
            text = "".join(piece.text for piece in pieces[place:end])
            if len(text) > _LONGEST_WORD:
                break
            cost = (costs[end][0], costs[end][1] + 1)
            if cost < costs[place] and _is_whole(pieces[place:end], text, knowledge):
                costs[place], counts[place] = cost, end - place
    return counts


def _stands_alone(piece: Word, knowledge: Knowledge) -> bool:
    return piece.text in ("و", "أ") or knowledge.knows(piece.text)


def _is_whole(pieces: Sequence[Word], text: str, knowledge: Knowledge) -> bool:
    """Whether pieces make a known word: two of them only when both are unknown; two lone letters are an abbreviation."""
    known = [_stands_alone(piece, knowledge) for piece in pieces]
    if _STARTS_WITH_MARK.match(pieces[1].text):
        return knowledge.knows(text)
    if len(pieces) == 2 and (any(known) or len(_MARKS.sub("", text)) == 2):
        return False
    return not all(known) and knowledge.knows(text)
