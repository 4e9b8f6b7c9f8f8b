"""The audit of dependencies passes, and sees what it is there for."""

from __future__ import annotations

import pytest
from fuzzing.dependencies import LOCKS, ROOT, TABLE, faults, table

GOOD = "click==8.3.1 \\\n    --hash=sha256:00\n"
ROW = {"click": {"package": "click", "licence": "BSD-3-Clause", "declared": "BSD-3-Clause", "purpose": "command line"}}


def test_all_that_the_locks_bring_in_was_reviewed() -> None:
    locks = {name: (ROOT / name).read_text(encoding="utf-8") for name in LOCKS}
    assert faults(locks, table(TABLE.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("lock", "change", "said"),
    [
        ("click==8.3.1\n", {}, "has no hash"),
        (GOOD + "other==1 \\\n    --hash=sha256:00\n", {}, "other stands in a lock and not in"),
        ("", {}, "click stands in dependencies.tsv and in no lock"),
        (GOOD + "thing @ https://a.example/thing.whl\n", {}, "an address"),
        ("--no-binary click\n" + GOOD, {}, "--no-binary"),
        (GOOD, {"licence": "GPL-3.0-only"}, "is not permissive"),
        (GOOD, {"licence": "MIT AND GPL-3.0-only"}, "is not permissive"),
        (GOOD, {"declared": "MIT"}, "declares 'BSD-3-Clause' now"),
        (GOOD, {"purpose": " "}, "no purpose"),
    ],
)
def test_what_is_wrong_is_told(lock: str, change: dict[str, str], said: str) -> None:
    assert any(said in fault for fault in faults({"a.lock": lock}, {"click": ROW["click"] | change}))


def test_a_choice_of_licences_needs_one_that_is_allowed() -> None:
    assert faults({"a.lock": GOOD}, {"click": ROW["click"] | {"licence": "GPL-2.0-only OR MIT"}}) == []
