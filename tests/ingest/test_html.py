from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.documents import TextSource
from ingest.extractor import Sample
from ingest.extractors.html import PLUGIN
from ingest.limits import Limits

Write = Callable[[str, bytes], Path]


def text(write: Write, html: str | bytes) -> str:
    path = write("page.html", html.encode() if isinstance(html, str) else html)
    return "\f".join(page.text for page in PLUGIN.extract(path, Limits()))


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<p>a<b>b</b> <i>c</i></p>", "ab c"),
        ("<p>one<br>two</p>", "one\ntwo"),
        ("<p>  much \n  space </p>", "much space"),
        ("<p>a</p><script>run()</script><style>p{}</style><p>b</p>", "a\nb"),
        ("<p>a</p><div hidden>no</div><p style='display: none'>no</p><p>b</p>", "a\nb"),
        ("<noscript>no</noscript><template>no</template><p>a", "a"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("<table><tr><th>a<th>b<tr><td>1<td><p>2</p></table>", "a\tb\n1\t2"),
        ("<pre>one\n  two</pre>", "one\ntwo"),
        ("<p>&eacute;t&#233; &amp; &lt;</p>", "été & <"),
        ("<title>Avis</title><p>texte</p>", "Avis\n\ntexte"),
        ("<title>Avis</title><h1>Avis</h1><p>texte</p>", "Avis\ntexte"),
        ("<p>a<!-- not this --></p>", "a"),
        ("<p>unclosed <b>tags", "unclosed tags"),
        ("", ""),
    ],
)
def test_the_text_is_what_a_browser_shows(write: Write, html: str, shown: str) -> None:
    assert text(write, f"<html><body>{html}</body></html>") == shown


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1256">', "cp1256"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">', "cp1256"),
        ("<meta charset=iso-8859-1>", "cp1256"),
        ("", "cp1256"),
        ('<meta charset="utf-8">', "utf-8"),
        ("", "utf-16"),
    ],
)
def test_arabic_is_read_in_whatever_encoding_it_came(write: Write, head: str, encoding: str) -> None:
    page = f"<html><head>{head}</head><body><p>قرر المجلس الجماعي الموافقة</p></body></html>"
    assert text(write, page.encode(encoding)) == "قرر المجلس الجماعي الموافقة"


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("page.html", b"<p>text</p>", "text/html"),
        ("page", b"<!DOCTYPE html><title>x</title>", "text/html"),
        ("page", b"\xef\xbb\xbf\n<!-- saved --><html>", "text/html"),
        ("page.html", "<html>نص</html>".encode("utf-16"), "text/html"),
        ("page.html", b"no markup at all", None),
        ("page.html", b"%PDF-1.7 <b>", None),
        ("page.txt", b"a < b and <c>", None),
    ],
)
def test_html_is_known_by_its_first_element_or_by_name_and_tags(
    write: Write, name: str, content: bytes, media_type: str | None
) -> None:
    assert PLUGIN.recognise(Sample(write("file", content), name)) == media_type


def test_a_page_of_html_has_no_size(write: Write) -> None:
    (page,) = PLUGIN.extract(write("page.html", b"<p>text"), Limits())
    assert (page.source, page.width, page.height, page.words) == (TextSource.MARKUP, None, None, ())


def test_elements_nested_without_end_are_read(write: Write) -> None:
    assert text(write, "<div>" * 200 + "deep") == "deep"
