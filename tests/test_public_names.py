"""The public names: each is there, is what it says, and costs nothing until it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import isnad

NAMES = [
    "Account", "Article", "Document", "IsnadError", "Issue", "Judgement", "NothingFoundError", "Outcome", "Pack", "Settings", "Span",
    "Statement", "StoreError", "Story", "UsageError", "Workspace", "account", "account_json", "annotator", "load_pack", "read_articles",
]  # fmt: skip


def test_these_and_no_others() -> None:
    assert isnad.__all__ == NAMES == dir(isnad)


@pytest.mark.parametrize("name", NAMES)
def test_each_is_what_its_module_calls_so(name: str) -> None:
    assert getattr(isnad, name).__name__ == name


def test_another_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        isnad.nonsense  # noqa: B018


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import isnad, sys; print(sorted({'msgspec', 'sqlalchemy', 'numpy', 'lxml'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
