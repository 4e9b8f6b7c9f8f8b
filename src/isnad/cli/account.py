"""`isnad account` and `isnad read`."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click

from isnad.cli.work import common_options, give, read_account, read_documents, settings_of
from isnad.export.account_json import account_json, findings_json
from isnad.export.catalogue import Catalogue, load_catalogue
from isnad.export.view import View, build_view
from isnad.model.account import Account
from isnad.model.outcome import in_order

FORMATS = ("terminal", "json", "markdown", "html")


@click.command()
@common_options
@click.option("--format", "form", type=click.Choice(FORMATS), default="terminal", show_default=True, help="How to give it out.")
def account(paths: tuple[str, ...], output: Path | None, language: str, workers: int, form: str) -> None:
    """Read articles and tell the sourced account of their story.

    PATH is a folder, a text or HTML file, JSON Lines (plain or gzipped), or - for standard input. A table articles.csv beside
    the files (file, outlet, url, retrieved, published) gives what the texts do not tell.
    """
    told = read_account(paths, settings_of(language, workers))
    give(render(told, form, load_catalogue(language), output), output)


@click.command()
@common_options
@click.option("--format", "form", type=click.Choice(["json"]), default="json", show_default=True, help="How to give it out.")
def read(paths: tuple[str, ...], output: Path | None, language: str, workers: int, form: str) -> None:
    """Read articles and give the findings of each alone, without what ties them together."""
    reading = read_documents(paths, settings_of(language, workers))
    documents = sorted(reading.documents, key=lambda d: (d.path, d.id))
    issues = [*in_order(reading.issues), *(i for d in documents for i in d.issues)]
    give(findings_json(documents, issues, reading.outcomes), output)


def render(told: Account, form: str, say: Catalogue, output: Path | None) -> bytes:
    """The account in a format, as bytes."""
    if form == "json":
        return account_json(told)
    view = build_view(told, say)
    if form == "markdown":
        from isnad.export.markdown import account_markdown

        return account_markdown(view, say).encode("utf-8", "replace")
    if form == "html":
        from isnad.export.html import account_html

        return account_html(view, say).encode("utf-8", "replace")
    return _terminal(view, say, output)


def _terminal(view: View, say: Catalogue, output: Path | None) -> bytes:
    """The terminal page; plain text where the output is no terminal."""
    from rich.console import Console

    from isnad.export.terminal import print_account

    colour = output is None and sys.stdout.isatty()
    width = None if colour else 120
    console = Console(file=io.StringIO(), force_terminal=colour, width=width or Console().width, highlight=False)
    print_account(view, say, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().encode("utf-8", "replace")
