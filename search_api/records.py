"""Records of the archive as answers. Only published documents are ever made into one."""

from __future__ import annotations

from collections.abc import Container
from pathlib import PurePath

from domain.documents import DatedValue, Document, DocumentStatus, File, Version
from domain.failures import RefusedFileError
from ingest.extractor import extractor_for
from search_api.answers import (
    DateAnswer,
    DocumentResponse,
    FileAnswer,
    HighlightedText,
    PageReference,
    VersionAnswer,
)
from search_api.labels import Labels

DOCUMENTS = "/api/v1/documents"

INLINE_TYPES = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff"}
)
"""What a browser may show in place: it runs nothing of the site's. Never SVG or HTML, which hold scripts."""


_REDACTED = {"application/pdf": ".pdf", "text/plain": ".txt"}


def is_public(document: Document | None) -> bool:
    """Whether everybody may see the document."""
    return document is not None and document.status is DocumentStatus.PUBLISHED


def document_url(document_id: str) -> str:
    """The document's address in this API."""
    return f"{DOCUMENTS}/{document_id}"


def has_page_images(media_type: str) -> bool:
    """Whether pages of the format can be had as images."""
    try:
        return extractor_for(media_type).paged
    except RefusedFileError:
        return False


def file_of(document: Document, file_id: str) -> File | None:
    """The file with that id when whoever may see the document may have its bytes, else None."""
    return next((file for file in whole_files(document) if file.id == file_id), None)


def download_name(file: File) -> str:
    """Under which name the file's current bytes leave: what was redacted is of another format than what was handed in."""
    if file.current.redacts is None:
        return file.plain_name
    return f"{PurePath(file.plain_name).stem or file.plain_name}{_REDACTED[file.current.media_type]}"


def whole_files(document: Document) -> list[File]:
    """The files whose bytes hold nothing but pages of the document."""
    files = (*document.files, *document.borrowed)
    return [file for file in files if file.versions and document.holds(file)]


def arranged_versions(document: Document) -> list[Version]:
    """The versions that the document's pages come from, in order."""
    if not document.arrangement:
        return [file.current for file in document.files if file.versions]
    ids = dict.fromkeys(key.version_id for key in document.arrangement)
    return [version for one in ids if (version := document.version(one)) is not None]


def page_count(document: Document) -> int:
    """How many pages the document has."""
    return len(document.arrangement) or sum(version.page_count for version in arranged_versions(document))


def date_answer(dated: DatedValue | None) -> DateAnswer | None:
    """The date as answered."""
    return None if dated is None else DateAnswer(value=dated.value, precision=dated.precision)


def document_response(
    document: Document, title: HighlightedText, labels: Labels, searchable: Container[str] = ()
) -> DocumentResponse:
    """Everything said of the document; `searchable` are the ids of those of its files that have a searchable PDF."""
    return DocumentResponse(
        id=document.id,
        type=document.type,
        type_label=labels.type(document.type),
        title=title,
        titles=dict(document.titles),
        body=labels.body(document.body_id),
        organization=labels.organization(document.organization_id),
        number=document.number,
        date=date_answer(document.decided_on),
        entered_at=document.entered_at,
        published_at=document.published_at,
        languages=list(document.languages),
        files=[file_answer(file, document.id, file.id in searchable) for file in whole_files(document)],
        pages=_arranged_pages(document),
        pages_pdf=f"{document_url(document.id)}/pages.pdf" if document.arrangement else None,
        url=document_url(document.id),
    )


def with_searchable_pages(answer: DocumentResponse) -> DocumentResponse:
    """The same, offering its arranged pages as a searchable PDF."""
    return answer.model_copy(update={"pages_searchable": f"{answer.url}/searchable.pdf"})


def _arranged_pages(document: Document) -> list[PageReference]:
    """The pages that were arranged, in order."""
    media_types = {version.id: version.readable.media_type for version in arranged_versions(document)}
    return [
        PageReference(
            version_id=key.version_id,
            number=key.number,
            position=position,
            image=has_page_images(media_types.get(key.version_id, "")),
        )
        for position, key in enumerate(document.arrangement, start=1)
    ]


def file_answer(file: File, document_id: str, searchable: bool = False) -> FileAnswer:
    """The file with its current version, as the document offers it, and whether it has a searchable PDF."""
    url = f"{document_url(document_id)}/files/{file.id}"
    return FileAnswer(
        id=file.id,
        name=file.plain_name,
        role=file.role,
        version=_version_answer(file.current),
        original=f"{url}/original",
        inline=file.current.media_type in INLINE_TYPES,
        searchable=f"{url}/searchable.pdf" if searchable else None,
    )


def _version_answer(version: Version) -> VersionAnswer:
    return VersionAnswer(
        id=version.id,
        media_type=version.media_type,
        size=version.size,
        sha256=version.sha256,
        state=version.state,
        created_at=version.created_at,
        page_count=version.page_count,
        page_images=has_page_images(version.readable.media_type),
    )
