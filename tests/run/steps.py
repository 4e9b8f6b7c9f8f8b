"""Steps for the tests of runners: their workers import them by name."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import msgspec

from isnad.run.runner import Task


class Told(msgspec.Struct):
    """What the steps are told."""

    text: str = ""
    deaths: int = 0
    diary: str = ""
    """File in which each beginning is noted."""


def write(task: Task, folder: Path) -> None:
    """Write a text."""
    (folder / "a.txt").write_text(task.asked(Told).text)


def die(task: Task, folder: Path) -> None:
    """Write half, and kill the own process so many times before going on."""
    told = task.asked(Told)
    with Path(told.diary).open("a") as file:
        file.write(f"{os.getpid()}\n")
    (folder / "half.txt").write_text("half")
    if len(Path(told.diary).read_text().splitlines()) <= told.deaths:
        os.kill(os.getpid(), signal.SIGKILL)
    (folder / "half.txt").unlink()
    (folder / "a.txt").write_text(told.text)


def stumble(task: Task, folder: Path) -> None:
    """Raise in the middle."""
    (folder / "half.txt").write_text("half")
    raise ValueError("no such luck")
