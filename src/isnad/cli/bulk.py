"""`isnad bulk`: archives, in shards, on one machine or on many."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isnad.cli.work import field_option, language_option, settings_of, workers_option
from isnad.errors import NothingReadableError, UsageError
from isnad.export.catalogue import Catalogue, load_catalogue

if TYPE_CHECKING:
    from isnad.run.bulk.order import Report
    from isnad.run.runner import Runner

RUNNERS = ("here", "processes", "ray")


@click.command()
@field_option
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder of the result.")
@click.option(
    "--runner", type=click.Choice(RUNNERS), help="Where the work is done: this process, worker processes (where there are --workers), Ray."
)
@workers_option
@click.option("--address", metavar="ADDRESS", help="Ray cluster: auto, or HOST:PORT; without it a local one of --workers processors.")
@click.option(
    "--window", type=click.IntRange(0), default=30, show_default=True, metavar="DAYS", help="Copies are looked for so far; 0: everywhere."
)
@click.option(
    "--story-window", type=click.IntRange(0), default=7, show_default=True, metavar="DAYS", help="Days clustered in one go; 0: all."
)
@language_option
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
def bulk(
    inputs: tuple[str, ...],
    output: Path,
    runner: str | None,
    workers: int,
    address: str | None,
    window: int,
    story_window: int,
    language: str,
) -> None:
    """Read archives and link what is in them, into Parquet tables.

    INPUT is a folder or file with WARC, WACZ, JSON Lines or Parquet (and whatever else is read), or an fsspec address of one
    (s3://…, https://…). Stopping it at any moment loses no finished shard: the same command goes on. What is unchanged is not
    computed again. docs/how-to/query-archives.md says what to ask of the result.
    """
    from importlib.util import find_spec

    say = load_catalogue(language)
    if find_spec("pyarrow") is None:
        raise UsageError("archives need the extra `bulk`: pip install 'isnad[bulk]'")
    from isnad.run.bulk.order import Choices
    from isnad.run.bulk.order import bulk as run

    with runner_of(runner, workers, address) as place:
        choices = Choices(settings=settings_of(language, workers), window=window, story_window=story_window)
        report = run(inputs, output, place, choices, _progress if sys.stderr.isatty() else None)
    click.echo(told(report, say), nl=False)
    if not report.manifest.rows["articles"]:
        raise NothingReadableError(say("error.nothing-readable", paths=", ".join(inputs)))


def runner_of(name: str | None, workers: int, address: str | None) -> Runner:
    """The runner that was asked for."""
    from isnad.run.cluster import LOCAL, Cluster
    from isnad.run.processes import Processes
    from isnad.run.runner import Here

    if address is not None and name not in ("ray", None):
        raise UsageError(f"--address is for --runner ray; {name!r} was given")
    if name == "ray" or address is not None:
        return Cluster(workers, address or LOCAL)
    return Processes(workers) if name == "processes" or (name is None and workers > 1) else Here()


def told(report: Report, say: Catalogue) -> str:
    """The funnel, the tables and what was made, a line each."""
    ended = report.manifest.ended
    lines = [say("bulk.inputs", n=sum(ended.values()))]
    for key, n in sorted(ended.items(), key=lambda e: (-e[1], e[0])):
        fate, reason, step = (*key.split(" "), "", "")[:3]
        why = f" × {say(f'reason.{reason}')}" if reason else ""
        told_by = f" ({say(f'bulk.{step}')})" if step else ""
        lines.append(f"  {n:>12,} {say(f'fate.{fate}')}{why}{told_by}")
    lines += [f"  {n:>12,} {say(f'table.{table}')}" for table, n in report.manifest.rows.items()]
    lines.append(say("bulk.tasks", made=str(sum(report.made.values())), found=str(sum(report.found.values()))))
    return "\n".join(lines) + "\n"


def _progress(step: str, done: int, of: int) -> None:
    end = "\n" if done == of else ""
    click.echo(f"\r{step:>14} {done:,}/{of:,}{end}", err=True, nl=False)
