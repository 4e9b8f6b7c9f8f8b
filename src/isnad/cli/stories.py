"""`isnad stories`: the stories of a stream of articles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isnad.cli.lists import Row, as_bytes
from isnad.cli.work import give, opened, read_gists, settings_of, workspace_options
from isnad.link.stories import stories_over
from isnad.link.story_words import Gist
from isnad.model.account import Story

if TYPE_CHECKING:
    from isnad.workspace.workspace import Workspace

FORMATS = ("table", "json", "jsonl", "tsv")


@click.command()
@workspace_options
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True,
    help="How to give it out; tsv: article id, story id, a line each.",
)  # fmt: skip
def stories(paths: tuple[str, ...], output: Path | None, language: str, workers: int, form: str) -> None:
    """Articles about the same events: headline, days, key entities, and which stories were merged or split.

    Without PATH: the stories of the workspace, the latest first.
    """
    if not paths:
        with opened(settings_of(language, workers)) as desk:
            give(kept_stories(desk, form), output)
        return
    gists = read_gists(paths, settings_of(language, workers))
    found = stories_over(gists)
    give(assignments(found, gists) if form == "tsv" else as_bytes(story_rows(found, gists), form), output)


def kept_stories(desk: Workspace, form: str) -> bytes:
    """The stories of a workspace; as tsv, article id and story id, a line each."""
    if form == "tsv":
        return "".join(sorted(f"{own_id(a.path)}\t{a.story}\n" for a in desk if a.story)).encode("utf-8", "replace")
    rows = [
        {
            "id": s.id,
            "size": s.size,
            "from": s.first,
            "to": s.last,
            "title": s.title,
            "names": ", ".join(s.names),
            "entities": list(s.names),
        }
        for s in desk.stories()
    ]
    return as_bytes(rows, form)


def assignments(found: Sequence[Story], gists: Sequence[Gist]) -> bytes:
    """Article id, tab, story id, a line each, in the order of the articles' ids."""
    names = {g.article: own_id(g.path) for g in gists}
    lines = sorted(f"{names[a]}\t{story.id}\n" for story in found for a in story.articles)
    return "".join(lines).encode("utf-8", "replace")


def story_rows(found: Sequence[Story], gists: Sequence[Gist]) -> list[Row]:
    """One row a story, the largest first."""
    of = {g.article: g for g in gists}
    rows = []
    for story in found:
        members = sorted((of[a] for a in story.articles), key=lambda g: (g.when, g.article))
        days = [g.when[:10] for g in members if g.day is not None]
        rows.append({
            "id": story.id, "size": len(members), "from": days[0] if days else None, "to": days[-1] if days else None,
            "title": story.title, "names": ", ".join(story.entities), "entities": list(story.entities),
            "articles": [{"id": own_id(g.path), "path": g.path, "title": g.title} for g in members],
            "events": [{"kind": e.kind, "story": e.other, "day": e.day} for e in story.events],
        })  # fmt: skip
    return sorted(rows, key=lambda r: (-len(r["articles"]), str(r["from"]), r["id"]))


def own_id(path: str) -> str:
    """The id that a record of a stream has in it, else the path, on one line."""
    return " ".join((path.partition("#")[2] or path).split())
