"""What the commands share: reading what was given, with a progress bar, and giving out the result.

Readers and stages are imported by the functions that use them: a command that only lists what a workspace holds needs neither.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import msgspec

from isnad.cli.fetching import fetching_of
from isnad.errors import NothingReadableError, UsageError
from isnad.export.catalogue import LANGUAGES, Catalogue, load_catalogue
from isnad.export.files import write_whole
from isnad.model.outcome import Issue, Outcome, count, in_order
from isnad.settings import Settings

if TYPE_CHECKING:
    from isnad.link.story_words import Gist
    from isnad.model.account import Account
    from isnad.model.article import Article
    from isnad.model.document import Document
    from isnad.workspace.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")
STORY = "story:"
"""How a path begins that is a story of the workspace."""


def _keep_fields(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> None:
    """Check `--field` and keep it for `settings_of`."""
    from isnad.read.records import FieldMap

    known = set(FieldMap.__struct_fields__)
    fields = {}
    for pair in value:
        what, _, key = pair.partition("=")
        if what not in known or not key:
            raise click.BadParameter(f"{pair!r}: expected WHAT=KEY with WHAT one of {', '.join(sorted(known))}", context, parameter)
        fields[what] = key
    context.meta["isnad.fields"] = fields


def _keep_workspace(context: click.Context, parameter: click.Parameter, value: str) -> None:
    context.meta["isnad.workspace"] = value


def _keep_model(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    context.meta["isnad.wire-model"] = value


workspace_option: Callable[[F], F] = click.option(
    "-w", "--workspace", default="isnad.db", show_default=True, envvar="ISNAD_WORKSPACE", metavar="PLACE",
    expose_value=False, callback=_keep_workspace,
    help="The workspace: a file, or postgresql://user@host/database (or set ISNAD_WORKSPACE).",
)  # fmt: skip

field_option: Callable[[F], F] = click.option(
    "--field", multiple=True, metavar="WHAT=KEY", expose_value=False, callback=_keep_fields,
    help="JSON Lines: the key that holds WHAT (text=body, published=date …); a dot leads into an object. Repeatable.",
)  # fmt: skip
workers_option: Callable[[F], F] = click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that read articles."
)
language_option: Callable[[F], F] = click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the interface texts."
)
output_option: Callable[[F], F] = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of standard output."
)


def opened(settings: Settings, *, create: bool = False, read_only: bool = False) -> Workspace:
    """The workspace that the command was given."""
    from isnad.workspace.workspace import Workspace

    place = click.get_current_context().meta["isnad.workspace"]
    return Workspace.open(place, settings, create=create, read_only=read_only)


def common_options(function: F, *, required: bool = True) -> F:
    """Workspace, paths, output file, interface language and workers, as every reading command takes them."""
    for decorate in (
        workspace_option,
        field_option,
        click.option(
            "--wire-model",
            type=click.Path(exists=True, dir_okay=False),
            expose_value=False,
            callback=_keep_model,
            metavar="FILE",
            help="A model of agencies that `python -m training.wires` wrote from an archive of your own.",
        ),
        workers_option,
        language_option,
        output_option,
        click.argument("paths", nargs=-1, required=required, metavar="PATH…" if required else "[PATH…]"),
    ):
        function = decorate(function)
    return function


def workspace_options(function: F) -> F:
    """The same for commands that work over the whole workspace where no path is given."""
    return common_options(function, required=False)


class Reading:
    """The result of reading and annotating: documents, and what became of each input."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.outcomes: list[Outcome] = []
        self.issues: list[Issue] = []


def _articles(paths: Sequence[str], settings: Settings, reading: Reading) -> Iterator[Article]:
    from isnad.read.records import FieldMap
    from isnad.read.sources import read_articles

    for record in read_articles(list(paths), settings, FieldMap(**settings.fields)):
        reading.outcomes.append(record.outcome)
        reading.issues.extend(record.issues)
        if record.article is not None:
            yield record.article


def read_documents(paths: Sequence[str], settings: Settings) -> Reading:
    """Read and annotate; raises `NothingReadableError` where no article came out, with the reasons."""
    from isnad.run.local import compact_documents

    reading = Reading()
    reading.documents = _worked_on(compact_documents, paths, settings, reading)
    return reading


def read_gists(paths: Sequence[str], settings: Settings) -> list[Gist]:
    """Read what stories need; raises `NothingReadableError` where no article came out, with the reasons."""
    from isnad.run.local import gists_of

    return _worked_on(gists_of, paths, settings, Reading())


def _worked_on(
    work: Callable[[Sequence[Article], str, int], Iterator[T]], paths: Sequence[str], settings: Settings, reading: Reading
) -> list[T]:
    say = load_catalogue(settings.interface)
    articles = list(_articles(paths, settings, reading))
    found = work(articles, settings.language, settings.workers)
    done = list(_progress(found, len(articles), say("progress.annotating", n=len(articles))))
    if not done:
        raise NothingReadableError(_why_nothing(paths, reading.outcomes, say))
    return done


def _why_nothing(paths: Sequence[str], outcomes: list[Outcome], say: Catalogue) -> str:
    head = say("error.nothing-readable", paths=", ".join(paths))
    reasons = [f"{n} × {say(f'reason.{reason}')}" for (_, reason), n in sorted(count(outcomes).items())]
    return f"{head}{': ' if reasons else ''}{', '.join(reasons)}"


def _progress(documents: Iterator[T], size: int, title: str) -> Iterator[T]:
    """A bar on standard error, only on a terminal and only for long work."""
    if size < 20 or not sys.stderr.isatty():
        yield from documents
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(documents, title, size, console=Console(stderr=True), transient=True)


def read_account(paths: Sequence[str], settings: Settings) -> Account:
    """The account of what was given: files and folders, or one story of the workspace as `story:ID`."""
    if any(path.startswith(STORY) for path in paths):
        if len(paths) > 1:
            raise UsageError(f"expected one {STORY}ID, or files and folders; {len(paths)} things were given")
        with opened(settings) as desk:
            return desk.account(paths[0].removeprefix(STORY))
    from isnad.lang.pack import load_pack
    from isnad.link.wire_style import styles
    from isnad.pipeline import account as tell

    reading = read_documents(paths, settings)
    pack = load_pack(settings.language)
    account = tell(reading.documents, pack, reading.outcomes, styles=styles(pack, settings.wire_model))
    return msgspec.structs.replace(account, issues=(*in_order(reading.issues), *account.issues))


def settings_of(language: str, workers: int) -> Settings:
    """Settings from options."""
    context = click.get_current_context(silent=True)
    fields = context.meta.get("isnad.fields", {}) if context is not None else {}
    model = context.meta.get("isnad.wire-model") if context is not None else None
    most = max(1, (os.cpu_count() or 1) * 2)
    return Settings(wire_model=model, fields=fields, interface=language, workers=min(workers, most), fetch=fetching_of(context))


def give(data: bytes, output: Path | None) -> None:
    """Write to the file as a whole, or to standard output."""
    if output is not None:
        write_whole(output, data)
        return
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise UsageError(f"cannot write to standard output: {error.strerror}") from error
