"""`isnad conflicts`: what does not agree, both sides in a row with their words and chains."""

from __future__ import annotations

from pathlib import Path

import click

from isnad.cli.lists import Row, as_bytes, form_option
from isnad.cli.work import common_options, give, read_account, settings_of
from isnad.export.catalogue import Catalogue, load_catalogue
from isnad.export.view import Side, ViewBuilder
from isnad.model.account import Account, Conflict

SHOWN = ("kind", "relation", "reason", "a_words", "a_published", "a_chain", "b_words", "b_published", "b_chain")
"""Columns of the table for people; the other formats hold all."""


def conflict_rows(account: Account, say: Catalogue) -> list[Row]:
    """One row a conflict; the reason in words, and of both sides the words, who carries them through whom, and the place."""
    builder = ViewBuilder(account, say)
    return [_row(conflict, builder) for conflict in account.conflicts]


def _row(conflict: Conflict, builder: ViewBuilder) -> Row:
    view = builder.conflict_view(conflict)
    sides = {"a": (view.a, conflict.a), "b": (view.b, conflict.b)}
    row: Row = {"kind": conflict.kind, "relation": conflict.relation, "about": view.about, "reason": view.why}
    for name, (side, evidence) in sides.items():
        row |= {f"{name}_{key}": value for key, value in _side(side, builder.documents[evidence.article].path).items()}
    return row | {"why": conflict.why, "by": conflict.by}


def _side(side: Side, path: str) -> Row:
    return {
        "words": side.ref.quote, "outlet": side.outlet, "published": side.day, "chain": side.chain, "path": path,
        "start": side.ref.span.start, "end": side.ref.span.end,
    }  # fmt: skip


@click.command()
@common_options
@form_option
def conflicts(paths: tuple[str, ...], output: Path | None, language: str, workers: int, form: str) -> None:
    """What does not agree or was overtaken: both sides with their words, chains and places, and the reason."""
    account = read_account(paths, settings_of(language, workers))
    rows = conflict_rows(account, load_catalogue(language))
    if form == "table":
        rows = [{column: row[column] for column in SHOWN} for row in rows]
    give(as_bytes(rows, form), output)
