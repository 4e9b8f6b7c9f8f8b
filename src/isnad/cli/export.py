"""`isnad export`: an account in the formats of others."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from isnad.cli.work import common_options, give, read_account, settings_of
from isnad.errors import UsageError
from isnad.export.catalogue import load_catalogue
from isnad.export.exporters import EXPORTERS, exporter

BINARY = ("xlsx", "docx", "pdf", "jsonl", "csv", "parquet")
"""Formats whose bytes do not belong on a terminal (tables without `--table` are an archive)."""


@click.command()
@click.option("--table", help="csv, jsonl, parquet: this table alone instead of an archive of all (statements, figures, …).")
@click.argument("form", metavar="FORMAT")
@common_options
def export(form: str, paths: tuple[str, ...], output: Path | None, language: str, workers: int, table: str | None) -> None:
    """The account of articles, or of a story of the workspace, in FORMAT.

    \b
    json  jsonl  csv  xlsx  parquet          the account; its tables
    web-annotation  schema-org  prov         linked data (JSON-LD)
    ftm  ftm-statements  ninjs               FollowTheMoney, IPTC ninjs
    markdown  html  docx  pdf                to read; briefings with footnotes
    """
    make = exporter(form)
    if table is None and form in BINARY and output is None and sys.stdout.isatty():
        raise UsageError(f"{form} is not for a terminal: give a file with -o, such as -o account{EXPORTERS[form].suffix}")
    if table is not None:
        from isnad.export.giving import one_table

        one_table_checked(form, table)
        give(one_table(read_account(paths, settings_of(language, workers)), form, table), output)
        return
    give(make(read_account(paths, settings_of(language, workers)), load_catalogue(language)), output)


def one_table_checked(form: str, table: str) -> None:
    """Raise `UsageError` before anything is read where the format takes no table or there is no such table."""
    from isnad.export.tables import TABLES

    if form not in EXPORTERS or not EXPORTERS[form].tabular:
        raise UsageError(f"format {form!r} takes no single table; {', '.join(n for n, f in EXPORTERS.items() if f.tabular)} do")
    if table not in TABLES:
        raise UsageError(f"no table {table!r}; there are {', '.join(TABLES)}")
