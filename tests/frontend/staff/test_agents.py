"""Browsers are called what their owners call them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontend.staff.agents import BROWSERS, SYSTEMS, device

MOZILLA = "Mozilla/5.0 "
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0"


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (f"{MOZILLA}(Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox, Windows"),
        (f"{MOZILLA}(Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/141.0.0.0", "Edge, Windows"),
        (f"{MOZILLA}(Linux; Android 10; K) {CHROME} Mobile Safari/537.36", "Chrome, Android"),
        (f"{MOZILLA}(X11; Linux x86_64) {CHROME} Safari/537.36", "Chrome, Linux"),
        (
            f"{MOZILLA}(iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Safari/604.1",
            "Safari, iPhone",
        ),
        (f"{MOZILLA}(Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.6 Safari/605.1.15", "Safari, macOS"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)
def test_a_browser_is_called_by_its_name_and_system(agent: str, said: str) -> None:
    assert device(agent) == said


@given(st.text(max_size=400))
def test_whatever_a_browser_says_is_short(agent: str) -> None:
    longest = max(len(name) for _, name in BROWSERS) + max(len(name) for _, name in SYSTEMS) + 2
    assert len(device(agent)) <= max(60, longest)
