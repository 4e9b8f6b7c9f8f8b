"""The last step: the tables of a slice with what linking found of its articles, without those that an earlier slice holds."""

from __future__ import annotations

from pathlib import Path

import msgspec

from isnad.run.bulk.keeping import identity, number, read_json
from isnad.run.bulk.stories import story_of
from isnad.run.bulk.tables import OF_DOCUMENTS, Row, read_table, write_table
from isnad.run.runner import Task


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The slice, and where its links lie."""

    slice: str
    dropped: tuple[int, ...] = ()
    """Numbers of articles that are told by an earlier slice."""
    clusters: tuple[str, ...]
    roots: str


def tell(task: Task, folder: Path) -> None:
    """All tables of documents."""
    asked = task.asked(Asked)
    place, root = Path(task.root, asked.slice), Path(task.root)
    dropped = {identity(n) for n in asked.dropped}
    articles = [r for r in read_table(place / "articles.parquet") if r["id"] not in dropped]
    roots = read_json(root / asked.roots / "roots.json", dict[str, str])
    found = story_of(root, asked.clusters, {number(r["id"]) for r in articles})
    stories = {identity(key): roots.get(story, story) for key, story in found.items()}
    for table in OF_DOCUMENTS:
        rows = articles if table == "articles" else [r for r in read_table(place / f"{table}.parquet") if r["article"] not in dropped]
        write_table(folder / f"{table}.parquet", table, (linked(r, stories) for r in rows))


def linked(row: Row, stories: dict[str, str]) -> Row:
    """A row with its links."""
    if "story" in row:
        row["story"] = stories.get(row.get("article") or row["id"])
    return row
