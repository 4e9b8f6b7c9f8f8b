"""Every regular expression takes time in step with the text: run over growing texts made of its own parts."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from fuzzing.patterns import Compiled, growth

ROOT = Path(__file__).parents[2]
SIZE, FLOOR = 1_000, 0.02
"""Characters of the shorter text, and seconds under which the longer one is quick whatever it does."""
LINEAR = 9.0
"""Times as long at four times the length: 4 would be in step, 16 the square."""
BOUNDED = {
    ("isnad.search.query", r"\d[\d,]*(?:\.\d+)?$"): "asked at the beginning of one word of a query of 2,000 characters at most",
    ("isnad.read.posts", "(?:\u2014|\u2013|--)\\s*(?P<author>"): "asked of the last 400 characters of a post",
    ("isnad.read.unpack", "([0-9A-Fa-f]{1,8})[ \\t]*"): "asked at one place, where a chunk begins",
    ("isnad.read.peek", ""): "asked of the first 4,096 bytes, once",
    ("isnad.read.dates", ""): "asked of 120 characters at most",
    ("isnad.annotate.time_patterns", ""): "asked of the items of one sentence, 600 at most",
}
"""Patterns that only ever see short texts, with the reason."""


@cache
def patterns() -> list[Compiled]:
    done = subprocess.run([sys.executable, "-m", "fuzzing.patterns"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [Compiled(**json.loads(line)) for line in done.stdout.splitlines()]


def short(found: Compiled) -> bool:
    return any(found.module == module and found.pattern.startswith(start) for module, start in BOUNDED)


def test_every_pattern_is_linear() -> None:
    found = patterns()
    assert len(found) > 70 and {"isnad.text.tokens", "isnad.read.feeds", "isnad.annotate.name_features"} <= {p.module for p in found}
    slow = {p: g for p in found if not short(p) and (g := growth(p, SIZE, FLOOR))[0] > LINEAR}
    assert slow == {}


def test_what_is_short_is_still_there() -> None:
    found = patterns()
    assert [key for key in BOUNDED if not any(p.module == key[0] and p.pattern.startswith(key[1]) for p in found)] == []


@pytest.mark.parametrize("pattern", [r"\s+$", r"[\w.]+@", r"^\s*\S+@\S+\s*\("])
def test_a_careless_pattern_is_seen(pattern: str) -> None:
    assert growth(Compiled("x", pattern, 0, False), SIZE, 0.002)[0] > LINEAR
