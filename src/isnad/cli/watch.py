"""`isnad watch`, `isnad feeds`, `isnad follow` and `isnad alerts`."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from types import FrameType
from typing import Any

import click
import msgspec

from isnad.cli.fetching import fetch_options
from isnad.cli.lists import Row, as_bytes, form_option
from isnad.cli.work import give, language_option, opened, output_option, settings_of, workers_option, workspace_option
from isnad.errors import StoreError, UsageError
from isnad.export.catalogue import load_catalogue
from isnad.settings import Settings


@click.command()
@workspace_option
@fetch_options
@language_option
@click.option("--once", is_flag=True, help="Look once at the feeds that are due, then end.")
@click.option("--all", "every_feed", is_flag=True, help="With --once: look at all feeds, due or not.")
@click.option(
    "--every", type=click.FloatRange(60), default=900, show_default=True, metavar="SECONDS", help="Time between two looks at a feed."
)
@click.option("--atom", type=click.Path(path_type=Path, dir_okay=False), help="Keep an Atom feed of the alerts in this file.")
@click.option("--webhook", metavar="URL", help="Send alerts there as JSON.")
@workers_option
def watch(language: str, once: bool, every_feed: bool, every: float, atom: Path | None, webhook: str | None, workers: int) -> None:
    """Look at the feeds of the workspace, read and link what is new, and raise alerts.

    Alerts go to standard output, a line each; what becomes of the feeds, to standard error. Stopping at any moment (Ctrl-C,
    SIGTERM, a power cut) loses nothing that was kept.
    """
    settings = msgspec.structs.replace(settings_of(language, workers), watch_every=every)
    with opened(settings) as desk:
        looker = _Looker(desk, atom, webhook)
        if once:
            looker.look(all_feeds=every_feed)
            return
        stop = threading.Event()

        def end(number: int, frame: FrameType | None) -> None:
            stop.set()
            raise KeyboardInterrupt

        signal.signal(signal.SIGTERM, end)
        while not stop.is_set():
            looker.look_anyhow()
            stop.wait(looker.pause())


class _Looker:
    """Looks at the feeds and gives the alerts out."""

    def __init__(self, desk: Any, atom: Path | None, webhook: str | None) -> None:
        from isnad.workspace.watching import Watch

        if webhook is not None:
            _check_webhook(webhook)
        self._desk, self._atom, self._webhook = desk, atom, webhook
        self._say = load_catalogue(desk.settings.interface)
        self._watch = Watch(desk)

    def look(self, *, all_feeds: bool = False) -> None:
        """One look; raises `StoreError` and `UsageError`."""
        from isnad.export.terminal import safe
        from isnad.workspace.giving import send, write_feed

        found = self._watch.look(all_feeds=all_feeds, tell=self._tell)
        for alert in found.alerts:
            click.echo(f"{alert.time} {safe(alert.text)}")
        if self._atom is not None:
            write_feed(self._desk, self._atom)
        if self._webhook is not None and (sent := send(self._desk, self._webhook)) is not None and sent.fate != "kept":
            click.echo(self._say("watch.unsent", reason=self._say(f"reason.{sent.reason}"), detail=sent.detail), err=True)
        if found.feeds:
            click.echo(
                self._say("watch.looked", feeds=found.feeds, failed=found.failed, entries=found.entries, articles=found.articles), err=True
            )

    def look_anyhow(self) -> None:
        """One look; a workspace or file that cannot be written now is told, and tried again later."""
        try:
            self.look()
        except (StoreError, UsageError) as error:
            click.echo(f"isnad: {error}", err=True)

    def pause(self) -> float:
        """Seconds until the next feed is due, at least one, at most a minute: feeds may be added meanwhile."""
        return self._watch.until_due(at_least=1.0, at_most=60.0)

    def _tell(self, polled: Any) -> None:
        if polled.feed.problem:
            from isnad.export.terminal import safe

            click.echo(self._say("watch.problem", address=safe(polled.feed.address), problem=safe(polled.feed.problem)), err=True)


def _check_webhook(address: str) -> None:
    from isnad.fetch.addresses import checked_url
    from isnad.fetch.answers import Ended

    try:
        checked_url(address)
    except Ended as end:
        raise UsageError(f"--webhook {address}: {end.detail}") from end


@click.group()
def feeds() -> None:
    """The feeds that `isnad watch` looks at."""


@feeds.command("add")
@workspace_option
@language_option
@click.argument("addresses", nargs=-1, required=True, metavar="URL…")
def add_feeds(addresses: tuple[str, ...], language: str) -> None:
    """Watch feeds from now on; the workspace is made where there is none."""
    with opened(Settings(interface=language), create=True) as desk:
        added = desk.add_feeds(addresses)
    click.echo(load_catalogue(language)("watch.feeds-added", n=added))


@feeds.command("import")
@workspace_option
@language_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_feeds(file: Path, language: str) -> None:
    """Watch all feeds that an OPML file names."""
    with opened(Settings(interface=language), create=True) as desk:
        added = desk.import_feeds(file)
    click.echo(load_catalogue(language)("watch.feeds-added", n=added))


@feeds.command("list")
@workspace_option
@form_option
@output_option
def list_feeds(form: str, output: Path | None) -> None:
    """All feeds: when they were looked at, when they are due, what is wrong with them."""
    with opened(Settings(), read_only=True) as desk:
        rows: list[Row] = [
            {
                "address": f.address, "title": f.title, "paused": f.paused, "checked": f.checked, "due": f.due, "failures": f.failures,
                "problem": f.problem,
            }
            for f in desk.feeds()
        ]  # fmt: skip
    give(as_bytes(rows, form), output)


def _paused(paused: bool, addresses: tuple[str, ...]) -> None:
    with opened(Settings()) as desk:
        for address in addresses:
            desk.pause_feed(address, paused=paused)


@feeds.command("pause")
@workspace_option
@click.argument("addresses", nargs=-1, required=True, metavar="URL…")
def pause_feeds(addresses: tuple[str, ...]) -> None:
    """Look at feeds no more until they are resumed."""
    _paused(True, addresses)


@feeds.command("resume")
@workspace_option
@click.argument("addresses", nargs=-1, required=True, metavar="URL…")
def resume_feeds(addresses: tuple[str, ...]) -> None:
    """Look at paused feeds again, at once."""
    _paused(False, addresses)


@feeds.command("remove")
@workspace_option
@click.argument("addresses", nargs=-1, required=True, metavar="URL…")
def remove_feeds(addresses: tuple[str, ...]) -> None:
    """Forget feeds; their articles stay."""
    with opened(Settings()) as desk:
        for address in addresses:
            desk.remove_feed(address)


@click.group()
def follow() -> None:
    """Persons, phrases, stories and figures that alerts are raised for."""


@follow.command("add")
@workspace_option
@click.argument("kind", type=click.Choice(["person", "phrase", "story", "figure", "search"]))
@click.argument("value")
def add_follow(kind: str, value: str) -> None:
    """Follow a person or body by name, a phrase, a story by its id, a figure (killed, killed>100), or what a search finds."""
    with opened(Settings(), create=True) as desk:
        click.echo(desk.follow(kind, value).id)


@follow.command("list")
@workspace_option
@form_option
@output_option
def list_follows(form: str, output: Path | None) -> None:
    """Everything that is followed."""
    with opened(Settings(), read_only=True) as desk:
        rows: list[Row] = [msgspec.structs.asdict(f) for f in desk.follows()]
    give(as_bytes(rows, form), output)


@follow.command("remove")
@workspace_option
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
def remove_follows(ids: tuple[str, ...]) -> None:
    """Follow something no more, by the id that `isnad follow list` shows."""
    with opened(Settings()) as desk:
        for identity in ids:
            desk.unfollow(identity)


@click.command()
@workspace_option
@form_option
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="So many of the latest.")
@output_option
def alerts(form: str, limit: int, output: Path | None) -> None:
    """The alerts that were raised, the latest first."""
    with opened(Settings(), read_only=True) as desk:
        rows: list[Row] = [
            {"time": a.time, "kind": a.kind, "text": a.text, "story": a.story, "article": a.article, "id": a.id, "details": a.details}
            for a in desk.alerts(limit=limit)
        ]  # fmt: skip
    give(as_bytes(rows, form), output)
