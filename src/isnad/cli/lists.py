"""The lists: one part of the account as a table, CSV or JSON Lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from isnad.cli.work import common_options, give, opened, read_account, settings_of, workspace_options
from isnad.derive.contrast import contrast_table
from isnad.errors import NothingFoundError, NothingReadableError
from isnad.export.account_json import account_object
from isnad.export.catalogue import load_catalogue
from isnad.export.spreadsheet import safe_cell
from isnad.export.tables import lines
from isnad.export.view_altered import difference, marked
from isnad.lang.pack import load_pack
from isnad.model.account import Account
from isnad.text.folding import fold_form

if TYPE_CHECKING:
    from isnad.workspace.workspace import Workspace

Row = dict[str, Any]
Kept = Callable[["Workspace"], Sequence[msgspec.Struct]]
FORMATS = ("table", "csv", "tsv", "jsonl", "json")

form_option = click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to give it out.")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return str(safe_cell(value)) if isinstance(value, str) else msgspec.json.encode(value).decode()


def as_bytes(rows: Sequence[Row], form: str) -> bytes:
    """The rows in a format; columns in the order of the first row."""
    if form == "jsonl":
        return lines(rows)
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(list(rows)), indent=1) + b"\n"
    columns = list(rows[0]) if rows else []
    if form in ("csv", "tsv"):
        out = io.StringIO()
        writer = csv.writer(out, delimiter="\t" if form == "tsv" else ",", lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[_cell(row[c]) for c in columns] for row in rows])
        return out.getvalue().encode("utf-8", "replace")
    return _table(rows, columns)


def _table(rows: Sequence[Row], columns: list[str]) -> bytes:
    """Aligned columns for people; nested values are left to the other formats."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from isnad.export.terminal import safe
    from isnad.export.view import clip

    shown = [c for c in columns if not rows or not isinstance(rows[0][c], list | dict)]
    table = Table(*shown, box=None, padding=(0, 2, 0, 0))
    for row in rows:
        table.add_row(*[Text(safe(clip(_cell(row[c]), 110))) for c in shown])
    console = Console(file=io.StringIO(), width=160, highlight=False)
    console.print(table)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().encode("utf-8", "replace")


def statement_rows(account: Account) -> list[Row]:
    """One row a statement, by day of publication, then place."""
    names = {e.id: e.name for e in account.links.entities}
    rows = []
    for document in sorted(account.documents, key=lambda d: (d.publication.date or "9999", d.path)):
        for statement in document.statements:
            speaker = account.links.speaker_entity.get(statement.id)
            named = statement.speaker.span.of(document.text) if statement.speaker else ""
            chain = [{"role": h.role, "name": h.span.of(document.text) if h.span else h.name} for h in statement.chain]
            rows.append({
                "published": (document.publication.date or "")[:10], "outlet": document.outlet,
                "speaker": names.get(speaker or "", named), "form": statement.speaker.form if statement.speaker else "unnamed",
                "act": statement.act, "commitment": statement.commitment, "direct": statement.direct,
                "content": " … ".join(s.of(document.text) for s in statement.content), "chain": chain,
                "path": document.path, "start": statement.content[0].start if statement.content else None,
                "end": statement.content[-1].end if statement.content else None, "id": statement.id, "by": statement.by,
            })  # fmt: skip
    return rows


def figure_rows(account: Account) -> list[Row]:
    """One row a telling of a figure."""
    told = account_object(account)["figures"]
    return [{"measure": f["measure"], "of": f["of"], **_flat(v)} for f in told for v in f["values"]]


def _flat(value: Row) -> Row:
    number = value["value"]
    low, high = (number["min"], number["max"]) if isinstance(number, dict) else (number, number)
    rest = {k: v for k, v in value.items() if k not in ("value", "span")}
    return {"min": low, "max": high, **rest, "start": value["span"][0], "end": value["span"][1]}


def timeline_rows(account: Account) -> list[Row]:
    """One row an event."""
    return list(account_object(account)["timeline"])


def copy_rows(account: Account) -> list[Row]:
    """One row a pair of articles."""
    rows = account_object(account)["reuse"]
    return [{**r, "a": r["a"]["path"], "b": r["b"]["path"]} for r in rows]


def entity_rows(account: Account) -> list[Row]:
    """One row an entity, the most named first."""
    rows = account_object(account)["entities"]
    rows.sort(key=lambda e: (-sum(e["forms"].values()), e["id"]))
    return [{"name": e["name"], "type": e["type"], "mentions": sum(e["forms"].values()), **e} for e in rows]


def label_rows(account: Account) -> list[Row]:
    """One row a use of a label."""
    return list(account_object(account)["labels"])


def contrast_rows(account: Account) -> list[Row]:
    """One row a word and outlet: uses in its own voice, uses in voices that it reports."""
    return [
        {
            "concept": row.concept, "word": row.word, "stance": row.stance, "outlet": outlet or None,
            "own": str(row.own.get(outlet, 0)), "reported": str(row.reported.get(outlet, 0)),
        }
        for row in contrast_table(account.labels)
        for outlet in sorted(row.own.keys() | row.reported.keys())
    ]  # fmt: skip


def altered_rows(account: Account) -> list[Row]:
    """One row a quotation that two articles tell differently, with the aligned difference."""
    by_id = {d.id: d for d in account.documents}
    texts = {d.id: d.text for d in account.documents}
    out = []
    for quote in account.links.altered_quotes:
        a, b = by_id[quote.a.article], by_id[quote.b.article]
        out.append({
            "kind": quote.kind, "outlet_a": a.layout.outlet, "outlet_b": b.layout.outlet, "difference": marked(difference(quote, texts)),
            "path_a": a.path, "path_b": b.path, "span_a": quote.a.span, "span_b": quote.b.span, "changes": [list(c) for c in quote.changes],
        })  # fmt: skip
    return out


def _command(name: str, rows_of: Callable[[Account], list[Row]], about: str, kept: Kept | None = None) -> click.Command:
    """A list of an account; without a path, where it can be had, of the whole workspace."""

    def run(paths: tuple[str, ...], output: Path | None, language: str, workers: int, form: str) -> None:
        settings = settings_of(language, workers)
        if kept is not None and not paths:
            with opened(settings, read_only=True) as desk:
                rows = [msgspec.structs.asdict(row) for row in kept(desk)]
        else:
            rows = rows_of(read_account(paths, settings))
        give(as_bytes(rows, form), output)

    run.__doc__ = about + ("\n\nWithout PATH: over the whole workspace." if kept is not None else "")
    return click.command(name)((workspace_options if kept is not None else common_options)(form_option(run)))


def _switched(listed: click.Command, flag: str, other: Callable[[Account], list[Row]]) -> click.Command:
    """A list with a flag that gives another view of given paths."""
    about, plain = (other.__doc__ or "").splitlines()[0], listed.callback
    assert plain is not None

    def run(switched: bool, **given: Any) -> None:
        if not switched:
            plain(**given)
            return
        if not given["paths"]:
            raise click.UsageError(f"--{flag} needs a PATH")
        account = read_account(given["paths"], settings_of(given["language"], given["workers"]))
        give(as_bytes(other(account), given["form"]), given["output"])

    listed.callback = run
    listed.params.append(click.Option([f"--{flag}", "switched"], is_flag=True, help=about))
    return listed


quotes = _command("quotes", statement_rows, "Every statement: who, through whom, what, where it stands.", lambda d: d.statements())
quotes = _switched(quotes, "altered", altered_rows)
figures = _command("figures", figure_rows, "The figure ledger: one row a telling, with its day and place.", lambda d: d.figures())
timeline = _command("timeline", timeline_rows, "What happened on which day, with its evidence.")
copies = _command("copies", copy_rows, "Who carries whose words: pairs of articles with passages, share and direction.")
entities = _command("entities", entity_rows, "Names with their variants, offices and the reasons of each merge.", lambda d: d.names())
labels = _command("labels", label_rows, "Which outlet uses which word for whom, in its own voice or reported.")
labels = _switched(labels, "contrast", contrast_rows)


@click.command()
@click.argument("name")
@workspace_options
@form_option
def who(name: str, paths: tuple[str, ...], output: Path | None, language: str, workers: int, form: str) -> None:
    """Everything that NAME said (a person or body, in any of its spellings), in time order, with chains.

    Without PATH: over the whole workspace, those whose speaker's name holds the words of NAME.
    """
    if not paths:
        with opened(settings_of(language, workers), read_only=True) as desk:
            said = [msgspec.structs.asdict(row) for row in desk.statements(speaker=name)]
        if not said:
            raise NothingFoundError(load_catalogue(language)("error.nobody-kept", name=name))
        give(as_bytes(said, form), output)
        return
    account = read_account(paths, settings_of(language, workers))
    wanted = _entities_called(account, name)
    ids = {s for s, e in account.links.speaker_entity.items() if e in wanted} | _said_for(account, name)
    rows = [row for row in statement_rows(account) if row["id"] in ids]
    if not rows:
        speakers = set(account.links.speaker_entity.values())
        named = [e.name for e in account.links.entities if e.id in speakers]
        raise NothingReadableError(load_catalogue(language)("error.nobody", name=name, names=", ".join(named[:20])))
    give(as_bytes(rows, form), output)


def _said_for(account: Account, name: str) -> set[str]:
    """Statements of the government of a country of that name, whatever seat of it speaks ("Washington", "the Kremlin")."""
    pack = load_pack("ar")
    wanted = {row["country"] for row in pack.table("places") if row["kind"] == "country" and row.folded == fold_form(name)} - {""}
    said = (s for d in account.documents for s in d.statements)
    return {s.id for s in said if s.speaker is not None and s.speaker.stands_for in wanted}


def _entities_called(account: Account, name: str) -> set[str]:
    """Entities one of whose forms is the name, or holds its words."""
    words = set(fold_form(name).split())
    exact, part = set(), set()
    for entity in account.links.entities:
        for form in (entity.name, *entity.forms):
            folded = fold_form(form)
            if folded == fold_form(name):
                exact.add(entity.id)
            elif words and words <= set(folded.split()):
                part.add(entity.id)
    return exact or part
