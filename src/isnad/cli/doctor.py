"""`isnad doctor`: what is installed, what the workspace holds, what is stale, what failed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
import msgspec

from isnad.cli.work import give, language_option, opened, settings_of, workers_option, workspace_option
from isnad.errors import StoreError
from isnad.export.catalogue import Catalogue, load_catalogue

if TYPE_CHECKING:
    from isnad.workspace.checking import Checkup, Installed


@click.command()
@click.option("--mend", is_flag=True, help="Read anew what is stale, and place what waits.")
@workers_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to give it out.")
@language_option
@workspace_option
def doctor(mend: bool, workers: int, form: str, language: str) -> None:
    """Say what is installed, what the workspace holds, what is stale and what failed; with --mend, put it right."""
    from isnad.export.terminal import plain
    from isnad.workspace.checking import installed

    here, found, problem = installed(), None, ""
    try:
        with opened(settings_of(language, workers), read_only=not mend) as desk:
            if mend:
                desk.refresh()
            found = desk.checkup()
    except StoreError as error:
        problem = str(error)
    if form == "json":
        whole = {"installed": here, "workspace": found, "problem": problem or None}
        give(msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n", None)
    else:
        told = (plain(line) for line in lines(here, found, problem, load_catalogue(language)))
        give(("\n".join(told) + "\n").encode("utf-8", "replace"), None)
    if mend and problem:
        raise StoreError(problem)


def lines(here: Installed, found: Checkup | None, problem: str, say: Catalogue) -> Iterator[str]:
    """The findings for people."""
    yield say("doctor.installed", isnad=here.isnad, python=here.python, sqlite=here.sqlite)
    for extra, there in here.extras.items():
        yield f"  {extra}: {say('doctor.there' if there else 'doctor.missing')}"
    if found is None:
        yield say("doctor.no-workspace", problem=problem)
        return
    yield say("doctor.workspace", place=found.place, version=found.version)
    yield "  " + ", ".join(f"{say(f'doctor.{name}')} {n}" for name, n in found.counts.items())
    for ended in found.outcomes:
        reason = f" ({say(f'reason.{ended.reason}')})" if ended.reason else ""
        yield f"  {say(f'fate.{ended.fate}')}{reason}: {ended.count}"
    yield from _wrong(found, say)


def _wrong(found: Checkup, say: Catalogue) -> Iterator[str]:
    troubles = [say("doctor.waiting", n=found.waiting)] if found.waiting else []
    troubles += [say("doctor.stale", n=found.stale)] if found.stale else []
    troubles += [say("doctor.projection", name=name) for name in found.projections]
    troubles += [say("doctor.unended", kind=kind, time=time) for _, kind, time in found.unended]
    troubles += [say("doctor.feed", address=f.address, problem=f.problem, n=f.failures) for f in found.troubled]
    troubles += [f"{say(f'reason.{o.reason}')}: {o.path} {o.detail}".rstrip() for o in found.failures]
    yield from (f"! {t}" for t in troubles)
    if not troubles:
        yield say("doctor.well")
    elif found.waiting or found.stale or found.projections:
        yield say("doctor.mend")
