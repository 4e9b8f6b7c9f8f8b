"""`isnad judge`: decisions of people, kept and taken back."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from isnad.cli.lists import Row, as_bytes, form_option
from isnad.cli.work import give, opened, output_option, settings_of, workspace_option
from isnad.model.judgement import VERDICTS, Judgement

F = TypeVar("F", bound=Callable[..., Any])

_PAIRS = {
    "entity": ("NAME", "NAME", "Whether two names are one."),
    "speaker": ("STATEMENT", "NAME", "Whether a statement is that speaker's."),
    "claim": ("STATEMENT", "STATEMENT", "Whether two statements say the same."),
    "story": ("ARTICLE", "STORY", "Whether an article belongs to a story (or, as article:ID, to that of another article)."),
    "conflict": ("PLACE", "PLACE", "Whether two places (ARTICLE:START-END) do contradict each other."),
}


def _author() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


_by = click.option(
    "--author", envvar="ISNAD_AUTHOR", default=_author, show_default="$ISNAD_AUTHOR, else the user's name", help="Who decides."
)


@click.group()
def judge() -> None:
    """Decide about links; a judgement goes before what the rules find, until it is taken back."""


def _command(kind: str) -> click.Command:
    first, second, about = _PAIRS[kind]

    @click.command(kind, help=about)
    @click.argument("a", metavar=first)
    @click.argument("verdict", type=click.Choice(VERDICTS[kind]))  # type: ignore[index]
    @click.argument("b", metavar=second)
    @click.option("--reason", default="", help="Why, for those who ask later.")
    @_by
    @workspace_option
    def run(a: str, verdict: str, b: str, reason: str, author: str) -> None:
        with opened(settings_of("en", 1)) as desk:
            made = desk.judge(kind, a, b, verdict, author=author, reason=reason)
        give(f"{made.id}  {made.a} {made.verdict} {made.b}\n".encode(), None)

    return run


for _kind in _PAIRS:
    judge.add_command(_command(_kind))


@judge.command()
@click.argument("judgement", metavar="ID")
@_by
@workspace_option
def undo(judgement: str, author: str) -> None:
    """Take a judgement back: everything is as if it had not been."""
    with opened(settings_of("en", 1)) as desk:
        made = desk.undo(judgement, author=author)
    give(f"{made.id}  undone: {made.a} {made.verdict} {made.b}\n".encode(), None)


@judge.command("list")
@form_option
@output_option
@workspace_option
def listed(form: str, output: Path | None) -> None:
    """All judgements in the order of time, those taken back too."""
    with opened(settings_of("en", 1), read_only=True) as desk:
        rows = [_row(j) for j in desk.judgements()]
    give(as_bytes(rows, form), output)


def _row(judgement: Judgement) -> Row:
    return {f: getattr(judgement, f) for f in Judgement.__struct_fields__}
