"""`isnad user`: who may log in to the reading room."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO, get_args

import click
import msgspec

from isnad.cli.lists import Row, as_bytes, form_option
from isnad.cli.work import give, opened, output_option, workspace_option
from isnad.model.kept import Role
from isnad.settings import Settings

ROLES = click.Choice(get_args(Role))
_password = click.option(
    "--password-file",
    type=click.File("r", encoding="utf-8"),
    metavar="FILE",
    help="Read the password from a file (- for standard input) instead of asking.",
)


def _asked(file: TextIO | None) -> str:
    """The password from a file's first line, or from the terminal, twice."""
    if file is not None:
        return file.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


@click.group()
def user() -> None:
    """Who may log in to the reading room (`isnad serve`), and with which role.

    \b
    reader: reads        editor: also judges, adds, watches        admin: also manages users
    """


@user.command("add")
@click.argument("name")
@click.option("--role", type=ROLES, default="reader", show_default=True, help="What the user may do.")
@_password
@workspace_option
def add(name: str, role: str, password_file: TextIO | None) -> None:
    """Let NAME in; asks for the password."""
    with opened(Settings(), create=True) as desk:
        made = desk.add_user(name, _asked(password_file), role)
    click.echo(f"{made.name}  {made.role}")


@user.command("list")
@form_option
@output_option
@workspace_option
def listed(form: str, output: Path | None) -> None:
    """All users and their roles."""
    with opened(Settings(), read_only=True) as desk:
        rows: list[Row] = [msgspec.structs.asdict(u) for u in desk.users()]
    give(as_bytes(rows, form), output)


@user.command("role")
@click.argument("name")
@click.argument("role", type=ROLES)
@workspace_option
def set_role(name: str, role: str) -> None:
    """Give NAME another role; NAME has to log in again."""
    with opened(Settings()) as desk:
        desk.set_role(name, role)


@user.command("password")
@click.argument("name")
@_password
@workspace_option
def set_password(name: str, password_file: TextIO | None) -> None:
    """Give NAME another password; NAME has to log in again."""
    with opened(Settings()) as desk:
        desk.set_password(name, _asked(password_file))


@user.command("remove")
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@workspace_option
def remove(names: tuple[str, ...]) -> None:
    """Let users in no more; what they judged stays."""
    with opened(Settings()) as desk:
        for name in names:
            desk.remove_user(name)


@user.command("token")
@click.argument("name")
@click.option("--role", type=ROLES, help="The most that the token may do; NAME's own role if not given.")
@click.option("--label", default="", help="What it is for.")
@click.option("--days", type=click.IntRange(1, 3_650), help="End it after so many days; without, it holds until it is revoked.")
@workspace_option
def token(name: str, role: str | None, label: str, days: int | None) -> None:
    """Make a token with which programs use the API in the name of NAME. It is shown once and kept nowhere."""
    with opened(Settings()) as desk:
        secret, made = desk.add_token(name, role, label=label, days=days)
    click.echo(f"{made.id}  {made.user}  {made.role}  {made.until or ''}".rstrip(), err=True)
    click.echo(secret)


@user.command("tokens")
@form_option
@output_option
@workspace_option
def tokens(form: str, output: Path | None) -> None:
    """All tokens, without their secrets."""
    with opened(Settings(), read_only=True) as desk:
        rows: list[Row] = [msgspec.structs.asdict(t) for t in desk.tokens()]
    give(as_bytes(rows, form), output)


@user.command("revoke")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@workspace_option
def revoke(ids: tuple[str, ...]) -> None:
    """End tokens, by the ids that `tokens` lists."""
    with opened(Settings()) as desk:
        for identity in ids:
            desk.revoke_token(identity)
