"""What a contest is: the same items to several sides, each a function from an item to an answer, and a judge of the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

Items = Sequence[Any]
Answers = Sequence[Any]
Do = Callable[[Any], Any]
"""From an item to an answer, both of what MessagePack can hold."""


class Work(msgspec.Struct, frozen=True):
    """A side made ready; only `do` is timed."""

    do: Do
    asked: Do | None = None
    """Answers the contest's further question, untimed: what it would take too long, or be unfair, to time."""


class Side(msgspec.Struct, frozen=True):
    """One way to do the work."""

    name: str
    prepare: Callable[[Items], Work]
    """Loads what it needs; sees all items, so that a side may begin where another has come after half of its way."""
    packages: tuple[str, ...] = ()
    """Whose work it is; empty for Isnad's own."""
    budget: float = 60.0
    """Processor seconds after which it begins no further item."""


class Task(msgspec.Struct, frozen=True):
    """What all sides of a contest are given, and what is true of it."""

    items: Items
    truth: Any = None
    question: Any = None
    """For `Work.asked`."""
    about: str = ""
    """What the items are, for the page."""


class Contest(msgspec.Struct, frozen=True):
    """A contest: its sides, and how their answers are judged."""

    name: str
    item: str
    """What one item is called; of what is done at once, what it is counted in."""
    sides: tuple[Side, ...]
    against: tuple[str, ...]
    """Sides to whose time that of the others is set in proportion."""
    task: Callable[[], Task | str]
    """Makes the task; in words, why there is none."""
    judge: Callable[[Task, Answers, Any], Mapping[str, str]]
    """Columns of the table for the answers of one side and what it answered to the question; a side may have answered fewer items."""
    at_once: bool = False
    """Whether all items are one piece of work."""
    rounds: int = 3
    left_out: Mapping[str, str] = {}
    """Software that cannot be run here, and why."""


def share(part: float, whole: float) -> str:
    """A share with three places; a dash where there is nothing to be had."""
    return f"{part / whole:.3f}" if whole else "–"
