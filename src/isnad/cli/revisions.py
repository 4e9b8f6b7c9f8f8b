"""`isnad revisions`: the texts of an address, one against the other."""

from __future__ import annotations

from pathlib import Path

import click

from isnad.cli.lists import Row, as_bytes, form_option
from isnad.cli.work import give, language_option, opened, output_option, settings_of, workspace_option
from isnad.export.catalogue import load_catalogue
from isnad.model.revision import Revision
from isnad.model.span import Span


@click.command()
@click.argument("address", required=False)
@form_option
@language_option
@output_option
@workspace_option
def revisions(address: str | None, form: str, language: str, output: Path | None) -> None:
    """Words, statements and figures that came, went or changed from one text of ADDRESS to the next.

    Without ADDRESS: the addresses of the workspace that hold more than one text.
    """
    say = load_catalogue(language)
    with opened(settings_of(language, 1), read_only=True) as desk:
        if address is None:
            rows: list[Row] = [{"address": a, "texts": n} for a, n in desk.revised()]
        else:
            found = desk.revisions(address)
            texts = {i: desk.article(i).text for r in found for i in (r.before, r.article)}
            rows = [row for r in found for row in revision_rows(r, texts[r.before], texts[r.article])]
            rows = [{**row, "fate": say(f"revision.{row['fate']}")} for row in rows] if form == "table" else rows
    give(as_bytes(rows, form), output)


def revision_rows(revision: Revision, old: str, new: str) -> list[Row]:
    """A row a difference: figures and statements first, then the words."""
    rows = [_row(revision, d.kind, d.fate, (d.a, d.b), (old, new)) for d in sorted(revision.differences, key=lambda d: d.kind)]
    for edit in revision.edits:
        fate = "came" if not edit.a.size else "went" if not edit.b.size else "changed"
        rows.append(_row(revision, "words", fate, (edit.a, edit.b), (old, new)))
    return rows


def _row(revision: Revision, kind: str, fate: str, places: tuple[Span | None, Span | None], texts: tuple[str, str]) -> Row:
    words = [" ".join(p.of(t).split()) if p else "" for p, t in zip(places, texts, strict=True)]
    return {
        "number": revision.number, "seen": revision.seen, "kind": kind, "fate": fate, "before": words[0], "after": words[1],
        "article": revision.article, "replaces": revision.before,
        "a": list(places[0]) if places[0] else None, "b": list(places[1]) if places[1] else None,
    }  # fmt: skip
