from __future__ import annotations

import pytest

from frontend.formats import format_name
from ingest.extractor import extractors


@pytest.mark.parametrize("media_type", sorted(one for extractor in extractors() for one in extractor.media_types))
def test_every_format_that_is_read_has_a_name_short_enough_for_a_badge(media_type: str) -> None:
    assert 1 < len(format_name(media_type)) <= 12
    assert "." not in format_name(media_type)
