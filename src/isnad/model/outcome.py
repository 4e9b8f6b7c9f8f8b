"""What became of each input, and what was odd about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec

from isnad.model.span import Span

SPOOFS = frozenset({"turned-text", "hidden-characters", "look-alike-letters", "deceptive-host", "look-alike-outlets"})
"""Issues that tell of what looks like something else."""

Fate = Literal["kept", "rejected", "failed"]


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """Something odd that did not stop the work, bound to the place it was seen at."""

    path: str
    code: str
    """Short kebab-case word, one for each kind of oddity; message catalogues hold its text."""
    detail: str = ""
    span: Span | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The one end of one input record; the outcomes of a run sum to its inputs."""

    path: str
    fate: Fate
    reason: str = ""
    """Empty for `kept`; else a kebab-case code such as `empty`, `not-arabic`, `binary`, `too-long`, `broken-record`."""
    detail: str = ""


def marks(codes: Iterable[str]) -> str | None:
    """Of the codes of an article's issues those that tell of what looks like something else, each once; None where there are none."""
    return " | ".join(dict.fromkeys(code for code in codes if code in SPOOFS)) or None


def in_order(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Issues by path and place, so that they do not depend on the order in which files were given."""
    return tuple(sorted(issues, key=lambda i: (i.path, i.span is not None, i.span or Span(0, 0), i.code, i.detail)))


def count(outcomes: list[Outcome]) -> Counter[tuple[Fate, str]]:
    """How many records ended how, by fate and reason."""
    return Counter((o.fate, o.reason) for o in outcomes)
