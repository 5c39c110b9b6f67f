"""The terms that a plan looks for, one by one, in every field: what the score of a document is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.grams import grams
from index.plan import AnyForm, Evidence, ExactNear, ExactPhrase, ExactPrefix, Plan, StemPhrase


@dataclass(frozen=True, slots=True)
class Part:
    """One term of a word in one field; or, with `node`, a phrase or prefix, `term` being how it is shown.

    `weight` names the field of `index.weights.Weights` that it is scored with.
    """

    word: str
    field: str
    term: str
    node: Evidence | None = None

    @property
    def weight(self) -> str:
        """See above."""
        return "root" if self.field == "title_root" else self.field


def parts(plan: Plan) -> Iterator[Part]:
    """All that adds to a score."""
    for item in (*plan.evidence, *plan.optional):
        if isinstance(item, AnyForm):
            yield from (Part(item.exact, field, term) for field, term in _fields_of(item))
        else:
            yield Part(_shown(item), _field_of(item), _shown(item), item)


def _fields_of(word: AnyForm) -> Iterator[tuple[str, str]]:
    places = ("title_",) if word.in_title else ("", "title_")
    for place in places:
        yield f"{place}exact", word.exact
        yield from ((f"{place}stem", stem) for stem in [word.stem] if stem)
        yield from ((f"{place}lemma", lemma) for lemma in word.lemmas)
    if not word.in_title:
        yield from (("root", root) for root in word.roots)
        yield from (("gram", gram) for gram in ([] if word.optional else grams(word.exact)))


def _shown(item: Evidence) -> str:
    match item:
        case ExactPhrase(terms) | StemPhrase(terms):
            return " ".join(terms)
        case ExactNear(first, second, distance):
            return f"{first} ~{distance} {second}"
        case ExactPrefix(prefix):
            return f"{prefix}*"
        case AnyForm():
            return item.exact


def _field_of(item: Evidence) -> str:
    return "prefix" if isinstance(item, ExactPrefix) else "phrase"
