"""`isnad search`: articles of the workspace that a query finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from isnad.cli.lists import as_bytes, form_option
from isnad.cli.work import give, language_option, opened, output_option, settings_of, workspace_option
from isnad.errors import NothingFoundError
from isnad.export.catalogue import Catalogue, load_catalogue
from isnad.model.search import Hit, Results, Snippet

LEFT, RIGHT = "\u3010", "\u3011"
"""Stand around what was found, where there is no colour."""


@click.command()
@workspace_option
@click.option("--by", type=click.Choice(("words", "meaning", "both")), default="words", show_default=True, help="What is compared.")
@click.option("--newest", is_flag=True, help="The newest first instead of the best.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Articles shown.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Articles passed over first.")
@form_option
@language_option
@output_option
@click.argument("query", nargs=-1, required=True, metavar="QUERY…")
def search(query: tuple[str, ...], output: Path | None, language: str, form: str, by: Any, newest: bool, limit: int, offset: int) -> None:
    """Articles of the workspace that QUERY finds, with what was found in its context.

    \b
    Words and phrases:  word "two words" -without (one OR other) begin*
    Fields:             title: said: speaker: about: outlet: story:
    Days:               date:2024-01 date:2024-01-03..2024-02 after:2024 before:2024
    Figures:            killed>10 figure:injured>=100 figure>1000
    """
    say = load_catalogue(language)
    with opened(settings_of(language, 1), read_only=True) as desk:
        found = desk.search(" ".join(query), by=by, limit=limit, offset=offset, newest=newest)
        rows = [row_of(hit, marked=form == "table") for hit in found.hits]
    if not rows:
        raise NothingFoundError(say("error.no-finding", what=" ".join(query)))
    give(page(found, rows, say) if form == "table" else as_bytes(rows, form), output)


def row_of(hit: Hit, *, marked: bool) -> dict[str, Any]:
    """A hit as a row; snippets as text, what was found between brackets, or with their spans in nested formats."""
    row = {
        "article": hit.article.id, "published": hit.article.published, "outlet": hit.article.outlet, "title": hit.article.title,
        "story": hit.article.story, "path": hit.article.path, "url": hit.article.url, "score": round(hit.score, 4), "by": hit.by,
    }  # fmt: skip
    return row | {"snippets": [_marked(s) if marked else msgspec.to_builtins(s) for s in hit.snippets]}


def _marked(snippet: Snippet) -> str:
    return "".join(f"{LEFT}{words}{RIGHT}" if found else words for words, found in snippet.pieces())


def page(found: Results, rows: list[dict[str, Any]], say: Catalogue) -> bytes:
    """For people: how many, where from, and the articles."""
    from isnad.export.terminal import safe

    facets = found.facets
    lines = [say("search.total", n=facets.total)]
    for name, spread in (("outlets", facets.outlets), ("months", facets.months)):
        if spread:
            lines.append(f"{say(f'search.{name}')}: " + " · ".join(f"{safe(value)} {n}" for value, n in spread.items()))
    for row in rows:
        day = (row["published"] or "")[:10]
        lines += ["", safe(row["title"] or row["path"])]
        lines.append(
            "  " + " · ".join(part for part in (day, safe(row["outlet"] or ""), safe(row["path"]), say(f"search.{row['by']}")) if part)
        )
        lines += [f"  {safe(piece)}" for piece in row["snippets"]]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")
