"""Every regular expression that Isnad compiles, and texts made of a pattern's own parts on which a careless one takes their square.

    python -m fuzzing.patterns

Prints the patterns as JSON Lines: the module that compiled it, the pattern, its flags, whether it reads bytes.
"""

from __future__ import annotations

import importlib
import itertools
import json
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Iterator
from re import _constants as names
from re import _parser as parser
from typing import Any

import msgspec

CATEGORIES = {
    names.CATEGORY_DIGIT: "7", names.CATEGORY_NOT_DIGIT: "a", names.CATEGORY_SPACE: " ", names.CATEGORY_NOT_SPACE: "a",
    names.CATEGORY_WORD: "a", names.CATEGORY_NOT_WORD: "-",
}  # fmt: skip
MOST_UNITS = 10


class Compiled(msgspec.Struct, frozen=True):
    """A pattern and who compiled it."""

    module: str
    pattern: str
    flags: int
    binary: bool


def compiled() -> list[Compiled]:
    """All patterns that Isnad's modules compile on import, and those that its stages make of tables and use on an article."""
    found: dict[Compiled, None] = {}
    real = re._compile  # type: ignore[attr-defined]

    def noting(pattern: Any, flags: int) -> Any:
        frame: Any = sys._getframe(1)
        while frame is not None and frame.f_globals.get("__name__") == "re":
            frame = frame.f_back
        module = str(frame.f_globals.get("__name__")) if frame is not None else ""
        if module.startswith("isnad") and isinstance(pattern, str | bytes):
            text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
            found[Compiled(module, text, int(flags), isinstance(pattern, bytes))] = None
        return real(pattern, flags)

    re._compile = noting  # type: ignore[attr-defined]
    try:
        _everything()
    finally:
        re._compile = real  # type: ignore[attr-defined]
    return list(found)


def _everything() -> None:
    """Import all modules, compile all stages, tell an account, read a query."""
    import isnad

    for module in pkgutil.walk_packages(isnad.__path__, "isnad."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from fuzzing.harness import HARNESSES
    from fuzzing.seeds import seeds

    for way in ("account", "search", "html", "feed"):
        check = HARNESSES[way].make()
        for _, seed in itertools.islice(seeds(way), 6):
            check(seed(600))


def units(pattern: str, flags: int) -> list[str]:
    """Texts that single parts of a pattern match: what is repeated in it, and what stands beside."""
    out: dict[str, None] = {}

    def walk(parts: Any) -> str:
        text = ""
        for kind, value in parts:
            text += one(kind, value)
        if text:
            out.setdefault(text[:40], None)
        return text

    def one(kind: Any, value: Any) -> str:
        if kind is names.LITERAL:
            return chr(value)
        if kind is names.NOT_LITERAL:
            return "a" if value != ord("a") else "b"
        if kind is names.ANY:
            return "a"
        if kind is names.IN:
            return _of_set(value)
        if kind is names.BRANCH:
            return str(max(walk(branch) for branch in value[1][:6]))
        if kind is names.SUBPATTERN:
            return walk(value[3])
        if kind in (names.MAX_REPEAT, names.MIN_REPEAT, names.POSSESSIVE_REPEAT):
            least, _, inner = value
            return str(walk(inner) * max(1, min(least, 3)))
        if kind in (names.ASSERT, names.ASSERT_NOT):
            walk(value[1])
        if kind is names.ATOMIC_GROUP:
            return walk(value)
        return ""

    walk(parser.parse(pattern, flags))
    singles = dict.fromkeys(c for text in out for c in text[:6])
    return [*out, *singles][:MOST_UNITS]


def _of_set(parts: Any) -> str:
    """A character of a set, the first that is no negation."""
    negated = bool(parts) and parts[0][0] is names.NEGATE
    if negated:
        return next(c for c in "a\u0642 7-" if not any(_holds(kind, value, c) for kind, value in parts[1:]))
    kind, value = parts[0]
    if kind is names.LITERAL:
        return chr(value)
    return chr(value[0]) if kind is names.RANGE else str(CATEGORIES[value])


def _holds(kind: Any, value: Any, character: str) -> bool:
    if kind is names.LITERAL:
        return bool(ord(character) == value)
    if kind is names.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    return bool(kind is names.CATEGORY and CATEGORIES.get(value) == character)


def texts(pattern: str, flags: int, size: int) -> Iterator[str]:
    """Texts of so many characters made of a pattern's parts: one again and again, two in turn, a beginning that never ends."""
    parts = units(pattern, flags)
    for unit in parts:
        yield (unit * (size // len(unit) + 1))[:size]
        yield (unit * (size // len(unit) + 1))[: size - 1] + "\x01"
    for one, two in itertools.permutations(parts[:5], 2):
        yield ((one + two) * (size // len(one + two) + 1))[:size]
        yield (one + two * (size // len(two) + 1))[: size - 1] + "\x01"


class TooLongError(Exception):
    """A pattern that does not come to an end."""


def _alarm(*_: object) -> None:
    raise TooLongError


def seconds(pattern: Any, text: Any, most: float = 1.0) -> float:
    """Processor time of finding all matches, at most `most` of it: `re` looks for signals while it works."""
    begin = time.process_time()
    signal.signal(signal.SIGVTALRM, _alarm)
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    try:
        for _ in pattern.finditer(text):
            pass
    except TooLongError:
        return most
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - begin


def growth(found: Compiled, size: int, floor: float) -> tuple[float, str]:
    """How many times as long the worst text takes when it is four times as long, and its beginning; 4 is linear, 16 the square.

    What stays under `floor` seconds even so is 0: too short to be told from noise.
    """
    pattern: Any = re.compile(found.pattern.encode("latin-1") if found.binary else found.pattern, found.flags)
    worst = (0.0, "")
    for short, long in zip(texts(found.pattern, found.flags, size), texts(found.pattern, found.flags, 4 * size), strict=True):
        few, many = [short.encode(), long.encode()] if found.binary else [short, long]
        spent = seconds(pattern, many)
        if spent > floor:
            worst = max(worst, (min(spent, seconds(pattern, many)) / max(seconds(pattern, few), 1e-6), long[:20]))
    return worst


if __name__ == "__main__":
    for row in compiled():
        print(json.dumps(msgspec.structs.asdict(row)))
