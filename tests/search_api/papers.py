"""The papers of the library that tests read from."""

from __future__ import annotations

from datetime import date

from tests.search_api.library import Paper, pdf, png

SCRIPT = b"<!doctype html><title>x</title><script>document.title='ran'</script><p>Le tramway</p>"

COUNCILS = Paper(
    title="مقرر حول المجالس المحلية",
    texts=(
        "تمهيد عام للوثيقة.",
        "صادق المجلس على اتفاقية الشراكة. " + "وبعد المناقشة تقرر ما يلي. " * 30 + "ووقع الرئيس على الاتفاقية.",
    ),
    number="12/2022",
    day=date(2022, 7, 27),
    organization="bureau",
    name="مقرر 12.pdf",
    media_type="application/pdf",
    content=pdf("white", "lightblue"),
)
TRAM = Paper(
    title="Convention relative au tramway",
    texts=("Le tramway relie la gare au marché.",),
    language="fr",
    type="agreement",
    day=date(2021, 3, 2),
    name="tram.html",
    media_type="text/html",
    content=SCRIPT,
    titles={"ar": "اتفاقية الترامواي"},
)
MAP = Paper(
    title="Plan du marché de gros",
    texts=("Plan du marché",),
    language="fr",
    type="report",
    day=date(2023, 1, 15),
    name="plan.png",
    media_type="image/png",
    content=png("orange"),
)
MIXED = Paper(
    title="محضر الدورة العادية Procès-verbal",
    texts=("انعقدت الدورة. Le conseil a examiné le budget du marché. قرر المجلس تأجيل النقطة.",),
    type="session_minutes",
    day=date(2022, 10, 3),
    name="pv.docx",
)
UNDATED = Paper(title="عريضة حول الماء", texts=("يطالب السكان المجلس بالماء الصالح للشرب.",), type="petition")

PUBLISHED = (COUNCILS, TRAM, MAP, MIXED, UNDATED)

DRAFT = Paper(
    title="مسودة سرية زمردية",
    texts=("المجلس زمردية emeraude",),
    day=date(2022, 5, 5),
    name="brouillon-emeraude.pdf",
    media_type="application/pdf",
    content=pdf("red"),
)
WITHDRAWN = Paper(
    title="Décision retirée ambrée",
    texts=("المجلس ambre",),
    language="fr",
    day=date(2022, 6, 6),
    name="retire-ambre.pdf",
    media_type="application/pdf",
    content=pdf("green"),
)

TERM_IN_FRENCH = Paper(
    title="Avis relatif au cimetière",
    texts=("Le marché public porte sur le cimetière.",),
    language="fr",
    type="tender",
    day=date(2020, 1, 1),
    name="a.txt",
)
TERM_IN_ARABIC = Paper(
    title="إعلان حول المقبرة",
    texts=("تتعلق الصفقات العمومية بتوسيع المقبرة وتسييجها.",),
    type="tender",
    day=date(2024, 1, 1),
    name="b.txt",
)
TERM_FAR_IN = Paper(
    title="وثيقة أخرى",
    texts=("نص.", "نص آخر.", "صفقة عمومية في الصفحة الثالثة."),
    type="report",
    day=date(2022, 1, 1),
    name="c.txt",
)
NO_TERM = Paper(title="مطالب", texts=("مطالب حول المقبرة القديمة.",), type="petition", day=date(2023, 1, 1), name="d.txt")

TERMS = (TERM_IN_FRENCH, TERM_IN_ARABIC, TERM_FAR_IN, NO_TERM)
"""A French paper with a term of the glossary, two Arabic ones with its translation, and one with neither."""
