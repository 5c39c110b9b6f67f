from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from ingest.recipe import Recipe


@pytest.mark.parametrize(
    ("recipe", "name"),
    [
        (Recipe(), "ara+fra"),
        (Recipe(models="Arabic"), "Arabic"),
        (Recipe(layout=6, threshold=1, upright=True), "ara+fra psm6 threshold1 upright"),
    ],
)
def test_a_recipe_is_named_by_its_models_and_what_is_not_usual(recipe: Recipe, name: str) -> None:
    assert recipe.name == name


def test_a_recipe_passes_through_a_message() -> None:
    recipe = Recipe(models="Arabic", threshold=2, dpi=400.0)
    assert Recipe(**json.loads(json.dumps(asdict(recipe)))) == recipe
