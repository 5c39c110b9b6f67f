"""Styles, scripts and fonts: fetched once, named by their content."""

from __future__ import annotations

import re

import pytest

from frontend import statics
from tests.visitor import Visitor

NAMES = [path.relative_to(statics.FOLDER).as_posix() for path in statics.FOLDER.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_kept_for_a_year(client: Visitor, name: str) -> None:
    response = client.get(statics.url(name))
    assert response.status_code == 200
    assert "immutable" in response.headers["cache-control"]
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("site.css", "text/css; charset=utf-8"),
        ("site.js", "text/javascript; charset=utf-8"),
        ("mark.svg", "image/svg+xml"),
        ("fonts/plex-arabic-arabic-400.woff2", "font/woff2"),
    ],
)
def test_a_file_has_its_media_type(client: Visitor, name: str, kind: str) -> None:
    assert client.get(statics.url(name)).headers["content-type"] == kind


def test_text_is_packed_for_whoever_can_unpack_it(client: Visitor) -> None:
    address = statics.url("site.css")
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    plain = client.get(address, headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text


def test_a_file_that_is_not_there_has_no_address(client: Visitor) -> None:
    with pytest.raises(FileNotFoundError):
        statics.url("none.css")
    assert client.get(statics.address() + "/none.css").status_code == 404
    assert client.get(statics.address() + "/../routes.py").status_code == 404


def test_the_sheet_serves_both_directions_and_loads_only_its_own() -> None:
    sheet = (statics.FOLDER / "site.css").read_text(encoding="utf-8")
    physical = re.findall(r"(?:margin|padding|border|inset)-(?:left|right)|(?<![-\w])(?:left|right)\s*:", sheet)
    assert physical == []
    for address in re.findall(r'url\("([^"]+)"\)', sheet):
        assert (statics.FOLDER / address).is_file(), address
