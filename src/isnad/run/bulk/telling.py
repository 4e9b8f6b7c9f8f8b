"""The last step: the tables of a slice with what linking found of its articles, without those that an earlier slice holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from isnad.lang.pack import load_pack
from isnad.link.entity_stream import compiled
from isnad.model.span import Span
from isnad.run.bulk.keeping import identity, number, read_json
from isnad.run.bulk.names_told import Entities
from isnad.run.bulk.stories import story_of
from isnad.run.bulk.tables import OF_DOCUMENTS, Row, read_table, write_table
from isnad.run.runner import Task


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The slice, and where its links lie."""

    language: str
    slice: str
    dropped: tuple[int, ...] = ()
    """Numbers of articles that are told by an earlier slice."""
    clusters: tuple[str, ...]
    roots: str
    resolved: str
    entities: tuple[str, ...]


def tell(task: Task, folder: Path) -> None:
    """All tables of documents."""
    asked = task.asked(Asked)
    place, root = Path(task.root, asked.slice), Path(task.root)
    dropped = {identity(n) for n in asked.dropped}
    held = {t: [r for r in read_table(place / f"{t}.parquet") if r.get("article", r.get("id")) not in dropped] for t in OF_DOCUMENTS}
    roots = read_json(root / asked.roots / "roots.json", dict[str, str])
    found = story_of(root, asked.clusters, {number(r["id"]) for r in held["articles"]})
    stories = {identity(key): roots.get(story, story) for key, story in found.items()}
    for table in ("articles", "statements", "quantities"):
        for row in held[table]:
            row["story"] = stories.get(row["id"] if table == "articles" else row["article"])
    _name(held, Entities(root, asked.resolved, asked.entities), asked.language)
    for table, rows in held.items():
        write_table(folder / f"{table}.parquet", table, rows)


def _name(held: Mapping[str, list[Row]], entities: Entities, language: str) -> None:
    """Give mentions and speakers their entities."""
    reader = compiled(load_pack(language))[1]
    beside: dict[str, list[Row]] = {}
    for row in held["mentions"]:
        if (found := entities.of(row["article"], reader.key(row["words"]))) is not None:
            row["entity"], row["name"] = found
        beside.setdefault(row["article"], []).append(row)
    for row in held["statements"]:
        if row["speaker_start"] is not None and (mention := mention_at(row, beside.get(row["article"], ()))) is not None:
            row["speaker_id"], row["speaker"] = mention["entity"], mention["name"]


def mention_at(statement: Row, mentions: Sequence[Row]) -> Row | None:
    """The mention that the speaker of a statement is, or that it overlaps most (as `link/entity_roles.py` has it)."""
    span = Span(statement["speaker_start"], statement["speaker_end"])
    places = [(Span(m["start"], m["end"]), m) for m in mentions]
    exact = next((m for place, m in places if place == span), None)
    over = (m for place, m in places if place.shared(span) * 2 > span.size and (m["type"] != "place" or place.covers(span)))
    return exact or next(over, None)
