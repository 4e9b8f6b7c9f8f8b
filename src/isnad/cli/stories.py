"""`isnad stories`: the stories of a stream of articles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from isnad.cli.lists import Row, as_bytes
from isnad.cli.work import common_options, give, read_gists, settings_of
from isnad.link.stories import stories_over
from isnad.link.story_words import Gist
from isnad.model.account import Story

FORMATS = ("table", "json", "jsonl", "tsv")


@click.command()
@common_options
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True,
    help="How to give it out; tsv: article id, story id, a line each.",
)  # fmt: skip
def stories(paths: tuple[str, ...], output: Path | None, language: str, workers: int, form: str) -> None:
    """Articles about the same events: headline, days, key entities, and which stories were merged or split."""
    gists = read_gists(paths, settings_of(language, workers))
    found = stories_over(gists)
    give(assignments(found, gists) if form == "tsv" else as_bytes(story_rows(found, gists), form), output)


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
