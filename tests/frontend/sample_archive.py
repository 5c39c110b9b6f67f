"""A small archive in memory behind the port of the pages. Its words are whole words, its search is `in`."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from PIL import Image, ImageDraw

from analyzers.mentions.citations import CitationKind
from domain.description import Field
from domain.documents import DatePrecision, FileRole, ReadingState, TextSource
from domain.publication import Tombstone
from domain.searching import FACET_FIELDS
from search_api.answers import (
    Box,
    DateAnswer,
    DocumentResponse,
    EvidenceResponse,
    FileAnswer,
    HighlightedText,
    Name,
    PageBoxesResponse,
    PageReference,
    VersionAnswer,
)
from search_api.asking import ANYTHING, PageAddress, Question, SearchRequest
from search_api.description_answers import DescriptionResponse, EvidenceAnswer, FieldAnswer, ValueAnswer
from search_api.page_answers import PageTextResponse, ReadingAnswer
from search_api.related_answers import (
    CitationAnswer,
    CitationsResponse,
    LinkedDocument,
    SharedTerm,
    SimilarDocument,
    SimilarResponse,
)
from search_api.search_answers import FacetValue, SearchHit, SearchResponse, Snippet

SIZE = (595, 842)
WITHDRAWN = "gone0001"
NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Sample:
    """A document of the sample archive, its pages as texts."""

    id: str
    title: str
    language: str
    pages: tuple[str, ...] = ()
    type: str = "decision"
    number: str | None = None
    day: DateAnswer | None = None
    body: Name | None = None
    media_type: str = "application/pdf"
    source: TextSource = TextSource.LAYER
    file_name: str = "document.pdf"
    more_titles: Mapping[str, str] = field(default_factory=dict)
    unsure: tuple[str, ...] = ()
    readings: tuple[ReadingAnswer, ...] = ()
    raw: bool = False


LAYER = ReadingAnswer(source=TextSource.LAYER, tool="pdfminer.six 20260107", score=0.04)
OCR = ReadingAnswer(source=TextSource.OCR, tool="tesseract 5.3.0", score=0.97, confidence=0.914, chosen=True)

WAHA = Name(id="waha", name="مجلس جهة الواحة", language="ar")
HOSTILE = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)>"

SAMPLES = (
    Sample(
        id="0tarik000001",
        title="مقرر عدد 14-111 يتعلق بتهيئة الطرق القروية",
        language="ar",
        pages=(
            "المملكة المغربية\nمجلس جهة الواحة\n\nصادق المجلس على تهيئة الطرق القروية طبقا للقانون التنظيمي رقم 111-14 .",
            "تساهم الجهة في الطرق بمبلغ 2.500.000 درهم\nMontant total de la convention",
            "حرر بالواحة في 27 يوليوز 2022",
        ),
        number="111-14",
        day=DateAnswer(value=date(2022, 7, 27), precision=DatePrecision.DAY),
        body=WAHA,
        source=TextSource.OCR,
        file_name="مقرر الطرق.pdf",
        unsure=("القروية", "طبقا"),
        readings=(LAYER, OCR),
        raw=True,
        more_titles={"fr": "Délibération relative aux routes rurales"},
    ),
    Sample(
        id="0marche00002",
        title="Marché n° 12/2023 : travaux d’aménagement des pistes",
        language="fr",
        pages=("Avis d’appel d’offres ouvert\nTravaux d’aménagement des pistes rurales.",),
        type="tender",
        number="12/2023",
        day=DateAnswer(value=date(2023, 1, 1), precision=DatePrecision.MONTH),
        body=Name(id="atlas", name="Conseil de la région Atlas", language="fr"),
        media_type="text/html",
        source=TextSource.MARKUP,
        file_name="avis.html",
    ),
    Sample(
        id="0hostile0003",
        title=HOSTILE,
        language="und",
        pages=(f"{HOSTILE} الطرق",),
        type="no_such_type",
        number=HOSTILE,
        body=Name(id=HOSTILE, name=HOSTILE, language="und"),
        media_type="image/png",
        source=TextSource.OCR,
        file_name=HOSTILE,
        more_titles={"fr": HOSTILE},
    ),
    Sample(id="0sanspage004", title="Convention", language="fr", type="agreement"),
)


class SampleArchive:
    """Answers as the service does, over `samples`, `copies` times."""

    def __init__(self, samples: tuple[Sample, ...] = SAMPLES, copies: int = 0) -> None:
        more = (replace(samples[0], id=f"0copy{place:07}") for place in range(copies))
        self.samples = {sample.id: sample for sample in (*samples, *more)}

    def search(self, request: SearchRequest) -> SearchResponse:
        words = request.query.replace('"', "").split()
        found = [sample for sample in self.samples.values() if _passes(sample, request.filters)]
        full = [sample for sample in found if all(word in _text(sample) for word in words)]
        some = [sample for sample in found if sample not in full and any(word in _text(sample) for word in words)]
        by_date = request.sort.value != "relevance"
        start = request.window.after or 0 if by_date else request.window.offset
        ranked = [(sample, True) for sample in full] + [(sample, False) for sample in some if not by_date]
        end = start + request.window.size
        following = end if end < len(ranked) else None
        return SearchResponse(
            query=request.query,
            hints=["unclosed_quote"] if request.query.count('"') % 2 else [],
            total=len(full),
            partial_total=len(some),
            hits=[_hit(sample, words, complete) for sample, complete in ranked[start:end]],
            facets={name: list(_facet(name, full, request.filters)) for name in FACET_FIELDS},
            sort=request.sort,
            size=request.window.size,
            offset=request.window.offset,
            next_offset=None if by_date else following,
            next_after=following if by_date else None,
        )

    def document(self, document_id: str, language: str = "ar", question: Question = ANYTHING) -> DocumentResponse | None:
        sample = self.samples.get(document_id)
        if sample is None:
            return None
        return DocumentResponse(
            id=sample.id,
            type=sample.type,
            type_label=sample.type,
            title=_title(sample, question.query.split()),
            titles={sample.language: sample.title, **sample.more_titles},
            body=sample.body,
            number=sample.number,
            date=sample.day,
            entered_at=NOW,
            published_at=NOW,
            languages=[sample.language],
            files=[_file(sample)],
            url=f"/api/v1/documents/{sample.id}",
        )

    def tombstone(self, document_id: str) -> Tombstone | None:
        moment = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
        return Tombstone(document_id, moment, "يتضمن <معطيات> شخصية") if document_id == WITHDRAWN else None

    def evidence(self, document_id: str, question: Question, size: int = 50) -> EvidenceResponse | None:
        sample = self.samples[document_id]
        return EvidenceResponse(
            document_id=document_id, query=question.query, pages=_best(sample, question.query.split())[:size]
        )

    def page_text(self, address: PageAddress, question: Question = ANYTHING) -> PageTextResponse | None:
        sample = self.samples[address.document_id]
        text = sample.pages[address.number - 1]
        return PageTextResponse(
            document_id=sample.id,
            version_id=address.version_id,
            number=address.number,
            text=text,
            language=sample.language,
            source=sample.source,
            tool="tesseract 5.3.0",
            confidence=0.914 if sample.source is TextSource.OCR else None,
            highlights=_looked_for(text, question),
            readings=list(sample.readings),
            raw=f"/api/v1/documents/{sample.id}/pages/v{sample.id}/{address.number}/raw" if sample.raw else None,
            uncertain=list(_spans(text, list(sample.unsure))),
        )

    def page_boxes(self, address: PageAddress, question: Question) -> PageBoxesResponse | None:
        text = self.samples[address.document_id].pages[address.number - 1]
        spans = _looked_for(text, question)
        return PageBoxesResponse(
            document_id=address.document_id,
            version_id=address.version_id,
            number=address.number,
            width=SIZE[0],
            height=SIZE[1],
            boxes=[
                Box(left=0.5, top=0.1 + 0.05 * row, right=0.6123, bottom=0.13 + 0.05 * row, text=text[start:end])
                for row, (start, end) in enumerate(spans)
            ],
        )

    def description(self, document_id: str, language: str = "ar") -> DescriptionResponse | None:
        if document_id not in {"0tarik000001", "0hostile0003"}:
            return DescriptionResponse(document_id=document_id)
        said = HOSTILE if document_id == "0hostile0003" else "12/2022"
        place = EvidenceAnswer(
            page=PageReference(version_id=f"v{document_id}", number=1, image=True), start=0, end=4, text="", boxes=""
        )
        session = ValueAnswer(value="ordinary/2022-10", label="دورة أكتوبر العادية لسنة 2022", confidence=0.5, unsure=True)
        return DescriptionResponse(
            document_id=document_id,
            fields=[
                FieldAnswer(
                    field=Field.NUMBER, label="الرقم", values=[ValueAnswer(value=said, evidence=place)], corrected=True
                ),
                FieldAnswer(field=Field.SESSION, label="الدورة", values=[session]),
                FieldAnswer(
                    field=Field.AMOUNT,
                    label="المبالغ",
                    values=[ValueAnswer(value=str(1_250_000 + more), confidence=0.95, evidence=place) for more in range(14)],
                ),
            ],
        )

    def citations(self, document_id: str, language: str = "ar") -> CitationsResponse | None:
        if document_id not in {"0tarik000001", "0hostile0003"}:
            return CitationsResponse(document_id=document_id)
        said = HOSTILE if document_id == "0hostile0003" else "القانون التنظيمي رقم 111-14"
        law = CitationAnswer(text=said, language="ar", kind=CitationKind.LAW, number="111-14", query="law:111-14")
        cited = CitationAnswer(
            text="المقرر رقم 12/2023",
            language="ar",
            kind=CitationKind.DECISION,
            number="12/2023",
            documents=[_link(self.samples["0marche00002"])],
            query="12/2023",
        )
        citing = [_link(self.samples["0hostile0003"])]
        return CitationsResponse(document_id=document_id, cites=[law, cited], cited_by=citing, citing_query="111-14")

    def similar(self, document_id: str, language: str = "ar") -> SimilarResponse | None:
        if document_id != "0tarik000001":
            return SimilarResponse(document_id=document_id)
        terms = [SharedTerm(text="الطرق", other="route"), SharedTerm(text=HOSTILE)]
        found = SimilarDocument(document=_link(self.samples["0marche00002"]), terms=terms, laws=["111-14"])
        return SimilarResponse(document_id=document_id, similar=[found])


def _looked_for(text: str, question: Question) -> list[tuple[int, int]]:
    return [question.span] if question.span else list(_spans(text, question.query.split()))


def draw_page(width: int) -> bytes:
    """A page of grey lines, PNG."""
    image = Image.new("L", (width, width * SIZE[1] // SIZE[0]), 255)
    draw = ImageDraw.Draw(image)
    for row in range(2, 36):
        draw.rectangle((width // 8, row * width // 28, width - width // 8, row * width // 28 + width // 90), fill=190)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def _text(sample: Sample) -> str:
    return " ".join((sample.title, *sample.pages))


def _spans(text: str, words: list[str]) -> Iterator[tuple[int, int]]:
    for match in re.finditer("|".join(map(re.escape, words)) or r"(?!)", text):
        yield match.span()


def _values(sample: Sample, name: str) -> dict[str, str]:
    year = str(sample.day.value.year) if sample.day else ""
    body = {sample.body.id: sample.body.name} if sample.body else {}
    plain = {"type": sample.type, "year": year, "language": sample.language, "organization": ""}
    return body if name == "body" else {plain[name]: plain[name]} if plain[name] else {}


def _passes(sample: Sample, filters: Mapping[str, object]) -> bool:
    return all(_values(sample, name).keys() & set(wanted) for name, wanted in filters.items())  # type: ignore[call-overload]


def _facet(name: str, found: list[Sample], filters: Mapping[str, object]) -> Iterator[FacetValue]:
    counts: dict[tuple[str, str], int] = {}
    for sample in found:
        for item in _values(sample, name).items():
            counts[item] = counts.get(item, 0) + 1
    selected = filters.get(name, ())
    for (value, label), count in counts.items():
        chosen = value in selected  # type: ignore[operator]
        yield FacetValue(value=value, label=label, language="und", count=count, selected=chosen)


def _title(sample: Sample, words: list[str]) -> HighlightedText:
    return HighlightedText(text=sample.title, language=sample.language, highlights=list(_spans(sample.title, words)))


def _best(sample: Sample, words: list[str]) -> list[PageReference]:
    counted = [(len(list(_spans(text, words))), number) for number, text in enumerate(sample.pages, 1)]
    ranked = sorted((pair for pair in counted if pair[0]), key=lambda pair: -pair[0])
    return [PageReference(version_id=f"v{sample.id}", number=number, image=True) for _, number in ranked]


def _hit(sample: Sample, words: list[str], full: bool) -> SearchHit:
    best = _best(sample, words)
    texts = [(page.number, sample.pages[page.number - 1]) for page in best[:2]]
    return SearchHit(
        id=sample.id,
        type=sample.type,
        type_label=sample.type,
        title=_title(sample, words),
        body=sample.body,
        number=sample.number,
        date=sample.day,
        published_at=NOW,
        languages=[sample.language],
        snippets=[
            Snippet(
                text=text,
                language=sample.language,
                highlights=list(_spans(text, words)),
                version_id=f"v{sample.id}",
                number=number,
            )
            for number, text in texts
        ],
        pages=best[:3],
        full=full,
        media_type=sample.media_type,
        page_count=len(sample.pages),
        url=f"/api/v1/documents/{sample.id}",
    )


def _link(sample: Sample) -> LinkedDocument:
    return LinkedDocument(
        id=sample.id,
        type=sample.type,
        type_label=sample.type,
        title=_title(sample, []),
        body=sample.body,
        number=sample.number,
        date=sample.day,
        url=f"/api/v1/documents/{sample.id}",
    )


def _file(sample: Sample) -> FileAnswer:
    return FileAnswer(
        id=f"f{sample.id}",
        name=sample.file_name,
        role=FileRole.MAIN,
        version=VersionAnswer(
            id=f"v{sample.id}",
            media_type=sample.media_type,
            size=48_213,
            sha256="0" * 64,
            state=ReadingState.DONE,
            created_at=NOW,
            page_count=len(sample.pages),
            page_images=sample.media_type != "text/html",
        ),
        original=f"/api/v1/documents/{sample.id}/files/f{sample.id}/original",
        inline=sample.media_type in {"application/pdf", "image/png"},
        searchable=f"/api/v1/documents/{sample.id}/files/f{sample.id}/searchable.pdf" if sample.raw else None,
    )
