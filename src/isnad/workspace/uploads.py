"""Files that somebody handed in: read and kept like any others, under their own names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from isnad.read.records import FieldMap, Record
from isnad.read.sources import read_articles
from isnad.workspace.adding import Added, Progress

if TYPE_CHECKING:
    from isnad.workspace.workspace import Workspace

LONGEST = 120
"""Characters of a file's name."""


def add_uploads(desk: Workspace, folder: Path, progress: Progress | None = None) -> Added:
    """Keep what the files of a folder hold; articles carry the paths within it."""
    records = read_articles([str(folder)], desk.settings, FieldMap(**desk.settings.fields))
    return desk.add_records(_within(records, f"{folder}/"), kind="upload", progress=progress)


def _within(records: Iterator[Record], folder: str) -> Iterator[Record]:
    for record in records:
        issues = tuple(msgspec.structs.replace(i, path=i.path.removeprefix(folder)) for i in record.issues)
        outcome = msgspec.structs.replace(record.outcome, path=record.outcome.path.removeprefix(folder))
        article = record.article
        if article is not None:
            article = msgspec.structs.replace(article, path=article.path.removeprefix(folder))
        yield Record(outcome=outcome, article=article, issues=issues)


def file_name(given: str, taken: set[str]) -> str:
    """A name for a file as it was handed in: without folders, hidden beginnings and what is no letter; another where it is taken."""
    last = given.replace("\\", "/").rpartition("/")[2]
    name = "".join(c if c.isprintable() and c not in '<>:"|?*' else "_" for c in last).strip(" .") or "file"
    stem, dot, kind = name.rpartition(".")
    stem, kind = (stem, dot + kind) if stem and len(kind) < 12 else (name, "")
    made, n = stem[:LONGEST] + kind, 1
    while made in taken:
        n += 1
        made = f"{stem[:LONGEST]}-{n}{kind}"
    return made
