"""How a line is shown: the Unicode bidirectional algorithm (UAX 9) for one line without embeddings.

Written from the standard's rules, apart from the code it checks, which does the inverse.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

PAIRS = dict(zip("([{«", ")]}»", strict=True))
MIRRORED = PAIRS | {closing: opening for opening, closing in PAIRS.items()}


def visualise(text: str, rightward: bool) -> str:
    """`text` in visual order, left to right, in a paragraph of the given direction."""
    levels = _line_levels(text, rightward)
    return "".join(text[index] for index in _reordered(levels))


def show(text: str, rightward: bool) -> str:
    """What a reader sees: as `visualise`, with paired brackets kept together (N0) and mirrored (L4)."""
    levels = _line_levels(text, rightward, brackets=True)
    return "".join(MIRRORED.get(text[i], text[i]) if levels[i] % 2 else text[i] for i in _reordered(levels))


def _line_levels(text: str, rightward: bool, brackets: bool = False) -> list[int]:
    classes = _weak([unicodedata.bidirectional(letter) for letter in text], "R" if rightward else "L")
    if brackets:
        classes = _paired(text, classes, rightward)
    return _levels(_neutral(classes, rightward), rightward)


def _paired(text: str, classes: list[str], rightward: bool) -> list[str]:
    embedding, classes = "R" if rightward else "L", list(classes)
    for opening, closing in _pairs(text):
        sides = {("R" if c in ("R", "EN", "AN") else c) for c in classes[opening + 1 : closing]} & {"L", "R"}
        if not sides:
            continue
        before = next((c for c in reversed(classes[:opening]) if c in ("L", "R", "EN", "AN")), embedding)
        context = "L" if before == "L" else "R"
        side = embedding if embedding in sides or context == embedding else context
        classes[opening] = classes[closing] = side
    return classes


def _pairs(text: str) -> list[tuple[int, int]]:
    waiting: list[int] = []
    found = []
    for index, letter in enumerate(text):
        if letter in "([{":
            waiting.append(index)
        elif letter in ")]}":
            match = next((start for start in reversed(waiting) if PAIRS[text[start]] == letter), None)
            if match is not None:
                del waiting[waiting.index(match) :]
                found.append((match, index))
    return sorted(found)


def _weak(classes: list[str], start: str) -> list[str]:
    classes = [_after_arabic(classes, index, start) if c == "EN" else c for index, c in enumerate(classes)]  # W2
    classes = ["R" if c == "AL" else c for c in classes]  # W3
    for index in range(1, len(classes) - 1):  # W4
        before, here, after = classes[index - 1 : index + 2]
        if before == after and ((here == "ES" and before == "EN") or (here == "CS" and before in ("EN", "AN"))):
            classes[index] = before
    classes = _terminators(classes)  # W5
    classes = ["ON" if c in ("ES", "ET", "CS", "WS", "B", "S") else c for c in classes]  # W6
    return ["L" if c == "EN" and _strong_before(classes, i, start) == "L" else c for i, c in enumerate(classes)]  # W7


def _after_arabic(classes: Sequence[str], index: int, start: str) -> str:
    strong = next((c for c in reversed(classes[:index]) if c in ("R", "L", "AL")), start)
    return "AN" if strong == "AL" else "EN"


def _strong_before(classes: Sequence[str], index: int, start: str) -> str:
    return next((c for c in reversed(classes[:index]) if c in ("R", "L")), start)


def _terminators(classes: list[str]) -> list[str]:
    changed = list(classes)
    for index, c in enumerate(classes):
        if c != "ET":
            continue
        left, right = index, index
        while left > 0 and classes[left] == "ET":
            left -= 1
        while right < len(classes) - 1 and classes[right] == "ET":
            right += 1
        if "EN" in (classes[left], classes[right]):
            changed[index] = "EN"
    return changed


def _neutral(classes: Sequence[str], rightward: bool) -> list[str]:
    embedding = "R" if rightward else "L"
    sides = ["R" if c in ("R", "EN", "AN") else c for c in classes]
    changed = list(classes)
    for index, c in enumerate(classes):  # N1, N2
        if c == "ON":
            before = next((s for s in reversed(sides[:index]) if s != "ON"), embedding)
            after = next((s for s in sides[index + 1 :] if s != "ON"), embedding)
            changed[index] = before if before == after else embedding
    return changed


def _levels(classes: Sequence[str], rightward: bool) -> list[int]:
    if rightward:
        return [1 if c == "R" else 2 for c in classes]  # I2
    return [{"L": 0, "R": 1}.get(c, 2) for c in classes]  # I1


def _reordered(levels: Sequence[int]) -> list[int]:
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):  # L2
        start = None
        for place in range(len(order) + 1):
            inside = place < len(order) and levels[order[place]] >= level
            if inside and start is None:
                start = place
            elif not inside and start is not None:
                order[start:place] = reversed(order[start:place])
                start = None
    return order
