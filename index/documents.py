"""Documents of the archive as engines take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from analyzers.pipeline import Analyzer
from analyzers.tokens import Token
from domain.documents import Document, Page
from index.engine import SEPARATOR, IndexDocument, IndexPage, Terms
from index.numbers import normalize_number
from index.vocabulary import phrases, spellings


def index_document(document: Document, pages: Iterable[tuple[str, Page]], analyzer: Analyzer) -> IndexDocument:
    """A document with its `pages`, each beside the id of its version, analysed."""
    day = document.decided_on.value.toordinal() if document.decided_on else 0
    read = [(version_id, page, analyzer.analyze(page.text)) for version_id, page in pages]
    titles = [(title, analyzer.analyze(title)) for title in document.titles.values()]
    texts = [(page.text, tokens) for _, page, tokens in read]
    return IndexDocument(
        id=document.id,
        sort_key=day << 32 | document.row,
        title=_titles([tokens for _, tokens in titles]),
        pages=tuple(IndexPage(version_id, page.number, _terms(tokens)) for version_id, page, tokens in read),
        facets=_facets(document),
        number=normalize_number(document.number or ""),
        day=day,
        suggestions=tuple(document.titles.values()),
        spellings=spellings([*titles, *texts]),
        phrases=phrases(titles, texts),
    )


def _facets(document: Document) -> dict[str, tuple[str, ...]]:
    return {
        "type": (document.type,),
        "body": (document.body_id,) if document.body_id else (),
        "organization": (document.organization_id,) if document.organization_id else (),
        "year": (str(document.decided_on.value.year),) if document.decided_on else (),
        "language": document.languages,
    }


def _terms(tokens: Sequence[Token]) -> Terms:
    return Terms(
        exact=[token.exact for token in tokens],
        stem=[stem for token in tokens for stem in token.stems],
        lemma=[lemma for token in tokens for lemma in token.held],
        root=[root for token in tokens for root in token.roots],
        run=[token.stem for token in tokens],
    )


def _titles(titles: Sequence[Sequence[Token]]) -> Terms:
    terms = _terms(list(chain.from_iterable(titles)))
    exact = [term for title in titles for term in (SEPARATOR, *(token.exact for token in title))][1:]
    run = [term for title in titles for term in (SEPARATOR, *(token.stem for token in title))][1:]
    return Terms(exact, terms.stem, terms.lemma, terms.root, run)
