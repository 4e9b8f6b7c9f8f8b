"""The page of the attribution scheme is what its script writes from the cases and tables."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("statement_constructions", DOCS / "statement_constructions.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date(script: ModuleType) -> None:
    written = (DOCS / "reference" / "attribution.md").read_text(encoding="utf-8")
    assert written == script.page(), "run: python docs/statement_constructions.py"


def test_names_of_constructions_are_told_apart(script: ModuleType) -> None:
    names = [line for line in script.page().splitlines() if line.startswith("### `")]
    assert len(names) == len(set(names))
    assert len(names) >= 100
