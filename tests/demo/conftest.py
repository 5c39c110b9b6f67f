"""The sample archive that these tests look at: its first fourteen documents, which hold every kind and form."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.drafting import Draft, draft
from demo.generate import SampleDocument, generate
from demo.slots import slots

COUNT = 14


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[SampleDocument]:
    return generate(tmp_path_factory.mktemp("samples"), COUNT)


@pytest.fixture(scope="session")
def folder(samples: list[SampleDocument]) -> Path:
    return samples[0].path.parent


@pytest.fixture(scope="session")
def drafts() -> list[Draft]:
    """The sixty documents of the default archive, worded but not set."""
    return [draft(slot, 1) for slot in slots(60)]
