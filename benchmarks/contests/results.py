"""What came of a contest: the runs of its sides, and the table made of them."""

from __future__ import annotations

import importlib.metadata
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from fuzzing.dependencies import declared

from benchmarks.contests.contest import Contest, Side, Task

NOTED = " ¹"
COPYLEFT = "Run for this comparison only, in its own environment; nothing of it is used by Isnad."


class Taken(msgspec.Struct, frozen=True):
    """One run of a side: seconds of the processor to make ready and for each item, largest memory, answers."""

    start: float
    seconds: tuple[float, ...]
    peak_mb: float
    answers: tuple[Any, ...]
    asked: Any = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a table."""

    name: str
    version: str = ""
    licence: str = ""
    done: int = 0
    of: int = 0
    each_ms: float = 0.0
    times: Mapping[str, float] = {}
    """How many times as long as another side, by its name."""
    start: float = 0.0
    peak_mb: float = 0.0
    judged: Mapping[str, str] = {}
    missing: str = ""
    """Why it was not run."""


def rows(contest: Contest, task: Task, runs: Sequence[Mapping[str, Taken | str]]) -> list[Row]:
    """The lines of a table from rounds, each the run of every side by its name, or why there is none."""
    out = [row(contest, side, task, runs) for side in contest.sides]
    return out + [Row(name=name, missing=reason) for name, reason in contest.left_out.items()]


def row(contest: Contest, side: Side, task: Task, runs: Sequence[Mapping[str, Taken | str]]) -> Row:
    """The line of one side: medians over the rounds, answers of the first."""
    mine = [run[side.name] for run in runs]
    failed = next((taken for taken in mine if isinstance(taken, str)), None)
    told = told_of(side)
    if failed is not None:
        return Row(name=side.name, version=told[0], licence=told[1], missing=failed)
    taken = [t for t in mine if isinstance(t, Taken)]
    done = len(task.items) if contest.at_once else min(len(t.seconds) for t in taken)
    return Row(
        name=side.name, version=told[0], licence=told[1], done=done, of=len(task.items),
        each_ms=1000 * statistics.median(sum(t.seconds) / (done if contest.at_once else len(t.seconds)) for t in taken),
        times={other: found for other in contest.against if other != side.name and (found := times(side.name, other, runs)) is not None},
        start=statistics.median(t.start for t in taken), peak_mb=max(t.peak_mb for t in taken),
        judged=contest.judge(task, taken[0].answers, taken[0].asked),
    )  # fmt: skip


def times(side: str, other: str, runs: Sequence[Mapping[str, Taken | str]]) -> float | None:
    """How many times as long as another a side took over the items that both did: the median over the rounds."""
    found = []
    for run in runs:
        a, b = run[side], run[other]
        if isinstance(a, str) or isinstance(b, str):
            return None
        both = min(len(a.seconds), len(b.seconds))
        found.append(sum(a.seconds[:both]) / max(sum(b.seconds[:both]), 1e-9))
    return statistics.median(found)


def told_of(side: Side) -> tuple[str, str]:
    """Version and licence of whose work a side is."""
    versions, licences = [], []
    for package in side.packages:
        licence = short(declared(package) or "?")
        licences += [] if licence in licences else [licence]
        try:
            versions.append(importlib.metadata.version(package))
        except importlib.metadata.PackageNotFoundError:
            versions.append("?")
    return ", ".join(versions), ", ".join(licences)


def short(licence: str) -> str:
    """A declared licence without the words that all have."""
    plain = licence.removeprefix("The ").removesuffix(" License").removesuffix(" Software")
    return "GPL-3.0-or-later" if "General Public License v3" in plain else plain


def table(contest: Contest, lines: Sequence[Row]) -> list[str]:
    """A table in Markdown."""
    judged = list(dict.fromkeys(name for line in lines for name in line.judged))
    heads = ["", "version", "licence", f"{contest.item}s", f"ms {article(contest.item)}", *(f"× {name}" for name in contest.against)]
    heads += ["start, s", "MB", *judged]
    ran = [line for line in lines if not line.missing]
    cells = [heads, ["---", "---", "---"] + ["---:"] * (len(heads) - 3), *(cells_of(contest, line, judged) for line in ran)]
    out = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells]
    return out + [text for part in notes(lines) for text in ("", part)]


def cells_of(contest: Contest, line: Row, judged: Sequence[str]) -> list[str]:
    """The cells of a line, the columns of judgement in their order."""
    return [
        line.name, line.version, line.licence + (NOTED if copyleft(line) else ""),
        f"{line.done:,}" if line.done == line.of else f"{line.done:,} of {line.of:,}", figure(line.each_ms),
        *("1" if name == line.name else figure(line.times[name]) if name in line.times else "–" for name in contest.against),
        figure(line.start), f"{line.peak_mb:.0f}", *(line.judged.get(name, "–") for name in judged),
    ]  # fmt: skip


def notes(lines: Sequence[Row]) -> list[str]:
    """What is told under a table: what was not run and why, and what copyleft means here."""
    missing = "; ".join(f"{line.name} ({line.missing})" for line in lines if line.missing)
    out = [f"Not run: {missing}."] if missing else []
    return out + [f"{NOTED.strip()} {COPYLEFT}"] * any(copyleft(line) for line in lines)


def copyleft(line: Row) -> bool:
    """Whether the software of a line is under a licence that would reach what is built with it."""
    return "GPL" in line.licence and not line.missing


def article(noun: str) -> str:
    """The noun after its article."""
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def figure(value: float) -> str:
    """A figure with about three digits."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"
