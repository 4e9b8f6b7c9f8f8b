"""`isnad add`: articles into the workspace."""

from __future__ import annotations

from pathlib import Path

import click

from isnad.cli.fetching import fetch_options
from isnad.cli.work import common_options, give, opened, settings_of
from isnad.errors import NothingReadableError
from isnad.export.catalogue import Catalogue, load_catalogue


@click.command()
@common_options
@fetch_options
def add(paths: tuple[str, ...], output: Path | None, language: str, workers: int) -> None:
    """Read articles into the workspace, which is made where there is none.

    PATH may also be a web address: of a page, or of a feed, an OPML file or a sitemap, which is followed to its pages.
    What is kept already is passed over; another text at a known address is a revision. Every input ends in one counted
    outcome. Stopping it at any moment loses nothing that was kept: add the same again to go on.
    """
    say = load_catalogue(language)
    with opened(settings_of(language, workers), create=True) as desk:
        added = desk.add(paths)
    give(told(added.outcomes, len(added.stories), len(added.revisions), say).encode(), output)
    if not any(fate == "kept" or reason == "known" for fate, reason in added.outcomes):
        raise NothingReadableError(say("error.nothing-readable", paths=", ".join(paths)))


def told(outcomes: dict[tuple[str, str], int], stories: int, revisions: int, say: Catalogue) -> str:
    """What came of adding, a line each."""
    lines = [say("added.kept", n=outcomes.get(("kept", ""), 0)), say("added.stories", n=stories)]
    if revisions:
        lines.append(say("added.revisions", n=revisions))
    lines += [f"{say(f'fate.{fate}')}: {n} × {say(f'reason.{reason}')}" for (fate, reason), n in outcomes.items() if reason]
    return "\n".join(lines) + "\n"
