"""Small archives of invented terms, and what should be found in them, worked out without any index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

from hypothesis import strategies as st

from domain.searching import FACET_FIELDS
from index.engine import SEPARATOR, IndexDocument, IndexPage, Terms
from index.plan import (
    AnyForm,
    Either,
    Equivalent,
    Every,
    ExactNear,
    ExactPhrase,
    ExactPrefix,
    Excluded,
    HasValue,
    InDays,
    Plan,
    PlanNode,
    Rendering,
    StemPhrase,
)

_SURFACES = tuple(f"{root}{ending}" for root in ("ab", "ac", "bd") for ending in ("", "i", "at", "in"))
_FACETS = {"type": ("decision", "tender"), "year": ("2021", "2022"), "language": ("ar", "fr"), "body": ("one",)}


def word(surface: str, *, in_title: bool = False, optional: bool = False, by_root: bool = False) -> AnyForm:
    """A surface's forms in a language made up here: the stem is the first three letters, the lemma the first two, the
    root the first.
    """
    return AnyForm(surface, surface[:3], (surface[:2],), (surface[:1],), in_title, optional, by_root)


def exactly(surface: str, *, in_title: bool = False) -> AnyForm:
    """A surface in the form it was typed in alone."""
    return AnyForm(surface, "", (), (), in_title)


def terms(text: str) -> Terms:
    """The terms of a text of such surfaces; `|` stands between titles."""
    words = [word(surface) for surface in text.split() if surface != "|"]
    return Terms(
        exact=[SEPARATOR if surface == "|" else surface for surface in text.split()],
        stem=[one.stem for one in words],
        run=[SEPARATOR if surface == "|" else word(surface).stem for surface in text.split()],
        lemma=[lemma for one in words for lemma in one.lemmas],
        root=[root for one in words for root in one.roots],
    )


def document(number: int, title: str = "", *pages: str, day: int = 0, **facets: Sequence[str]) -> IndexDocument:
    """The document `dNUMBER` with that title and those pages."""
    return IndexDocument(
        id=f"d{number}",
        sort_key=day << 32 | number,
        title=terms(title),
        pages=tuple(IndexPage("v1", page, terms(text)) for page, text in enumerate(pages, start=1)),
        facets=facets,
        number=f"{number}-2022",
        day=day,
        suggestions=tuple(title.split(" | ")) if title else (),
    )


def answers(document: IndexDocument, node: PlanNode) -> bool:  # noqa: PLR0911
    """Whether the document answers the node: what `index.plan` promises, read literally."""
    match node:
        case AnyForm():
            return _holds_word(document, node)
        case ExactPhrase(wanted, in_title):
            return any(_holds_run(text, wanted) for text in _texts(document, in_title))
        case StemPhrase(wanted, in_title):
            return any(_holds_run(text.run, wanted) for text in _parts(document, in_title))
        case ExactPrefix(prefix, in_title):
            return any(term.startswith(prefix) for text in _texts(document, in_title) for term in text)
        case ExactNear():
            return _holds_near(document, node)
        case HasValue() | InDays():
            return _holds_value(document, node)
        case Excluded(item):
            return not answers(document, item)
        case Either(items):
            return any(answers(document, item) for item in items)
        case Every(items):
            return all(answers(document, item) for item in items if not _is_optional(item))


def answers_translated(document: IndexDocument, plan: Plan) -> bool:
    """Whether it holds what is asked, but of some terms only a rendering: each way to replace terms is tried."""
    if answers(document, plan.root):
        return False
    ways = [(None, *equivalent.renderings) for equivalent in plan.equivalents]
    return any(answers(document, _reworded(plan, choice)) for choice in product(*ways))


def _reworded(plan: Plan, choice: Sequence[Rendering | None]) -> Every:
    items = list(plan.root.items)
    for equivalent, rendering in zip(plan.equivalents, choice, strict=True):
        if rendering is not None:
            items = [item for item in items if item not in equivalent.words] + [rendering.node]
    return Every(tuple(items))


def answers_partly(document: IndexDocument, plan: Plan) -> bool:
    """Whether it holds a word or a term in another language at least, but not all, and everything else that is asked."""
    words = [item for item in plan.root.items if isinstance(item, AnyForm) and not item.in_title]
    required = [item for item in words if not item.optional]
    held = [answers(document, item) for item in (*required, *plan.foreign)]
    others = Every(tuple(item for item in plan.root.items if item not in words))
    matches = answers(document, plan.root) or answers_translated(document, plan)
    return len(required) > 1 and any(held) and not matches and answers(document, others)


def passes(document: IndexDocument, filters: Mapping[str, Sequence[str]]) -> bool:
    """Whether it holds one of the values of each filter that has any."""
    chosen = [(field, values) for field, values in filters.items() if values]
    return all(set(values).intersection(document.facets.get(field, ())) for field, values in chosen)


def _holds_value(document: IndexDocument, node: HasValue | InDays) -> bool:
    if isinstance(node, InDays):
        return document.day > 0 and node.first <= document.day <= node.last
    return node.value == document.number if node.field == "number" else node.value in document.facets[node.field]


def _is_optional(node: PlanNode) -> bool:
    return isinstance(node, AnyForm) and node.optional


def _holds_word(document: IndexDocument, wanted: AnyForm) -> bool:
    parts = [document.title] if wanted.in_title else [document.title, *(page.terms for page in document.pages)]
    return any(
        wanted.exact in part.exact
        or wanted.stem in part.stem
        or set(wanted.lemmas).intersection(part.lemma)
        or (wanted.by_root and set(wanted.roots).intersection(part.root))
        for part in parts
    )


def _parts(document: IndexDocument, in_title: bool) -> list[Terms]:
    return [document.title, *(page.terms for page in document.pages if not in_title)]


def _holds_near(document: IndexDocument, wanted: ExactNear) -> bool:
    """Whether the terms stand near each other in all texts one behind the other, a boundary counting as a term."""
    run = [term for text in _texts(document, wanted.in_title) for term in (*text, SEPARATOR)]
    places = [[at for at, term in enumerate(run) if term == one] for one in (wanted.first, wanted.second)]
    return any(0 < abs(one - other) <= wanted.distance + 1 for one in places[0] for other in places[1])


def _texts(document: IndexDocument, in_title: bool) -> list[Sequence[str]]:
    return [part.exact for part in _parts(document, in_title)]


def _holds_run(text: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(tuple(text[at : at + len(wanted)]) == tuple(wanted) for at in range(len(text)))


def _facet_values() -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    values = {
        field: st.lists(st.sampled_from(values), unique=True, max_size=2 if field == "language" else 1).map(tuple)
        for field, values in _FACETS.items()
    }
    return st.fixed_dictionaries(values)


_TEXTS = st.lists(st.sampled_from(_SURFACES), max_size=6).map(" ".join)
_TITLES = st.lists(_TEXTS.filter(bool), max_size=2).map(" | ".join)


@st.composite
def archives(draw: st.DrawFn) -> list[IndexDocument]:
    """Up to six documents."""
    made = []
    for number in range(1, draw(st.integers(0, 6)) + 1):
        pages = draw(st.lists(_TEXTS, max_size=3))
        day = draw(st.sampled_from([0, 5, 6, 700_000]))
        made.append(replace(document(number, draw(_TITLES), *pages, day=day), facets=draw(_facet_values())))
    return made


def _conditions() -> st.SearchStrategy[PlanNode]:
    return st.one_of(
        st.builds(ExactPhrase, st.lists(st.sampled_from(_SURFACES), min_size=1, max_size=3).map(tuple), st.booleans()),
        st.builds(StemPhrase, st.lists(st.sampled_from(_SURFACES), min_size=1, max_size=3).map(_stems), st.booleans()),
        st.builds(ExactNear, st.sampled_from(_SURFACES), st.just("acin"), st.sampled_from([0, 1, 3]), st.booleans()).filter(
            lambda near: near.first != near.second
        ),
        st.builds(ExactPrefix, st.sampled_from(["ab", "aci", "b", "x"]), st.booleans()),
        st.sampled_from([HasValue("type", "tender"), HasValue("number", "2-2022"), HasValue("language", "fr")]),
        st.builds(InDays, st.sampled_from([0, 1, 6]), st.sampled_from([0, 5, 800_000])),
    )


def _words(optional: bool = True) -> st.SearchStrategy[AnyForm]:
    surfaces = st.sampled_from((*_SURFACES, "xyz"))
    flags = st.sampled_from([False, False, optional])
    return st.one_of(
        st.builds(lambda *args: word(args[0], in_title=args[1], optional=args[2], by_root=args[3]), surfaces, *[flags] * 3),
        st.builds(exactly, surfaces),
    )


def _nodes() -> st.SearchStrategy[PlanNode]:
    leaves: st.SearchStrategy[PlanNode] = st.one_of(_words(), _words(optional=False), _conditions())
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(Excluded, inner),
            st.builds(Either, st.lists(inner, max_size=3).map(tuple)),
            st.builds(Every, st.lists(inner, max_size=3).map(tuple)),
        ),
        max_leaves=4,
    )


def plans() -> st.SearchStrategy[Plan]:
    """Plans with any nesting of nodes."""
    return st.builds(lambda items: Plan(Every(tuple(items))), st.lists(_nodes(), max_size=4))


@st.composite
def bilingual_plans(draw: st.DrawFn) -> Plan:
    """Plans of words, some side by side that make a term with one or two renderings, and a condition or none."""
    surfaces = draw(st.lists(st.sampled_from((*_SURFACES, "xyz")), min_size=1, max_size=4, unique=True))
    words = [word(surface) for surface in surfaces]
    length = draw(st.integers(1, len(words)))
    nodes = draw(
        st.lists(st.one_of(_words(optional=False).filter(lambda one: not one.in_title), _phrases()), min_size=1, max_size=2)
    )
    languages = draw(st.lists(st.sampled_from(["ar", "fr"]), min_size=2, max_size=2))
    renderings = tuple(Rendering("elsewhere", code, node) for code, node in zip(languages, nodes, strict=False))
    condition = draw(st.lists(_conditions(), max_size=1))
    return Plan(Every((*words, *condition)), equivalents=(Equivalent(tuple(words[:length]), "term", "ar", renderings),))


def _phrases() -> st.SearchStrategy[StemPhrase]:
    return st.builds(StemPhrase, st.lists(st.sampled_from(_SURFACES), min_size=2, max_size=2).map(_stems))


def _stems(surfaces: Sequence[str]) -> tuple[str, ...]:
    return tuple(word(surface).stem for surface in surfaces)


def filters() -> st.SearchStrategy[dict[str, list[str]]]:
    """Values chosen in some of the facet fields."""
    chosen = {field: st.lists(st.sampled_from([*_FACETS.get(field, ()), "other"])) for field in FACET_FIELDS}
    return st.fixed_dictionaries({}, optional=chosen)
