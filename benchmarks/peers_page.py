"""The page of measured tables: what stands between two markers is the command's, all else is written by people and kept."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def markers(name: str) -> tuple[str, str]:
    """What stands before and after the tables of a contest."""
    return f"<!-- bench-peers: {name} -->", f"<!-- bench-peers: end of {name} -->"


def replaced(page: str, name: str, text: str) -> str:
    """The page with the text between the markers of a name; raises `ValueError` where they do not stand there once, in order."""
    first, last = markers(name)
    if page.count(first) != 1 or page.count(last) != 1 or page.index(first) > page.index(last):
        raise ValueError(f"expected the lines {first} and {last}, once and in this order")
    before, rest = page.split(first)
    return f"{before}{first}\n{text.strip()}\n{last}{rest.split(last)[1]}"


def check(path: Path, names: Iterable[str]) -> None:
    """Raise `ValueError` where a page lacks the markers of a name."""
    for name in names:
        page_with(path, name, "")


def page_with(path: Path, name: str, text: str) -> str:
    """A page read, with the text between the markers of a name; an error names the page."""
    try:
        return replaced(path.read_text(encoding="utf-8"), name, text)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def written_into(path: Path, name: str, text: str) -> None:
    """Write the text between the markers of a name, or nothing at all."""
    page = page_with(path, name, text)
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(page)
        Path(made).chmod(path.stat().st_mode & 0o777)
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
